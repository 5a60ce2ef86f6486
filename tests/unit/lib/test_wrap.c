#include "../test.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/wrap.h"

static const char *wrapped(struct arena *arena, const char *text, size_t start, size_t indent,
                           size_t width)
{
    struct text_buffer out = text_buffer_in(arena, SIZE_MAX / 2);
    wrap_put(&out, text, start, indent, width);
    return text_end(&out);
}

TEST(lines_break_between_words_and_are_indented)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(wrapped(&arena, "uno dos tres cuatro cinco", 0, 0, 16),
                        "uno dos tres\ncuatro cinco");
    assert_string_equal(wrapped(&arena, "uno dos tres cuatro cinco", 4, 4, 20),
                        "uno dos tres\n    cuatro cinco");
    assert_string_equal(wrapped(&arena, "0123456789abcdef 0123", 0, 0, 21),
                        "0123456789abcdef 0123");
    assert_string_equal(wrapped(&arena, "0123456789abcdef 0123", 0, 0, 20),
                        "0123456789abcdef\n0123");
}

TEST(a_word_that_is_too_wide_stays_whole)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(wrapped(&arena, "a https://horno.example/pan/ b", 0, 2, 18),
                        "a\n  https://horno.example/pan/\n  b");
}

TEST(without_a_width_or_without_room_nothing_is_broken)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(wrapped(&arena, "uno dos tres", 0, 0, 0), "uno dos tres");
    assert_string_equal(wrapped(&arena, "uno dos tres cuatro", 20, 20, 24), "uno dos tres cuatro");
}

TEST(columns_count_not_bytes_and_newlines_stay)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(wrapped(&arena, "ñandú ñandú ñandú", 0, 0, 17), "ñandú ñandú ñandú");
    assert_string_equal(wrapped(&arena, "麵包 麵包 麵包 麵", 0, 0, 16), "麵包 麵包 麵包\n麵");
    assert_string_equal(wrapped(&arena, "uno\ndos\n\ntres", 2, 2, 40), "uno\n  dos\n\n  tres");
}

TEST(cells_are_filled_and_parted)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer out = text_buffer_in(&arena, SIZE_MAX / 2);
    wrap_put_cell(&out, "año", 6, 1);
    wrap_put_cell(&out, "demasiado", 6, 2);
    assert_string_equal(text_end(&out), "año   demasiado  ");
}

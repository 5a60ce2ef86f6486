#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"

TEST(an_arena_keeps_what_it_adopts)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(arena_release) struct arena from = { 0 };
    arena_adopt(&arena, &from);
    const char *small = arena_strdup(&from, "uno");
    char *large = arena_alloc(&from, 100000);
    memset(large, 'x', 99999);
    arena_adopt(&arena, &from);
    arena_release(&from);
    const char *own = arena_strdup(&arena, "dos");
    const char *more = arena_strdup(&from, "tres");
    arena_adopt(&arena, &from);
    arena_release(&from);
    assert_string_equal(small, "uno");
    assert_int_equal(strlen(large), 99999);
    assert_string_equal(own, "dos");
    assert_string_equal(more, "tres");
    assert_string_equal(arena_strdup(&arena, "cuatro"), "cuatro");
}

TEST(what_grows_keeps_what_it_held)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char *text = arena_copy(&arena, "0123456789", 10);
    size_t bytes = 10;
    for (size_t i = 0; i < 14; i++) {
        text = arena_grow(&arena, text, bytes, bytes * 2);
        memcpy(text + bytes, text, bytes);
        bytes *= 2;
        if (i % 3 == 0)
            assert_string_equal(arena_strdup(&arena, "between"), "between");
    }
    for (size_t i = 0; i < bytes; i++)
        assert_int_equal(text[i], '0' + (int)(i % 10));
}

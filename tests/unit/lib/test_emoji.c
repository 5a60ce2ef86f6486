#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/emoji.h"

static size_t count(const char *text)
{
    size_t found = 0;
    struct emoji one;
    for (size_t at = 0; emoji_next(&one, text, strlen(text), at); at = one.end_byte)
        found++;
    return found;
}

TEST(an_emoji_is_what_readers_see_as_one)
{
    assert_int_equal(count("🍞"), 1);
    assert_int_equal(count("🙏🏽 👩🏽‍🍳👨‍👩‍👧‍👦"), 3);
    assert_int_equal(count("🇪🇸🇫🇷"), 2);
    assert_int_equal(count("1️⃣2⃣"), 2);
    assert_int_equal(count("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"), 1);
    assert_int_equal(count("❤ ❤️ ☀✨✔"), 5);
}

TEST(signs_of_a_text_are_no_emoji)
{
    assert_int_equal(count("Pan™ © ® → ↔ • 5 % n.º 3 # * 1 ½ № ∞"), 0);
    assert_int_equal(count("©️ ↔️"), 2);
    assert_int_equal(count("❤︎"), 0);
    assert_int_equal(count("Otoño: ¿qué «pan»? — ¡Ese…!"), 0);
}

TEST(skin_tones_and_selectors_do_not_count_where_emoji_are_compared)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(emoji_plain(&arena, "🙏🏾"), "🙏");
    assert_string_equal(emoji_plain(&arena, "❤️"), "❤");
    assert_string_equal(emoji_plain(&arena, "👩🏽‍🍳"), "👩‍🍳");
}

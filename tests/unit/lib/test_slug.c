#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/slug.h"

static bool is_valid(const char *text) { return slug_is_valid(text, strlen(text)); }

TEST(slugs_are_ascii_letters_digits_hyphens_and_underscores)
{
    assert_true(is_valid("otono-2026_b"));
    assert_false(is_valid(""));
    assert_false(is_valid("otoño"));
    assert_false(is_valid("a.b"));
    assert_false(is_valid("a b"));
    assert_true(slug_path_is_valid("2026/11/otono"));
    assert_false(slug_path_is_valid("2026//otono"));
    assert_false(slug_path_is_valid("/otono"));
    assert_false(slug_path_is_valid("2026/"));
    assert_false(slug_path_is_valid("../otono"));
}

TEST(a_slug_is_proposed_for_what_people_write)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const table[][2] = {
        { "2026/Otoño en el horno", "2026-otono-en-el-horno" },
        { "¡Vuelve la hogaza!", "vuelve-la-hogaza" },
        { "Straße_1", "strasse_1" },
        { "  -- ", "post" },
        { "パン", "post" },
        { "a/パン/b", "a-b" },
        { "v1.2", "v1-2" },
        { "jamo\xcc\x81n", "jamon" },
        { "\xff\xfe", "post" },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(slug_propose(&arena, table[i][0]), table[i][1]);
}

TEST(a_path_is_proposed_slug_by_slug)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(slug_path_propose(&arena, "2026/Otoño en el horno"),
                        "2026/otono-en-el-horno");
    assert_string_equal(slug_path_propose(&arena, "/a/パン//b/"), "a/b");
    assert_string_equal(slug_path_propose(&arena, "//"), "post");
}

#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lsp/cursor.h"

/* Where `|` stands: `above/above key "word"`, with `[]` in a list, `?` where no YAML is. */
static const char *at(struct arena *arena, const char *path, const char *marked)
{
    struct text_buffer out = text_buffer_in(arena, 256);
    size_t byte = strcspn(marked, "|");
    const char *text = arena_printf(arena, "%.*s%s", (int)byte, marked, marked + byte + 1);
    struct cursor cursor = cursor_at(arena, path, text, strlen(text), byte);
    if (!cursor.is_yaml)
        return "?";
    for (size_t i = 0; i < cursor.depth; i++)
        text_printf(&out, "%s/", cursor.above[i]);
    text_printf(&out, "%s%s \"%.*s\"", cursor.key ? cursor.key : "", cursor.is_item ? "[]" : "",
                (int)(byte - cursor.start), text + cursor.start);
    return text_end(&out);
}

TEST(a_key_and_a_value_are_told_apart)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(at(&arena, "x.md", "---\nti|\n---\n"), " \"ti\"");
    assert_string_equal(at(&arena, "x.md", "---\n|\n---\n"), " \"\"");
    assert_string_equal(at(&arena, "x.md", "---\ntitle: Pa|n\n---\n"), "title \"Pa\"");
    assert_string_equal(at(&arena, "x.md", "---\ntitle:|\n---\n"), "title \"\"");
    assert_string_equal(at(&arena, "x.md", "---\ntitle: x\nau|"), " \"au\""); /* no end yet */
}

TEST(a_text_is_no_yaml)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(at(&arena, "x.md", "---\ntitle: x\n---\nHo|la: x"), "?");
    assert_string_equal(at(&arena, "x.md", "Ho|la"), "?");
    assert_string_equal(at(&arena, "x.md", "--|-\n---\n"), "?");
    assert_string_equal(at(&arena, "x.md", "---\n# no|te\n---\n"), "?");
    assert_string_equal(at(&arena, "x.yml", "no|te"), " \"no\"");
}

TEST(lists_are_entered)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(at(&arena, "x.md", "---\naccounts: [blog, bl|]\n---\n"),
                        "accounts[] \"bl\"");
    assert_string_equal(at(&arena, "x.md", "---\naccounts:\n  - blog\n  - bl|\n---\n"),
                        "accounts/[] \"bl\"");
    assert_string_equal(at(&arena, "x.md", "---\naccounts:\n- bl|\n---\n"), "accounts/[] \"bl\"");
    assert_string_equal(at(&arena, "x.md", "---\nmedia:\n  - file: a.jpg\n    al|\n---\n"),
                        "media/ \"al\"");
    assert_string_equal(at(&arena, "x.md", "---\nmedia:\n  - file: h|\n---\n"),
                        "media/file[] \"h\"");
}

TEST(maps_are_entered)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(at(&arena, "x.md", "---\noverrides:\n  blog:\n    da|\n---\n"),
                        "overrides/blog/ \"da\"");
    assert_string_equal(at(&arena, "x.md", "---\noverrides:\n  blog: {date: x, ti|}\n---\n"),
                        "overrides/blog/ \"ti\"");
    assert_string_equal(at(&arena, "x.md", "---\noverrides: {blog: {visibility: p|}}\n---\n"),
                        "overrides/blog/visibility \"p\"");
    assert_string_equal(at(&arena, "x.md", "---\noverrides: {blog: {a: [x]}, mas|}\n---\n"),
                        "overrides/ \"mas\"");
    assert_string_equal(at(&arena, "x.yml", "mix:\n  pillars:\n    oficio:\n  fo|"), "mix/ \"fo\"");
}

TEST(quotes_and_blank_lines_do_no_harm)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(at(&arena, "x.yml", "a:\n\n  # b: c\n  \"d e\":\n    f|"), "a/d e/ \"f\"");
    assert_string_equal(at(&arena, "x.yml", "a: [\"b, c\", d|"), "a[] \"d\"");
    assert_string_equal(at(&arena, "x.yml", "a: {\"|"), "a/ \"\"\"");
    assert_string_equal(at(&arena, "x.yml", "'|"), " \"'\"");
}

TEST(a_word_is_found_from_its_middle)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char text[] = "---\naccounts: [blog, \"mas todon\" ]\ncampaign: otono # x\n---\n";
    const char *word;
    struct cursor cursor =
        cursor_on(&word, &arena, "x.md", text, strlen(text), (size_t)(strstr(text, "do") - text));
    assert_string_equal(word, "mas todon");
    assert_string_equal(cursor.key, "accounts");
    cursor =
        cursor_on(&word, &arena, "x.md", text, strlen(text), (size_t)(strstr(text, "ono") - text));
    assert_string_equal(word, "otono");
    cursor =
        cursor_on(&word, &arena, "x.md", text, strlen(text), (size_t)(strstr(text, "camp") - text));
    assert_string_equal(word, "campaign");
    assert_null(cursor.key);
}

TEST(keys_that_are_there_are_known)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char text[] = "media:\n  - file: a\n    alt: b\n  - file: c\n    \nowner: x\n";
    size_t byte = (size_t)(strstr(text, "\nowner") - text);
    struct cursor cursor = cursor_at(&arena, "x.yml", text, strlen(text), byte);
    assert_true(cursor_has_beside(&cursor, text, byte, "file"));
    assert_false(cursor_has_beside(&cursor, text, byte, "alt"));
    assert_false(cursor_has_beside(&cursor, text, byte, "owner"));
}

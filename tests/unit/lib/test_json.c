#include "../test.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"

static const struct json *parse(struct arena *arena, const char *text)
{
    const struct json *value = NULL;
    struct err err = { 0 };
    return json_parse(&value, arena, text, strlen(text), &err) == 0 ? value : NULL;
}

static const char *write_again(struct arena *arena, const char *text, enum json_layout layout)
{
    const struct json *value = parse(arena, text);
    assert_non_null(value);
    struct text_buffer buffer = text_buffer_in(arena, 10000);
    struct json_writer json = json_writer_to(&buffer, layout);
    json_put(&json, NULL, value);
    return text_end(&buffer);
}

TEST(what_was_read_is_written_the_same)
{
    static const char *const texts[] = {
        "{\"a\":1,\"b\":[true,false,null,{}],\"c\":{\"d\":[]}}",
        "[-9007199254740993,0.1,1e300,-2.5]",
        "\"ñ 🍞 \\\"\\\\ \\n\\t\\u0001\"",
        "[]",
        "null",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *again = write_again(&arena, texts[i], JSON_COMPACT);
        /* 1e300 has a sign in C; what counts is that it reads back as the same. */
        if (!strstr(texts[i], "e300"))
            assert_string_equal(again, texts[i]);
        assert_string_equal(write_again(&arena, again, JSON_COMPACT), again);
    }
}

TEST(the_indented_layout_has_two_spaces_a_level)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(write_again(&arena, "{\"a\":[1,{}],\"b\":\"x\"}", JSON_INDENTED),
                        "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x\"\n}");
}

TEST(json_that_is_none_is_refused)
{
    static const char *const texts[] = {
        "",    "{",   "[01]",        "{\"a\":1,\"a\":2}", "{'a':1}", "[1,]",
        "NaN", "1 2", "\"\\u0000\"", "\"\xff\"",          "[1.]",    "\"\x01\"",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_null(parse(&arena, texts[i]));
}

TEST(json_deeper_than_the_limit_is_refused_and_brackets_in_strings_do_not_count)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char text[200001];
    memset(text, '[', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_null(parse(&arena, text));
    text[0] = text[sizeof text - 2] = '"';
    assert_non_null(parse(&arena, text));
    assert_non_null(parse(&arena, "[[[[[[[[[[1]]]]]]]]]]"));
}

TEST(lookups_give_nothing_where_nothing_is)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct json *value = parse(&arena, "{\"s\":\"pan\",\"n\":7,\"b\":true}");
    assert_string_equal(json_get_string(value, "s"), "pan");
    assert_null(json_get_string(value, "n"));
    assert_null(json_get_string(json_get(value, "s"), "x"));
    assert_null(json_get(NULL, "x"));
    assert_int_equal(json_get_integer(value, "n", -1), 7);
    assert_int_equal(json_get_integer(value, "s", -1), -1);
    assert_true(json_get_bool(value, "b", false));
    assert_true(json_get_bool(value, "missing", true));
}

TEST(text_that_is_no_utf8_is_written_as_valid_json)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer buffer = text_buffer_in(&arena, 1000);
    struct json_writer json = json_writer_to(&buffer, JSON_COMPACT);
    json_put_text(&json, NULL, "a\xff\xf1z\xc3\xb1", 6);
    assert_string_equal(text_end(&buffer), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\xc3\xb1\"");
}

TEST(what_a_terminal_or_a_ci_service_would_obey_is_written_as_escapes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer buffer = text_buffer_in(&arena, 1000);
    struct json_writer json = json_writer_to(&buffer, JSON_COMPACT);
    json_begin_array(&json, NULL);
    json_put_string(&json, NULL, "abcdefgh\x7F");
    json_put_string(&json, NULL, "ñ\xC2\x85\u00adñ\u202e\u061c\uFEFF");
    json_put_string(&json, NULL, "## a # b#[c] ##[d] ###[e] ##vso[f]");
    json_put_string(&json, NULL, "👩‍🍳 #pan");
    json_end(&json);
    assert_string_equal(text_end(&buffer),
                        "[\"abcdefgh\\u007f\","
                        "\"ñ\\u0085\\u00adñ\\u202e\\u061c\\ufeff\","
                        "\"## a # b#[c] \\u0023#[d] #\\u0023#[e] \\u0023#vso[f]\","
                        "\"👩‍🍳 #pan\"]");
}

TEST(numbers_that_json_has_not_become_null)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer buffer = text_buffer_in(&arena, 1000);
    struct json_writer json = json_writer_to(&buffer, JSON_COMPACT);
    json_begin_array(&json, NULL);
    json_put_real(&json, NULL, INFINITY);
    json_put_real(&json, NULL, 3.0);
    json_end(&json);
    assert_string_equal(text_end(&buffer), "[null,3.0]");
}

TEST(numbers_have_a_point_where_people_write_a_comma)
{
    static const char *const locales[] = { "es_ES.UTF-8", "es_ES", "de_DE.UTF-8", "fr_FR.UTF-8" };
    const char *set = NULL;
    for (size_t i = 0; i < sizeof locales / sizeof locales[0] && !set; i++)
        set = setlocale(LC_NUMERIC, locales[i]);
    if (!set) {
        puts("# skipped: no locale with a decimal comma is installed (es_ES.UTF-8)");
        skip();
    }
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *again = write_again(&arena, "[0.5,-1.25e-7,3.0]", JSON_COMPACT);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(again, "[0.5,-1.25e-07,3.0]");
}

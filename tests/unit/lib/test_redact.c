#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/redact.h"

static const struct redact_secret canary = { "s3cr/t+Tok\"en 9", 15 };

static void expect_struck(const char *text, const char *expected)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(redact(&arena, text, strlen(text), &canary, 1), expected);
}

TEST(redact_strikes_a_secret_as_it_is)
{
    expect_struck("a s3cr/t+Tok\"en 9 b", "a *** b");
    expect_struck("s3cr/t+Tok\"en 9", "***");
    expect_struck("s3cr/t+Tok\"en 9s3cr/t+Tok\"en 9", "***");
}

TEST(redact_strikes_url_encoded_secrets_in_either_case)
{
    expect_struck("q=s3cr%2Ft%2BTok%22en%209&b", "q=***&b");
    expect_struck("q=s3cr%2ft%2bTok%22en+9", "q=***");
    expect_struck("%733cr/t+Tok\"en%209", "***");
}

TEST(redact_strikes_json_escaped_secrets)
{
    expect_struck("{\"t\":\"s3cr/t+Tok\\\"en 9\"}", "{\"t\":\"***\"}");
    expect_struck("{\"t\":\"s3cr\\/t\\u002bTok\\u0022en 9\"}", "{\"t\":\"***\"}");
}

TEST(redact_strikes_json_within_json)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct redact_secret slashes = { "a/b\\c\"d", 7 };
    const char *text = "{\"body\":\"{\\\"t\\\":\\\"a\\\\/b\\\\\\\\c\\\\\\\"d\\\"}\"}";
    expect_struck("{\"body\":\"{\\\"t\\\":\\\"s3cr/t+Tok\\\\\\\"en 9\\\"}\"}",
                  "{\"body\":\"{\\\"t\\\":\\\"***\\\"}\"}");
    assert_string_equal(redact(&arena, text, strlen(text), &slashes, 1),
                        "{\"body\":\"{\\\"t\\\":\\\"***\\\"}\"}");
}

TEST(redact_strikes_base64_at_every_alignment)
{
    /* of the secret alone, of `a:` before it, of `ab:` before it; both alphabets */
    expect_struck("Basic czNjci90K1RvayJlbiA5", "Basic ***");
    expect_struck("Basic YTpzM2NyL3QrVG9rImVuIDk=", "Basic YT***=");
    expect_struck("Basic YWI6czNjci90K1RvayJlbiA5", "Basic YWI6***");
    expect_struck("YTpzM2NyL3QrVG9rImVuIDk6", "YT***6");
}

TEST(redact_strikes_hexadecimal)
{
    expect_struck("x 733363722f742b546f6b22656e2039 y", "x *** y");
    expect_struck("733363722F742B546F6B22656E2039", "***");
}

TEST(redact_leaves_other_text_as_it_is)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "s3cr/t+Tok%2 \\u00 nothing here, %zz 733363722f";
    assert_ptr_equal(redact(&arena, text, strlen(text), &canary, 1), text);
    const struct redact_secret tiny = { "abc", 3 };
    assert_string_equal(redact(&arena, "abc", 3, &tiny, 1), "abc");
}

TEST(redact_finds_secrets_that_hold_percent_signs)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct redact_secret percent = { "a%25b%zz", 8 };
    assert_string_equal(redact(&arena, "[a%25b%zz]", 10, &percent, 1), "[***]");
    assert_string_equal(redact(&arena, "[a%2525b%25zz]", 14, &percent, 1), "[***]");
}

TEST(redact_strikes_base64_of_the_alphabet_for_addresses)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct redact_secret bits = { "\xFB\xFF\xBF\xFE", 4 };
    assert_string_equal(redact(&arena, "t=-_-__g", 8, &bits, 1), "t=***");
    assert_string_equal(redact(&arena, "t:+/+//g", 8, &bits, 1), "t:***");
}

TEST(redact_takes_no_escape_for_what_it_does_not_mean)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct redact_secret plain = { "token", 5 };
    const struct redact_secret slash = { "tok/n", 5 };
    static const char *const texts[] = { "\\token ", "to\\ken", "tok\\en" };
    assert_string_equal(redact(&arena, texts[0], strlen(texts[0]), &plain, 1), "\\*** ");
    for (size_t i = 1; i < 3; i++)
        assert_ptr_equal(redact(&arena, texts[i], strlen(texts[i]), &plain, 1), texts[i]);
    static const char *const cut[] = { "tok\\\\", "tok\\\\x", "tok%2", "tok%", "tok\\u002" };
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++)
        assert_ptr_equal(redact(&arena, cut[i], strlen(cut[i]), &slash, 1), cut[i]);
}

TEST(redact_of_nothing_is_nothing)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *nothing = "";
    const char *text = "s3cr/t+Tok\"en 9";
    assert_ptr_equal(redact(&arena, nothing, 0, &canary, 1), nothing);
    assert_ptr_equal(redact(&arena, text, strlen(text), NULL, 0), text);
}

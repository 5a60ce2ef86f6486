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

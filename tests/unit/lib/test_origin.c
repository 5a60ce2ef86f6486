#include "../test.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/origin.h"

static void expect_origin(const char *url, const char *expected, bool is_loopback)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    struct origin origin;
    assert_int_equal(origin_parse(&origin, &arena, url, &err), 0);
    assert_string_equal(origin_format(&arena, &origin), expected);
    assert_int_equal(origin.is_loopback, is_loopback);
}

TEST(origin_is_scheme_host_and_port)
{
    expect_origin("https://bsky.social", "https://bsky.social", false);
    expect_origin("HTTPS://Bsky.Social/xrpc/x?a=b#c", "https://bsky.social", false);
    expect_origin("https://bsky.social:443/", "https://bsky.social", false);
    expect_origin("https://bsky.social:8443", "https://bsky.social:8443", false);
    expect_origin("http://example.org", "http://example.org", false);
    expect_origin("https://xn--mnchen-3ya.example/?u=a@b", "https://xn--mnchen-3ya.example", false);
}

TEST(origin_knows_this_machine)
{
    expect_origin("http://127.0.0.1:8080/x", "http://127.0.0.1:8080", true);
    expect_origin("http://127.9.9.9", "http://127.9.9.9", true);
    expect_origin("http://localhost:1", "http://localhost:1", true);
    expect_origin("http://[::1]:99/", "http://[::1]:99", true);
    expect_origin("http://localhost.example", "http://localhost.example", false);
    expect_origin("http://127.0.0.1.example", "http://127.0.0.1.example", false);
    expect_origin("http://128.0.0.1", "http://128.0.0.1", false);
}

TEST(origin_refuses_what_two_readers_may_understand_differently)
{
    static const char *const tricks[] = {
        "https://bsky.social@evil.example",
        "https://bsky.social:443@evil.example/",
        "https://user:word@bsky.social",
        "https://bsky.social\\@evil.example",
        "https://evil.example\\.bsky.social",
        "https://b\xc3\xa9sky.social",
        "https://bsky\xe3\x80\x82social",
        "https://bsky.social.",
        "https://bsky..social",
        "https://.bsky.social",
        "https://bsky.social:",
        "https://bsky.social:0",
        "https://bsky.social:99999",
        "https://bsky.social:4x3",
        "https:///bsky.social",
        "https:/bsky.social",
        "https:bsky.social",
        "//bsky.social",
        "bsky.social",
        "https://",
        "https://bsky%2esocial",
        "https://bsky.social\t.evil.example",
        "https://bsky.social\n",
        " https://bsky.social",
        "ftp://bsky.social",
        "file:///etc/passwd",
        "https://2130706433/",
        "http://127.1",
        "http://0x7f.0.0.1",
        "http://0177.0.0.1",
        "http://[::ffff:127.0.0.1%25lo]",
        "http://[0:0:0:0:0:0:0:1]",
        "http://[::1",
        "http://[::0001]",
        "http://[::1]x",
        "http://[::1%25lo]",
        "http://1.2.3.4.5",
        "http://127.0.0.1.0x7f",
        "http://0x7f000001",
        "http://127.0.0.01",
        "http://256.0.0.1",
        "http://example.1",
        "http://[",
        "http://[]",
        "http://a.b;c",
    };
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct err err = { 0 };
        struct origin origin;
        if (origin_parse(&origin, &arena, tricks[i], &err) == 0)
            fail_msg("'%s' was taken as %s", tricks[i], origin_format(&arena, &origin));
        assert_int_equal(err.kind, ERR_INPUT);
    }
}

TEST(origin_is_equal_only_in_all_three)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    struct origin one, other;
    static const char *const others[] = { "http://a.example", "https://a.example:8443",
                                          "https://b.a.example", "https://a.example.b" };
    assert_int_equal(origin_parse(&one, &arena, "https://A.example/x", &err), 0);
    assert_int_equal(origin_parse(&other, &arena, "https://a.example:443", &err), 0);
    assert_true(origin_equal(&one, &other));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_int_equal(origin_parse(&other, &arena, others[i], &err), 0);
        assert_false(origin_equal(&one, &other));
    }
}

/* Hosts of all shapes: what we take, libcurl reads in the same way. */
TEST(origin_never_takes_what_libcurl_reads_otherwise)
{
    static const char *const pieces[] = {
        "a",   "0",     "1", "127", "255", "256",     "0x7f", "01", ".",
        "-",   "[",     "]", ":",   "::1", "1.2.3.4", "%2e",  "@",  "example",
        "443", "xn--a", "/", "?",   "#",   "_",       "~",    "$",  "'",
    };
    enum { COUNT = sizeof pieces / sizeof *pieces };
    size_t taken = 0;
    for (size_t i = 0; i < (size_t)COUNT * COUNT * COUNT * COUNT; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct err err = { 0 };
        struct origin origin;
        char text[64];
        char *host = NULL;
        char *port = NULL;
        snprintf(text, sizeof text, "http://%s%s%s%s", pieces[i % COUNT], pieces[i / COUNT % COUNT],
                 pieces[i / COUNT / COUNT % COUNT], pieces[i / COUNT / COUNT / COUNT]);
        if (i % 7 != 0 || origin_parse(&origin, &arena, text, &err) != 0)
            continue;
        CURLU *url = curl_url();
        if (curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) != CURLUE_OK ||
            curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
            curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) != CURLUE_OK ||
            strcasecmp(host, origin.host) != 0 || strtol(port, NULL, 10) != origin.port)
            fail_msg("libcurl reads '%s' otherwise", text);
        curl_free(host);
        curl_free(port);
        curl_url_cleanup(url);
        taken++;
    }
    assert_true(taken > 1000);
}

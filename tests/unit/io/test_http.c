#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/http.h"

/* What is refused before a socket is made. */
static void expect_not_sent(const struct http_call *call, const char *problem)
{
    struct err err = { 0 };
    CLEANUP(http_close) struct http *http = NULL;
    struct http_answer answer;
    assert_int_equal(http_open(&http, NULL, &err), 0);
    http_ask(http, call, &answer);
    assert_int_equal(answer.reply.kind, REPLY_NOT_SENT);
    assert_ptr_equal(answer.owner, call->owner);
    assert_non_null(strstr(answer.reply.problem, problem));
}

TEST(http_sends_nothing_in_the_clear_to_other_machines)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    int owner = 0;
    struct http_call call = {
        .method = "GET", .url = "http://192.0.2.1/", .arena = &arena, .owner = &owner
    };
    expect_not_sent(&call, "not encrypted");
    call.url = "file:///etc/passwd";
    expect_not_sent(&call, "https://");
    call.url = "https://one.example@192.0.2.1/";
    expect_not_sent(&call, "user name");
}

TEST(http_sends_no_header_that_could_begin_another)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct http_field fields[] = {
        { "X-One", "a\r\nX-Two: b" }, { "X-One", "a\nb" }, { "X\r\nY", "a" }, { "X:Y", "a" }
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct http_call call = { .method = "GET",
                                        .url = "https://192.0.2.1/",
                                        .headers = &fields[i],
                                        .header_count = 1,
                                        .arena = &arena };
        expect_not_sent(&call, "line break");
    }
}

TEST(http_connects_to_no_private_address_where_only_public_ones_are_meant)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const urls[] = { "https://127.0.0.1:9/", "https://10.0.0.1/",
                                        "https://169.254.169.254/", "https://[::1]:9/" };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        const struct http_call call = {
            .method = "GET", .url = urls[i], .is_public_only = true, .arena = &arena
        };
        expect_not_sent(&call, "connect");
    }
}

/* Creates, one after another, through the transport that publish uses, each behind a request whose
 * kept connection the server may have dropped meanwhile:
 *
 *     ask-http http://127.0.0.1:8080 1000
 *
 * Prints how many were answered, lost, and not sent. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/http.h"

static enum reply_kind ask(struct http *http, const char *origin, const char *path, bool is_create)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct http_answer answer;
    const struct http_chunk body = { .bytes = "{\"text\":\"pan\"}", .byte_count = 14 };
    const struct http_call call = {
        .method = is_create ? "POST" : "GET",
        .url = arena_printf(&arena, "%s%s", origin, path),
        .body = &body,
        .body_count = is_create,
        .is_create = is_create,
        .arena = &arena,
    };
    http_ask(http, &call, &answer);
    return answer.reply.kind;
}

int main(int argc, char **argv)
{
    CLEANUP(http_close) struct http *http = NULL;
    struct err err = { 0 };
    int answered = 0;
    int lost = 0;
    int unsent = 0;
    long count = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    if (count <= 0 || http_open(&http, NULL, &err) != 0) {
        fprintf(stderr, "usage: ask-http ORIGIN COUNT %s\n", err.text);
        return 2;
    }
    for (long i = 0; i < count; i++) {
        ask(http, argv[1], "/before", false);
        enum reply_kind kind = ask(http, argv[1], "/create", true);
        answered += kind == REPLY_ANSWER;
        lost += kind == REPLY_LOST;
        unsent += kind == REPLY_NOT_SENT;
    }
    printf("%d answered, %d lost, %d not sent\n", answered, lost, unsent);
    return 0;
}

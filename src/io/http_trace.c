/* The trace of -vv. Everything passes output_printf(), which strikes out secrets. */
#include "io/http_trace.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "io/http.h"
#include "io/output.h"
#include "io/secret.h"
#include "lib/unicode.h"

/* What of a body is shown: enough for every post, and for the beginning of a list. */
enum { SHOWN_BYTES = 4096 };

static void show_body(FILE *log, char direction, const char *bytes, size_t byte_count)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    size_t shown = byte_count < SHOWN_BYTES ? byte_count : SHOWN_BYTES;
    if (byte_count == 0)
        return;
    /* A character may have been cut at the end. */
    if (utf8_valid_bytes(bytes, shown) + 4 <= shown) {
        output_printf(log, "%c (%zu bytes)\n", direction, byte_count);
        return;
    }
    /* Struck out before it is cut: half a secret would not be known for one. */
    const char *text = secret_strike(&arena, arena_strndup(&arena, bytes, byte_count));
    size_t text_bytes = strlen(text);
    bool is_cut = text_bytes > SHOWN_BYTES;
    shown = utf8_valid_bytes(text, is_cut ? SHOWN_BYTES : text_bytes);
    output_printf(log, "%c %.*s%s\n", direction, (int)shown, text, is_cut ? " …" : "");
}

/* Bodies are joined before they are shown: a secret may stand across two pieces. */
void http_trace_call(FILE *log, const struct http_call *call, uint64_t body_bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    output_printf(log, "> %s %s\n", call->method, call->url);
    for (size_t i = 0; i < call->header_count; i++)
        output_printf(log, "> %s: %s\n", call->headers[i].name, call->headers[i].value);
    if (body_bytes > SHOWN_BYTES) {
        output_printf(log, "> (%llu bytes)\n", (unsigned long long)body_bytes);
        return;
    }
    char *body = arena_alloc(&arena, (size_t)body_bytes);
    size_t bytes = 0;
    for (size_t i = 0; i < call->body_count; i++) {
        if (call->body[i].byte_count > 0)
            memcpy(body + bytes, call->body[i].bytes, call->body[i].byte_count);
        bytes += call->body[i].byte_count;
    }
    show_body(log, '>', body, bytes);
}

void http_trace_answer(FILE *log, const struct http_call *call, const struct http_answer *answer,
                       bool is_readable)
{
    const struct reply *reply = &answer->reply;
    if (reply->kind != REPLY_ANSWER) {
        output_printf(log, "< %s %s: %s%s\n", call->method, call->url,
                      reply->kind == REPLY_NOT_SENT ? "not sent: " : "no answer: ", reply->problem);
        return;
    }
    output_printf(log, "< %d %s %s\n", reply->status, call->method, call->url);
    for (size_t i = 0; i < reply->header_count; i++)
        output_printf(log, "< %s: %s\n", reply->headers[i].name, reply->headers[i].value);
    if (is_readable)
        show_body(log, '<', reply->body, reply->body_bytes);
    else
        output_printf(log, "< (%zu bytes)\n", reply->body_bytes);
}

/* Requests: the few shapes that all drivers need. */
#include "networks/request.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "lib/escape.h"
#include "lib/json.h"

enum { MAX_HEADERS = 8, MAX_PIECES = 8 };

struct request request_build(const char *method, const char *url, const char *what)
{
    return (struct request){ .kind = REQUEST_HTTP, .method = method, .url = url, .what = what };
}

static struct header *add_header(struct request *request, struct arena *arena, const char *name,
                                 size_t piece_count)
{
    if (!request->headers)
        request->headers = arena_alloc_array(arena, MAX_HEADERS, sizeof *request->headers);
    assert(request->header_count < MAX_HEADERS);
    struct header *header = &request->headers[request->header_count++];
    header->name = name;
    header->pieces = arena_alloc_array(arena, piece_count, sizeof *header->pieces);
    header->piece_count = piece_count;
    return header;
}

static struct piece piece_of_text(const char *text)
{
    return (struct piece){ .kind = PIECE_BYTES, .bytes = text, .byte_count = strlen(text) };
}

void request_header(struct request *request, struct arena *arena, const char *name,
                    const char *value)
{
    assert(!strpbrk(value, "\r\n"));
    add_header(request, arena, name, 1)->pieces[0] = piece_of_text(value);
}

void request_bearer(struct request *request, struct arena *arena, enum piece_kind kind)
{
    struct header *header = add_header(request, arena, "Authorization", 2);
    header->pieces[0] = piece_of_text("Bearer ");
    header->pieces[1] = (struct piece){ .kind = kind };
}

static void add_piece(struct request *request, struct arena *arena, struct piece piece)
{
    if (!request->body)
        request->body = arena_alloc_array(arena, MAX_PIECES, sizeof *request->body);
    assert(request->body_count < MAX_PIECES);
    request->body[request->body_count++] = piece;
}

void request_text(struct request *request, struct arena *arena, const char *text)
{
    add_piece(request, arena, piece_of_text(text));
}

void request_secret(struct request *request, struct arena *arena, enum piece_kind kind)
{
    add_piece(request, arena, (struct piece){ .kind = kind });
}

void request_media(struct request *request, struct arena *arena, size_t media)
{
    add_piece(request, arena, (struct piece){ .kind = PIECE_MEDIA, .media = media });
}

void request_json(struct request *request, struct arena *arena, const char *body)
{
    request_header(request, arena, "Content-Type", "application/json");
    request_text(request, arena, body);
}

const char *request_escape(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, 3 * strlen(text));
    escape_segment(&out, text);
    return text_end(&out);
}

struct step step_send(struct request request)
{
    return (struct step){ .kind = STEP_SEND, .request = request };
}

const struct json *reply_json(struct arena *arena, const struct reply *reply)
{
    const struct json *json;
    struct err ignored; /* why a page is no JSON helps nobody: its status and words are shown */
    if (!reply->body || reply->body_bytes > LIMIT_REPLY_BYTES ||
        json_parse(&json, arena, reply->body, reply->body_bytes, &ignored) != 0)
        return NULL;
    return json;
}

const char *reply_header(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return NULL;
}

bool reply_is_success(const struct reply *reply)
{
    return reply->kind == REPLY_ANSWER && reply->status >= 200 && reply->status <= 299;
}

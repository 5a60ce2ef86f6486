/* Outgoing requests: pieces to bytes, and the rule which host may get which. */
#include "publish/outgoing.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "io/http.h"
#include "io/secret.h"
#include "lib/json.h"
#include "lib/origin.h"
#include "model/account.h"
#include "model/network.h"

static bool has_piece(const struct piece *pieces, size_t count, enum piece_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (pieces[i].kind == kind)
            return true;
    return false;
}

static bool carries(const struct request *request, enum piece_kind kind)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (has_piece(request->headers[i].pieces, request->headers[i].piece_count, kind))
            return true;
    return has_piece(request->body, request->body_count, kind);
}

/* The session's own service: named by the host that the secret was bound to, so it may have the
 * token; but never in the clear, and never this machine unless the account lives here. */
static int judge_token(const struct origin *to, const struct origin *home, struct arena *arena,
                       const struct session *session, struct err *err)
{
    struct origin service;
    if (!session || !session->token)
        return err_set(err, ERR_SYSTEM, _("there is no session yet"));
    if (origin_parse(&service, arena, session->service, err) != 0)
        return -1;
    if (!origin_equal(to, &service) || (!to->is_https && !home->is_loopback))
        return err_set(err, ERR_INPUT, _("the session's token may not go to '%s'"),
                       origin_format(arena, to));
    return 0;
}

static int judge(struct http_call *out, struct arena *arena, const struct request *request,
                 const struct outgoing_rights *rights, struct err *err)
{
    struct origin to;
    struct origin home;
    if (origin_parse(&to, arena, request->url, err) != 0 ||
        origin_parse(&home, arena, rights->account->service ? rights->account->service : "", err) !=
            0)
        return -1;
    if (carries(request, PIECE_SECRET) || carries(request, PIECE_SECRET_JSON)) {
        if (!rights->secret)
            return err_set(err, ERR_INPUT, _("the account '%s' has no `secret` in accounts.yml"),
                           rights->account->id);
        if (secret_may_go(rights->secret, rights->allowed_origins,
                          rights->account->network->public_hosts, &to, err) != 0)
            return -1;
    }
    if (carries(request, PIECE_TOKEN) && judge_token(&to, &home, arena, rights->session, err) != 0)
        return -1;
    if (to.is_loopback && !home.is_loopback)
        return err_set(err, ERR_INPUT, _("'%s' is this machine, and the account's service is not"),
                       origin_format(arena, &to));
    /* Hosts that an answer has named may not lead into the network that this machine stands in. */
    out->is_public_only = !home.is_loopback && !origin_equal(&to, &home);
    return 0;
}

/* The inside of a JSON string: what the writer makes of it, without the quotes. */
static struct http_chunk json_inside(struct arena *arena, const char *text, size_t bytes)
{
    struct text_buffer buffer = text_buffer_in(arena, bytes * 6 + 8);
    struct json_writer json = json_writer_to(&buffer, JSON_COMPACT);
    json_put_text(&json, NULL, text, bytes);
    const char *whole = text_end(&buffer);
    return (struct http_chunk){ .bytes = whole + 1, .byte_count = buffer.bytes - 2 };
}

static int fill_media(struct http_chunk *out, const struct piece *piece,
                      const struct outgoing_media *media, struct err *err)
{
    const char *bytes = NULL;
    size_t byte_count = 0;
    if (media->read(media->context, piece->media, &bytes, &byte_count, err) != 0)
        return -1;
    if (piece->offset > byte_count || piece->range_bytes > byte_count - piece->offset)
        return err_set(err, ERR_SYSTEM, _("picture %zu is shorter than was recorded"),
                       piece->media + 1);
    out->bytes = bytes + piece->offset;
    out->byte_count =
        piece->range_bytes ? (size_t)piece->range_bytes : byte_count - (size_t)piece->offset;
    return 0;
}

static int fill(struct http_chunk *out, struct arena *arena, const struct piece *piece,
                const struct outgoing_rights *rights, const struct outgoing_media *media,
                struct err *err)
{
    switch (piece->kind) {
    case PIECE_BYTES:
        *out = (struct http_chunk){ .bytes = piece->bytes, .byte_count = piece->byte_count };
        return 0;
    case PIECE_SECRET:
        *out = (struct http_chunk){ .bytes = rights->secret->value,
                                    .byte_count = rights->secret->bytes };
        return 0;
    case PIECE_SECRET_JSON:
        *out = json_inside(arena, rights->secret->value, rights->secret->bytes);
        return 0;
    case PIECE_TOKEN:
        *out = (struct http_chunk){ .bytes = rights->session->token,
                                    .byte_count = strlen(rights->session->token) };
        return 0;
    case PIECE_MEDIA:
        return fill_media(out, piece, media, err);
    }
    return err_set(err, ERR_SYSTEM, _("a request has a piece of an unknown kind"));
}

static int fill_header(struct http_field *out, struct arena *arena, const struct header *header,
                       const struct outgoing_rights *rights, const struct outgoing_media *media,
                       struct err *err)
{
    struct text_buffer value = text_buffer_in(arena, LIMIT_REPLY_HEADER_BYTES);
    for (size_t i = 0; i < header->piece_count; i++) {
        struct http_chunk chunk = { 0 };
        if (fill(&chunk, arena, &header->pieces[i], rights, media, err) != 0)
            return -1;
        text_append(&value, chunk.bytes, chunk.byte_count);
    }
    if (value.is_full)
        return err_set(err, ERR_SYSTEM, _("the header '%s' is too long"), header->name);
    *out = (struct http_field){ .name = header->name, .value = text_end(&value) };
    return 0;
}

int outgoing_prepare(struct http_call *out, struct arena *arena, const struct request *request,
                     const struct outgoing_rights *rights, const struct outgoing_media *media,
                     struct err *err)
{
    struct http_call call = *out;
    if (judge(&call, arena, request, rights, err) != 0)
        return -1;
    struct http_field *fields = arena_alloc_array(arena, request->header_count, sizeof *fields);
    struct http_chunk *chunks = arena_alloc_array(arena, request->body_count, sizeof *chunks);
    for (size_t i = 0; i < request->header_count; i++)
        if (fill_header(&fields[i], arena, &request->headers[i], rights, media, err) != 0)
            return -1;
    for (size_t i = 0; i < request->body_count; i++)
        if (fill(&chunks[i], arena, &request->body[i], rights, media, err) != 0)
            return -1;
    call.method = request->method;
    call.url = request->url;
    call.headers = fields;
    call.header_count = request->header_count;
    call.body = chunks;
    call.body_count = request->body_count;
    call.is_create = request->is_create;
    *out = call;
    return 0;
}

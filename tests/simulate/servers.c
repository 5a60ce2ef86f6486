/* Servers: a Bluesky (class I), a Mastodon (K) and another that speaks its API (L). What they do
 * stands, whether anybody hears of it or not. */
#include "servers.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/moment.h"

enum {
    KEY_WINDOW_MS = 3600 * MS,
    BODY_BYTES = 64 * 1024,
    PAGE_STATUSES = 40,
};

#define CID "bafyreihornohornohornohornohornohornohornohornohornohornoaa"

static struct visible *newest;
static size_t visible_count;

void servers_reset(void)
{
    newest = NULL;
    visible_count = 0;
}

const struct visible *servers_newest(void) { return newest; }

const struct visible *servers_show(const char *host, const char *key, const char *body,
                                   const char *text, const char *parent)
{
    AS_WORLD;
    struct visible *made = arena_alloc(&world.arena, sizeof *made);
    *made = (struct visible){
        .host = arena_strdup(&world.arena, host),
        .key = key ? arena_strdup(&world.arena, key) : NULL,
        .body = arena_strdup(&world.arena, body),
        .text = arena_strdup(&world.arena, text ? text : ""),
        .parent = parent ? arena_strdup(&world.arena, parent) : NULL,
        .at_ms = world.now_ms,
        .number = ++visible_count,
        .next = newest,
    };
    newest = made;
    world_trace("%s shows: %.40s", host, made->text);
    truth_shown(host, made->text, NULL, 0);
    return made;
}

struct server_answer server_answer(int status, const char *body)
{
    return (struct server_answer){ status, body };
}

static const char *quoted(const char *text)
{
    AS_WORLD;
    struct text_buffer out = text_buffer_in(world_passing(), BODY_BYTES);
    struct json_writer json = json_writer_to(&out, JSON_COMPACT);
    json_put_string(&json, NULL, text);
    return text_end(&out);
}

const struct json *servers_parse(const char *body)
{
    AS_WORLD;
    const struct json *json = NULL;
    struct err ignored = { 0 };
    return json_parse(&json, world_passing(), body, strlen(body), &ignored) == 0 ? json : NULL;
}

/* --- Bluesky --- */

const struct visible *servers_find(const char *host, const char *key, int64_t since_ms)
{
    for (struct visible *at = newest; at && key; at = at->next)
        if (text_equal(at->host, host) && text_equal(at->key, key) && at->at_ms >= since_ms)
            return at;
    return NULL;
}

static const char *bluesky_uri(const char *rkey)
{
    return arena_printf(world_passing(), "at://did:plc:horno/app.bsky.feed.post/%s", rkey);
}

static struct server_answer bluesky(const struct server_request *request)
{
    struct arena *arena = world_passing();
    if (strstr(request->path, "createSession"))
        return server_answer(200, "{\"accessJwt\":\"token-of-a-session\",\"did\":\"did:plc:horno\","
                                  "\"handle\":\"horno.example\",\"active\":true}");
    if (strstr(request->path, "putRecord")) {
        const struct json *body = servers_parse(request->body);
        const char *rkey = json_get_string(body, "rkey");
        const char *text = json_get_string(json_get(body, "record"), "text");
        if (!rkey || !text)
            return server_answer(400, "{\"error\":\"InvalidRequest\",\"message\":\"no record\"}");
        const struct visible *there = servers_find(request->host, rkey, 0);
        world_trace("put %s: %.60s", rkey, text);
        if (there && !text_equal(there->body, request->body))
            return server_answer(
                400, "{\"error\":\"InvalidSwap\",\"message\":\"Record was at another\"}");
        if (!there)
            (void)servers_show(request->host, rkey, request->body, text, NULL);
        return server_answer(
            200, arena_printf(arena, "{\"uri\":\"%s\",\"cid\":\"" CID "\"}", bluesky_uri(rkey)));
    }
    const char *rkey = strstr(request->path, "rkey=");
    const struct visible *there =
        rkey ? servers_find(request->host, rkey + strlen("rkey="), 0) : NULL;
    if (!there)
        return server_answer(400, "{\"error\":\"RecordNotFound\",\"message\":\"no such record\"}");
    const struct json *record = json_get(servers_parse(there->body), "record");
    return server_answer(200,
                         arena_printf(arena,
                                      "{\"uri\":\"%s\",\"cid\":\"" CID "\",\"value\":{\"text\":%s,"
                                      "\"createdAt\":%s}}",
                                      bluesky_uri(there->key), quoted(there->text),
                                      quoted(json_get_string(record, "createdAt"))));
}

/* --- Mastodon, and others with its API --- */

static const char *time_of(int64_t at_ms)
{
    return moment_format_utc(world_passing(), START_UTC + at_ms / MS);
}

static const char *status_json(const struct visible *status)
{
    return arena_printf(world_passing(),
                        "{\"id\":\"%zu\",\"created_at\":\"%s\",\"in_reply_to_id\":%s,"
                        "\"reblog\":null,\"visibility\":\"public\",\"media_attachments\":[],"
                        "\"content\":%s,\"url\":\"https://%s/@horno/%zu\"}",
                        status->number, time_of(status->at_ms),
                        status->parent ? quoted(status->parent) : "null",
                        quoted(arena_printf(world_passing(), "<p>%s</p>", status->text)),
                        status->host, status->number);
}

static struct server_answer create_status(const struct server_request *request, bool keeps_keys)
{
    const struct json *body = servers_parse(request->body);
    const char *text = json_get_string(body, "status");
    const struct visible *there =
        keeps_keys ? servers_find(request->host, request->key, world.now_ms - KEY_WINDOW_MS) : NULL;
    if (!text)
        return server_answer(422, "{\"error\":\"Validation failed\"}");
    if (!there)
        there = servers_show(request->host, request->key, request->body, text,
                             json_get_string(body, "in_reply_to_id"));
    return server_answer(200, status_json(there));
}

static struct server_answer list_statuses(const struct server_request *request)
{
    const char *before = strstr(request->path, "max_id=");
    size_t limit = before ? (size_t)strtoul(before + strlen("max_id="), NULL, 10) : SIZE_MAX;
    struct text_buffer out = text_buffer_in(world_passing(), SIZE_MAX / 2);
    size_t left = PAGE_STATUSES;
    text_putc(&out, '[');
    for (const struct visible *at = newest; at && left; at = at->next) {
        if (!text_equal(at->host, request->host) || at->number >= limit)
            continue;
        text_printf(&out, "%s%s", out.bytes > 1 ? "," : "", status_json(at));
        left--;
    }
    text_putc(&out, ']');
    return server_answer(200, text_end(&out));
}

static struct server_answer mastodon(const struct server_request *request, bool is_mastodon)
{
    if (strstr(request->path, "/api/v2/instance"))
        return server_answer(200, is_mastodon ? "{\"version\":\"4.4.3\",\"domain\":\"masto.sim\","
                                                "\"api_versions\":{\"mastodon\":6}}"
                                              : "{\"version\":\"2.7.2 (compatible; Pleroma 2.9)\","
                                                "\"domain\":\"pleroma.sim\"}");
    if (strstr(request->path, "verify_credentials"))
        return server_answer(200, "{\"id\":\"1\",\"username\":\"horno\",\"acct\":\"horno\"}");
    if (text_equal(request->method, "POST"))
        return create_status(request, is_mastodon);
    if (strstr(request->path, "/source")) {
        size_t number = (size_t)strtoul(strstr(request->path, "statuses/") + 9, NULL, 10);
        for (const struct visible *at = newest; at; at = at->next)
            if (at->number == number)
                return server_answer(
                    200, arena_printf(world_passing(),
                                      "{\"id\":\"%zu\",\"text\":%s,\"spoiler_text\":\"\"}", number,
                                      quoted(at->text)));
        return server_answer(404, "{\"error\":\"Record not found\"}");
    }
    return list_statuses(request);
}

struct server_answer servers_serve(const struct server_request *request)
{
    AS_WORLD;
    if (text_equal(request->method, "HEAD"))
        return server_answer(200, "");
    if (text_equal(request->host, "bsky.sim"))
        return bluesky(request);
    return mastodon(request, text_equal(request->host, "masto.sim"));
}

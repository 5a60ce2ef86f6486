/* Networks: a Bluesky server (class I), a Mastodon (K), another server that speaks its API (L), and
 * files of the network `null` (any class). A request reaches its server or
 * not, soon or late; what the server does stands, whether the answer arrives or not. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "io/folder.h"
#include "io/http.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "model/moment.h"

enum {
    KEY_WINDOW_MS = 3600 * MS,
    LATEST_MS = 14 * 60 * MS, /* within the quiet time of the protocol (A3) */
    BODY_BYTES = 64 * 1024,
    PAGE_STATUSES = 40,
};

#define CID "bafyreihornohornohornohornohornohornohornohornohornohornoaa"

/* What readers see. */
struct visible {
    const char *host; /* of the account's server, or the file of `null` */
    const char *key;  /* rkey, Idempotency-Key; or NULL */
    const char *body; /* as it was sent */
    const char *text;
    const char *parent;
    int64_t at_ms;
    size_t number;
    struct visible *next; /* older */
};

static struct visible *newest;
static size_t visible_count;

void net_reset(void)
{
    newest = NULL;
    visible_count = 0;
}

static struct visible *show(const char *host, const char *key, const char *body, const char *text,
                            const char *parent)
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

/* --- requests --- */

struct inbound {
    const char *method, *host, *path, *body, *key;
    bool is_create;
};

struct answer {
    int status;
    const char *body;
};

static struct answer answer(int status, const char *body)
{
    return (struct answer){ status, body };
}

static const char *quoted(const char *text)
{
    AS_WORLD;
    struct text_buffer out = text_buffer_in(world_passing(), BODY_BYTES);
    struct json_writer json = json_writer_to(&out, JSON_COMPACT);
    json_put_string(&json, NULL, text);
    return text_end(&out);
}

static const struct json *parsed(const char *body)
{
    AS_WORLD;
    const struct json *json = NULL;
    struct err ignored = { 0 };
    return json_parse(&json, world_passing(), body, strlen(body), &ignored) == 0 ? json : NULL;
}

/* --- Bluesky --- */

static struct visible *by_key(const char *host, const char *key, int64_t since_ms)
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

static struct answer bluesky(const struct inbound *request)
{
    struct arena *arena = world_passing();
    if (strstr(request->path, "createSession"))
        return answer(200, "{\"accessJwt\":\"token-of-a-session\",\"did\":\"did:plc:horno\","
                           "\"handle\":\"horno.example\",\"active\":true}");
    if (strstr(request->path, "putRecord")) {
        const struct json *body = parsed(request->body);
        const char *rkey = json_get_string(body, "rkey");
        const char *text = json_get_string(json_get(body, "record"), "text");
        if (!rkey || !text)
            return answer(400, "{\"error\":\"InvalidRequest\",\"message\":\"no record\"}");
        const struct visible *there = by_key(request->host, rkey, 0);
        world_trace("put %s: %.60s", rkey, text);
        if (there && !text_equal(there->body, request->body))
            return answer(400, "{\"error\":\"InvalidSwap\",\"message\":\"Record was at another\"}");
        if (!there)
            (void)show(request->host, rkey, request->body, text, NULL);
        return answer(
            200, arena_printf(arena, "{\"uri\":\"%s\",\"cid\":\"" CID "\"}", bluesky_uri(rkey)));
    }
    const char *rkey = strstr(request->path, "rkey=");
    const struct visible *there = rkey ? by_key(request->host, rkey + strlen("rkey="), 0) : NULL;
    if (!there)
        return answer(400, "{\"error\":\"RecordNotFound\",\"message\":\"no such record\"}");
    const struct json *record = json_get(parsed(there->body), "record");
    return answer(200, arena_printf(arena,
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

static struct answer create_status(const struct inbound *request, bool keeps_keys)
{
    const struct json *body = parsed(request->body);
    const char *text = json_get_string(body, "status");
    const struct visible *there =
        keeps_keys ? by_key(request->host, request->key, world.now_ms - KEY_WINDOW_MS) : NULL;
    if (!text)
        return answer(422, "{\"error\":\"Validation failed\"}");
    if (!there)
        there = show(request->host, request->key, request->body, text,
                     json_get_string(body, "in_reply_to_id"));
    return answer(200, status_json(there));
}

static struct answer list_statuses(const struct inbound *request)
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
    return answer(200, text_end(&out));
}

static struct answer mastodon(const struct inbound *request, bool is_mastodon)
{
    if (strstr(request->path, "/api/v2/instance"))
        return answer(200, is_mastodon ? "{\"version\":\"4.4.3\",\"domain\":\"masto.sim\","
                                         "\"api_versions\":{\"mastodon\":6}}"
                                       : "{\"version\":\"2.7.2 (compatible; Pleroma 2.9)\","
                                         "\"domain\":\"pleroma.sim\"}");
    if (strstr(request->path, "verify_credentials"))
        return answer(200, "{\"id\":\"1\",\"username\":\"horno\",\"acct\":\"horno\"}");
    if (text_equal(request->method, "POST"))
        return create_status(request, is_mastodon);
    if (strstr(request->path, "/source")) {
        size_t number = (size_t)strtoul(strstr(request->path, "statuses/") + 9, NULL, 10);
        for (const struct visible *at = newest; at; at = at->next)
            if (at->number == number)
                return answer(200,
                              arena_printf(world_passing(),
                                           "{\"id\":\"%zu\",\"text\":%s,\"spoiler_text\":\"\"}",
                                           number, quoted(at->text)));
        return answer(404, "{\"error\":\"Record not found\"}");
    }
    return list_statuses(request);
}

static struct answer serve(const struct inbound *request)
{
    AS_WORLD;
    if (text_equal(request->method, "HEAD"))
        return answer(200, "");
    if (text_equal(request->host, "bsky.sim"))
        return bluesky(request);
    return mastodon(request, text_equal(request->host, "masto.sim"));
}

/* --- the transport --- */

enum call_state { CALL_NEW, CALL_SENT, CALL_READY };

struct call {
    struct call *next;
    struct http_call asked;
    struct inbound request;
    enum call_state state;
    int64_t at_ms; /* when it is connected; when its answer is seen */
    struct http_answer answer;
    struct answer said; /* by the server, when it was reached */
    bool is_garbled;
    bool is_lost;
    bool is_refused; /* by the server, before it did anything: 500, 429 */
};

struct http {
    struct call *calls;
    size_t count;
};

int http_open(struct http **out, FILE *log, struct err *err)
{
    (void)log, (void)err;
    *out = arena_alloc(&world.current->arena, sizeof **out);
    return 0;
}

void http_close(struct http **http) { *http = NULL; }

static void reach_server(void *context)
{
    struct call *call = context;
    if (call->is_refused)
        return;
    call->said = serve(&call->request);
}

static struct reply reply_of(struct call *call)
{
    struct arena *arena = call->asked.arena;
    const char *body = call->said.body ? call->said.body : "";
    if (call->is_garbled && call->said.status / 100 == 2)
        body = arena_strndup(arena, body, strlen(body) / 2);
    return (struct reply){ .kind = REPLY_ANSWER,
                           .status = call->said.status,
                           .body = arena_strdup(arena, body),
                           .body_bytes = strlen(body) };
}

static void be_lost(struct call *call)
{
    call->answer.reply = (struct reply){ .kind = REPLY_LOST,
                                         .problem = "the connection was reset",
                                         .sent_bytes = -1 };
}

/* What becomes of a request that leaves now. */
static void leave(struct call *call)
{
    const struct faults *faults = &world.faults;
    if (call->request.is_create)
        shop_leaves(call->request.host, world.now_ms);
    int64_t there_ms = world.now_ms + world_between(10, 800);
    call->state = CALL_SENT;
    call->at_ms = there_ms + world_between(10, 800);
    if (world_happens(faults->lost)) {
        /* It gets there, or not; nobody hears of it. */
        call->is_lost = true;
        call->at_ms = world.now_ms + world_between(1, 45) * MS;
        bool arrives = world_happens(500);
        world_trace("%s %s%s: lost, %s", call->request.method, call->request.host,
                    call->request.path, arrives ? "it arrives" : "it does not arrive");
        if (!arrives)
            return;
        if (world_happens(faults->late)) {
            there_ms = world.now_ms + world_between(1, LATEST_MS);
            world.late_landings++;
        }
    } else if (world_happens(faults->server_error)) {
        call->said = answer(world_happens(500) ? 500 : 503, "{\"error\":\"oops\"}");
        /* It may have done it before it failed. */
        call->is_refused = !call->request.is_create || world_happens(500);
        if (!call->is_refused) {
            AS_WORLD;
            struct call *done = arena_alloc(world_passing(), sizeof *done);
            *done = *call;
            world_later(there_ms, reach_server, done);
            call->is_refused = true;
        }
        return;
    } else if (world_happens(faults->rate_limited)) {
        call->said = answer(429, "{\"error\":\"Too many requests\"}");
        call->is_refused = true;
        return;
    } else if (world_happens(faults->garbled)) {
        call->is_garbled = true;
    }
    world_later(there_ms, reach_server, call);
}

static void begin(struct call *call)
{
    call->answer.date_utc = NO_TIME;
    if (world_happens(world.faults.not_sent)) {
        call->answer.reply =
            (struct reply){ .kind = REPLY_NOT_SENT, .problem = "could not connect" };
        call->state = CALL_READY;
        call->is_lost = false;
    } else if (call->asked.start_by_boot_ms &&
               world.now_ms + 1000 * MS > call->asked.start_by_boot_ms) {
        call->answer.reply = (struct reply){ .kind = REPLY_NOT_SENT, .problem = "too late" };
        call->answer.is_too_late = true;
        call->state = CALL_READY;
    } else {
        leave(call);
    }
}

static void hear(struct call *call)
{
    if (call->state != CALL_SENT || world.now_ms < call->at_ms)
        return;
    call->state = CALL_READY;
    if (call->is_lost) {
        be_lost(call);
        return;
    }
    call->answer.date_utc = START_UTC + world.now_ms / MS;
    call->answer.reply = reply_of(call);
    world_trace("%s %s%.60s: %d", call->request.method, call->request.host, call->request.path,
                call->said.status);
}

void http_start(struct http *http, const struct http_call *asked)
{
    AS_WORLD;
    struct call *call = arena_alloc(world_passing(), sizeof *call);
    struct text_buffer body = text_buffer_in(world_passing(), BODY_BYTES);
    for (size_t i = 0; i < asked->body_count; i++)
        text_append(&body, asked->body[i].bytes, asked->body[i].byte_count);
    const char *host = strstr(asked->url, "://") + 3;
    size_t host_bytes = strcspn(host, "/");
    *call = (struct call){
        .next = http->calls,
        .asked = *asked,
        .request = { .method = arena_strdup(world_passing(), asked->method),
                     .host = arena_strndup(world_passing(), host, host_bytes),
                     .path = arena_strdup(world_passing(), host + host_bytes),
                     .body = text_end(&body),
                     .is_create = asked->is_create },
        .at_ms = world.now_ms + world_between(5, 400),
        .answer = { .owner = asked->owner },
    };
    for (size_t i = 0; i < asked->header_count; i++)
        if (text_equal(asked->headers[i].name, "Idempotency-Key"))
            call->request.key = arena_strdup(world_passing(), asked->headers[i].value);
    http->calls = call;
    http->count++;
}

size_t http_running(const struct http *http) { return http->count; }

/* libcurl works while it is called, and no longer. */
static struct call *work(struct http *http)
{
    struct call *ready = NULL;
    for (struct call *call = http->calls; call; call = call->next) {
        if (call->state == CALL_NEW && world.now_ms >= call->at_ms)
            begin(call);
        hear(call);
        if (call->state == CALL_READY)
            ready = call;
    }
    return ready;
}

static bool take(struct http *http, struct call *ready, struct http_answer *out)
{
    struct call **link = &http->calls;
    if (!ready)
        return false;
    while (*link != ready)
        link = &(*link)->next;
    *link = ready->next;
    http->count--;
    *out = ready->answer;
    return true;
}

bool http_next(struct http *http, struct http_answer *out, int64_t wait_ms)
{
    int64_t until_ms = world.now_ms + wait_ms;
    struct call *ready = work(http);
    if (ready)
        return take(http, ready, out);
    for (const struct call *call = http->calls; call; call = call->next)
        if (call->at_ms < until_ms)
            until_ms = call->at_ms;
    world_give_way(until_ms - world.now_ms, "http");
    return take(http, work(http), out);
}

void http_ask(struct http *http, const struct http_call *call, struct http_answer *out)
{
    http_start(http, call);
    while (!http_next(http, out, 10 * MS))
        continue;
}

/* --- files of the network null --- */

struct line {
    const char *path, *text;
    bool is_draft;
};

/* Nobody sees a draft; and what is published already is not shown again. */
static void append(void *context)
{
    const struct line *line = context;
    const struct json *json = parsed(line->text);
    const char *published = json_get_string(json, "published");
    if (published && by_key(line->path, published, 0))
        return;
    (void)show(line->path, published, line->text, line->is_draft ? "" : line->text, NULL);
}

static struct line *new_line(const char *path, const char *text, size_t bytes)
{
    AS_WORLD;
    struct line *line = arena_alloc(world_passing(), sizeof *line);
    *line = (struct line){ .path = arena_strdup(world_passing(), path),
                           .text = arena_strndup(world_passing(), text, bytes),
                           .is_draft = text_starts_with(text, "{\"draft\":") };
    return line;
}

/* It has left when the call is made, and lands as late as any request may, whatever becomes of the
 * run meanwhile. */
int folder_append(const char *root, const char *path, const char *text, size_t bytes,
                  struct err *err)
{
    (void)root;
    struct line *line = new_line(path, text, bytes);
    int64_t takes_ms = world_happens(world.faults.lost) ? world_between(1, LATEST_MS) : 1;
    bool is_full = world_happens(world.faults.disk_full);
    world.late_landings += takes_ms > 1;
    if (!line->is_draft)
        shop_leaves(path, world.now_ms);
    /* What a disk says that is full, or broken, may be of the last block alone. */
    if (!is_full || world_happens(500))
        world_later(world.now_ms + takes_ms, append, line);
    world_give_way(takes_ms, "append");
    return is_full ? err_set(err, ERR_SYSTEM, "no space left on the device") : 0;
}

int folder_read(const char *root, struct arena *arena, const char *path, size_t limit_bytes,
                char **data, size_t *bytes, struct err *err)
{
    (void)root, (void)limit_bytes, (void)err;
    struct text_buffer out = text_buffer_in(arena, SIZE_MAX / 2);
    for (const struct visible *at = newest; at; at = at->next)
        if (text_equal(at->host, path))
            text_puts(&out, at->body);
    *data = out.bytes ? text_end(&out) : NULL;
    *bytes = out.bytes;
    return 0;
}

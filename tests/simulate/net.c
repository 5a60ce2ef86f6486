/* The net: a request reaches its server or not, soon or late, and its answer is heard of or not.
 * Likewise what is written into the files of the network `null`. */
#include "servers.h"
#include "world.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "io/folder.h"
#include "io/http.h"
#include "lib/json.h"
#include "model/moment.h"

enum {
    LATEST_MS = 14 * 60 * MS, /* within the quiet time (publish/protocol.h) */
    BODY_BYTES = 64 * 1024,
};

/* --- the transport --- */

enum call_state { CALL_NEW, CALL_SENT, CALL_READY };

struct call {
    struct call *next;
    struct http_call asked;
    struct server_request request;
    enum call_state state;
    int64_t at_ms; /* when it is connected; when its answer is seen */
    struct http_answer answer;
    struct server_answer said; /* by the server, when it was reached */
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
    call->said = servers_serve(&call->request);
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
        call->said = server_answer(world_happens(500) ? 500 : 503, "{\"error\":\"oops\"}");
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
        call->said = server_answer(429, "{\"error\":\"Too many requests\"}");
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
    const struct json *json = servers_parse(line->text);
    const char *published = json_get_string(json, "published");
    if (published && servers_find(line->path, published, 0))
        return;
    (void)servers_show(line->path, published, line->text, line->is_draft ? "" : line->text, NULL);
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
    for (const struct visible *at = servers_newest(); at; at = at->next)
        if (text_equal(at->host, path))
            text_puts(&out, at->body);
    *data = out.bytes ? text_end(&out) : NULL;
    *bytes = out.bytes;
    return 0;
}

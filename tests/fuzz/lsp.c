/* What an editor sends: a message a line, or the very bytes of the stream where they begin with its
 * header. Whatever comes, every answer is JSON in a frame, each request has one, and the places in
 * it are in the text. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "content/post_form.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "lsp/frame.h"
#include "lsp/host.h"
#include "lsp/server.h"
#include "model/finding.h"
#include "model/post.h"

/* A workspace at /w, with one file at a time. */
struct world {
    const char *path, *text;
    size_t bytes;
    bool is_unsettled;
};

static void speak(void *context, const char *locale) { (void)context, (void)locale; }

static int open_at(void *context, const char *absolute, struct err *err)
{
    (void)context;
    return text_starts_with(absolute, "/w")
               ? 0
               : err_set(err, ERR_INPUT, "there is no workspace in '%s'", absolute);
}

static const char *locate(void *context, struct arena *arena, const char *absolute)
{
    (void)context;
    return text_starts_with(absolute, "/w/") ? arena_strdup(arena, absolute + 3) : NULL;
}

static const char *absolute_of(void *context, struct arena *arena, const char *path)
{
    (void)context;
    return arena_printf(arena, "/w/%s", path);
}

static void edit(void *context, const char *path, const char *text, size_t bytes)
{
    struct world *world = context;
    fuzz_check(!text || utf8_valid_bytes(text, bytes) == bytes, "a text that is none", path);
    *world = (struct world){ .is_unsettled = true };
    if (text) {
        world->path = path;
        world->text = text;
        world->bytes = bytes;
    }
}

static void touch(void *context, const char *path)
{
    (void)path;
    ((struct world *)context)->is_unsettled = true;
}

static void look_around(void *context) { (void)context; }

/* One in each of the first lines, with all that a finding may have. */
static int find(void *context, struct arena *arena, const char *path, struct findings *out,
                struct err *err)
{
    static const char *const meant[] = { "Pan", "two: words" };
    const struct world *world = context;
    (void)err;
    *out = (struct findings){ .arena = arena };
    if (!path)
        path = "content/posts/elsewhere.md";
    for (uint32_t line = 0; line < 8; line++) {
        findings_report(out, line % 3, "value", path,
                        (struct span){ line, line % 4, line, line % 4 + line }, "no");
        struct finding *last = findings_last(out);
        last->suggestions = meant;
        last->suggestion_count = 2;
        if (world->path && text_equal(path, world->path) && line * 3 <= world->bytes)
            last->fix = (struct fix){ line, line * 3, "x" };
    }
    return 0;
}

static bool is_behind(void *context, const char *path) { return (void)context, !*path; }
static bool is_unsettled(void *context) { return ((struct world *)context)->is_unsettled; }

static int settle(void *context, struct err *err)
{
    (void)err;
    ((struct world *)context)->is_unsettled = false;
    return 0;
}

static const char *mend(void *context, struct arena *arena, const char *path, size_t *bytes)
{
    (void)context, (void)path;
    *bytes = 1;
    return arena_strdup(arena, "x");
}

static const struct workspace *workspace(void *context) { return (void)context, fuzz_base(); }

static bool load_post(void *context, struct arena *arena, const char *path, struct post *out)
{
    const struct world *world = context;
    struct fuzz_part part = { "", world->text, world->bytes };
    struct fuzz_parts parts = { &part, 1 };
    struct findings findings = { .arena = arena };
    if (!world->path || !text_equal(path, world->path) || world->bytes > LIMIT_POST_FILE_BYTES)
        return false;
    fuzz_load_post(out, &findings, arena, &parts);
    return out->is_loaded;
}

static const char *find_post(void *context, struct arena *arena, const char *id)
{
    (void)context;
    return *id ? arena_printf(arena, "content/posts/%s.md", id) : NULL;
}

static const struct form *form_of(void *context, struct arena *arena, const char *path)
{
    (void)context, (void)arena;
    return text_ends_with(path, ".md") ? &post_form : NULL;
}

static const char *explain(void *context, struct arena *arena, const char *rule)
{
    (void)context;
    return arena_printf(arena, "**%s**", rule);
}

static size_t slots(void *context, struct arena *arena, struct lsp_slot **out)
{
    (void)context;
    *out = arena_alloc(arena, sizeof **out);
    **out = (struct lsp_slot){ "2026-11-24 09:30", "Tuesday" };
    return 1;
}

static size_t words(void *context, struct arena *arena, const char ***out)
{
    enum { MANY = LIMIT_LSP_PROPOSALS + 1 };
    (void)context;
    *out = arena_alloc_array(arena, MANY, sizeof **out);
    for (size_t i = 0; i < MANY; i++)
        (*out)[i] = "pan";
    return MANY;
}

static size_t files(void *context, struct arena *arena, const char *folder, const char ***out)
{
    (void)context;
    *out = arena_alloc(arena, sizeof **out);
    **out = arena_printf(arena, "%s/pan.md", folder);
    return 1;
}

static const char *read_text(void *context, struct arena *arena, const char *path, size_t *bytes)
{
    static const char playbook[] = "# A {b}\n> $1 {c}\n>\n";
    (void)context, (void)path;
    *bytes = sizeof playbook - 1;
    return arena_strdup(arena, playbook);
}

/* --- what comes out --- */

static void check_places(const struct json *json)
{
    for (const struct json *item = json->first; item; item = item->next)
        check_places(item);
    const struct json *start = json_get(json_get(json, "range"), "start");
    const struct json *end = json_get(json_get(json, "range"), "end");
    int64_t from = json_get_integer(start, "line", 0);
    int64_t to = json_get_integer(end, "line", 0);
    fuzz_check(from < to || (from == to && json_get_integer(start, "character", 0) <=
                                               json_get_integer(end, "character", 0)),
               "a range that ends before it begins", "");
}

static size_t check_answers(const struct lsp_server *server, struct arena *arena)
{
    CLEANUP(frames_release) struct frames frames = { 0 };
    const char *message;
    size_t bytes;
    size_t answers = 0;
    if (server->out.bytes)
        frames_feed(&frames, server->out.at, server->out.bytes);
    while (frames_next(&frames, &message, &bytes) == FRAME_MESSAGE) {
        const struct json *json = NULL;
        struct err err = { 0 };
        fuzz_check(json_parse(&json, arena, message, bytes, &err) == 0, "no JSON", err.text);
        check_places(json);
        const struct json *id = json_get(json, "id");
        answers += id && id->kind != JSON_NULL && !json_get(json, "method");
    }
    fuzz_check(frames.taken == frames.bytes, "no frame", "");
    return answers;
}

static bool is_request(struct arena *arena, const char *line, size_t bytes)
{
    const struct json *json;
    struct err err = { 0 };
    if (json_parse(&json, arena, line, bytes, &err) != 0)
        return false;
    const struct json *id = json_get(json, "id");
    bool is_answer =
        !json_get_string(json, "method") && (json_get(json, "result") || json_get(json, "error"));
    return !is_answer && id && (id->kind == JSON_INTEGER || id->kind == JSON_STRING);
}

/* --- */

static void say(struct lsp_server *server, struct arena *arena, const char *line, size_t bytes)
{
    CLEANUP(arena_release) struct arena own = { 0 };
    struct text_buffer frame = text_buffer_in(&own, bytes + 64);
    bool is_asked = server->state != LSP_ENDED && is_request(&own, line, bytes);
    frame_put(&frame, line, bytes);
    lsp_server_feed(server, text_end(&frame), frame.bytes);
    lsp_server_run(server);
    fuzz_check(check_answers(server, arena) == is_asked, "a request without one answer", line);
    lsp_server_sent(server);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct world world = { 0 };
    const struct lsp_host host = {
        &world,  speak,     open_at,      locate, absolute_of, edit,      touch,     look_around,
        find,    is_behind, is_unsettled, settle, mend,        workspace, load_post, find_post,
        form_of, explain,   slots,        words,  words,       files,     read_text,
    };
    struct lsp_server *server = malloc(sizeof *server);
    char *text = fuzz_bytes((const char *)data, bytes);
    lsp_server_begin(server, &host);
    if (bytes > 8 && memcmp(text, "Content-", 8) == 0) {
        lsp_server_feed(server, text, bytes);
        lsp_server_run(server);
        check_answers(server, &arena);
    } else {
        for (size_t at = 0; at < bytes;) {
            const char *newline = memchr(text + at, '\n', bytes - at);
            size_t line = newline ? (size_t)(newline - text) - at : bytes - at;
            say(server, &arena, arena_strndup(&arena, text + at, line), line);
            at += line + 1;
        }
        lsp_server_settle(server);
        check_answers(server, &arena);
    }
    lsp_server_end(server);
    lsp_server_release(server);
    free(server);
    free(text);
    return 0;
}

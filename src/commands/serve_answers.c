/* Requests of a browser: files of the site, news of it, and changes. Whoever asks may be a page of
 * somebody else's, open in the same browser: a request for another host than ours is refused (DNS
 * rebinding), and a change needs the token, in a cookie that other sites' requests do not bear, and
 * our own origin. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/serve.h"
#include "io/server.h"
#include "lib/html_put.h"
#include "lib/json.h"

#define COOKIE "pregon"
#define OWN "/.pregon/"

static void say(struct server_answer *out, int status, const char *text)
{
    *out = (struct server_answer){ .status = status,
                                   .type = "text/plain; charset=utf-8",
                                   .bytes = text,
                                   .byte_count = strlen(text) };
}

static bool is_token(const struct serving *serving, const char *text)
{
    unsigned char difference = 0;
    if (!text || strlen(text) != SERVE_TOKEN_DIGITS)
        return false;
    for (size_t i = 0; i < SERVE_TOKEN_DIGITS; i++)
        difference |= (unsigned char)(text[i] ^ serving->token[i]);
    return difference == 0;
}

/* The cookie bears the port: other servers of this machine have cookies of the same host. */
static const char *cookie_name(struct arena *arena, const struct serving *serving)
{
    return arena_printf(arena, COOKIE "-%u", (unsigned)serving->port);
}

static bool may_edit(const struct serving *serving, struct arena *arena,
                     const struct server_request *request)
{
    return is_token(serving, server_cookie(request, cookie_name(arena, serving)));
}

static bool is_ours(const struct serving *serving, struct arena *arena, const char *value,
                    const char *scheme)
{
    static const char *const hosts[] = { "127.0.0.1", "localhost" };
    for (size_t i = 0; value && i < sizeof hosts / sizeof *hosts; i++)
        if (text_equal(value,
                       arena_printf(arena, "%s%s:%u", scheme, hosts[i], (unsigned)serving->port)))
            return true;
    return false;
}

/* --- the site --- */

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {
        { ".html", "text/html; charset=utf-8" },     { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" }, { ".json", "application/feed+json" },
        { ".xml", "application/atom+xml" },          { ".ics", "text/calendar; charset=utf-8" },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_ends_with(path, types[i][0]))
            return types[i][1];
    return "application/octet-stream";
}

static const struct site_file *find_file(const struct site *site, const char *path)
{
    size_t low = 0, high = site->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(site->files[middle].path, path);
        if (order == 0)
            return &site->files[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A page beside the site, which loads itself anew: what it tells may end. */
static void answer_notice(struct server_answer *out, struct arena *arena, int status,
                          const char *heading, const char *text)
{
    struct text_buffer page = text_buffer_in(arena, 64 * 1024);
    html_put(&page,
             "<!DOCTYPE html>\n<html lang=\"%t\"><head><meta charset=\"utf-8\">"
             "<meta http-equiv=\"refresh\" content=\"1\"><title>pregon</title></head>"
             "<body><h1>%t</h1><p>%t</p>%h</body></html>\n",
             /* Translators: the code of this very language. */
             _("en"), heading, text, status == 404 ? "<p><a href=\"/\">/</a></p>" : "");
    *out = (struct server_answer){ .status = status,
                                   .type = "text/html; charset=utf-8",
                                   .bytes = text_end(&page),
                                   .byte_count = page.bytes };
}

/* Of a page that is not there now: its post may be one that somebody has just broken. */
static void answer_missing(struct server_answer *out, struct arena *arena, const char *path)
{
    if (text_ends_with(path, ".html"))
        answer_notice(out, arena, 404, _("There is no such page.\n"), "");
    else
        say(out, 404, _("There is no such page.\n"));
}

static void answer_file(struct server_answer *out, const struct serving *serving,
                        struct arena *arena, const char *path)
{
    if (!serving->scene) {
        /* Nothing could be drawn yet. */
        answer_notice(out, arena, 503, _("It can't be drawn"), serving->why);
        return;
    }
    const struct drawing *drawing = &serving->scene->drawing;
    path = *path ? path : "index.html";
    if (text_ends_with(path, "/"))
        path = arena_printf(arena, "%sindex.html", path);
    const struct site_file *file = find_file(&drawing->site, path);
    struct err ignored = { 0 };
    if (!file) {
        answer_missing(out, arena, path);
        return;
    }
    *out = (struct server_answer){ .status = 200, .type = type_of(path) };
    /* A page knows what it was drawn from: what changes until it asks for news is news. */
    if (text_ends_with(path, ".html"))
        out->timing = arena_printf(arena, "version;dur=%lld", (long long)serving->version);
    if (file->medium)
        out->type = file->mime ? file->mime : "application/octet-stream";
    if (drawing_read(drawing, arena, file, &out->bytes, &out->byte_count, &ignored) != 0)
        say(out, 404, _("There is no such page.\n"));
}

/* --- our own --- */

static void answer_json(struct server_answer *out, struct text_buffer *text)
{
    *out = (struct server_answer){ .status = 200,
                                   .type = "application/json",
                                   .bytes = text_end(text),
                                   .byte_count = text->bytes };
}

/* What changed since the version that the browser has seen; waits until something does. */
static void answer_news(struct server_answer *out, const struct serving *serving,
                        struct arena *arena, const struct server_request *request, bool is_again)
{
    const char *seen = server_query(request, "version");
    struct text_buffer text = text_buffer_in(arena, 16 * 1024);
    struct json_writer json = json_writer_to(&text, JSON_COMPACT);
    if (seen && strtoll(seen, NULL, 10) == serving->version && !is_again) {
        out->waits = true;
        return;
    }
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", serving->version);
    json_put_string(&json, "error", *serving->why ? serving->why : NULL);
    json_end(&json);
    answer_json(out, &text);
}

/* Whether the browser may change posts, and the words that it needs for that. */
static void answer_session(struct server_answer *out, const struct serving *serving,
                           struct arena *arena, bool may)
{
    static const char *const words[][2] = {
        { "move", N_("Move…") },
        { "to", N_("To") },
        { "save", N_("Save") },
        { "cancel", N_("Cancel") },
        { "edit", N_("Edit here") },
        { "new", N_("New post") },
        { "title", N_("Title") },
        { "text", N_("Text") },
        { "date", N_("Date and time") },
        { "queue", N_("Queue") },
        { "accounts", N_("Accounts") },
        { "changed", N_("Changed") },
        { "undo", N_("Undo") },
        { "close", N_("Close") },
        { "lost", N_("The server has ended: start 'pregon serve' again.") },
    };
    const struct workspace *workspace =
        serving->scene ? &serving->scene->drawing.project.workspace : NULL;
    struct text_buffer text = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    struct json_writer json = json_writer_to(&text, JSON_COMPACT);
    json_begin_object(&json, NULL);
    json_put_bool(&json, "edits", may);
    json_begin_object(&json, "words");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        json_put_string(&json, words[i][0], _(words[i][1]));
    json_end(&json);
    json_begin_array(&json, "queues");
    for (size_t i = 0; may && workspace && i < workspace->calendar.queue_count; i++)
        json_put_string(&json, NULL, workspace->calendar.queues[i].id);
    json_end(&json);
    json_begin_array(&json, "accounts");
    for (size_t i = 0; may && workspace && i < workspace->group_count; i++)
        json_put_string(&json, NULL, workspace->groups[i].id);
    for (size_t i = 0; may && workspace && i < workspace->account_count; i++)
        json_put_string(&json, NULL, workspace->accounts[i].id);
    json_end(&json);
    json_end(&json);
    answer_json(out, &text);
}

static void answer_own(struct server_answer *out, struct serving *serving, struct arena *arena,
                       const struct server_request *request, bool is_again)
{
    const char *what = request->path + strlen(OWN);
    bool is_post = text_equal(request->method, "POST");
    bool may = may_edit(serving, arena, request);
    if (!is_post && text_equal(what, "news"))
        answer_news(out, serving, arena, request, is_again);
    else if (!is_post && text_equal(what, "session"))
        answer_session(out, serving, arena, may);
    else if (!may)
        say(out, 403, _("Open the address that 'pregon serve' printed, with its token.\n"));
    else if (!is_post && text_equal(what, "file"))
        serve_file(out, serving, arena, server_query(request, "path"));
    else if (!is_post)
        say(out, 404, _("There is no such page.\n"));
    else if (!is_ours(serving, arena, server_header(request, "Origin"), "http://") ||
             !text_equal(server_header(request, "Content-Type"), "application/json"))
        say(out, 403, _("Only this very site may change posts.\n"));
    else
        serve_edit(out, serving, arena, what, request);
}

void serve_answer(struct server_answer *out, void *context, struct arena *arena,
                  const struct server_request *request, bool is_again)
{
    struct serving *serving = context;
    const char *token = server_query(request, "token");
    bool is_get = text_equal(request->method, "GET") || text_equal(request->method, "HEAD");
    if (!is_ours(serving, arena, server_header(request, "Host"), "")) {
        say(out, 421, _("This server is for 127.0.0.1 alone.\n"));
        return;
    }
    if (text_starts_with(request->path, OWN)) {
        answer_own(out, serving, arena, request, is_again);
        return;
    }
    if (!is_get) {
        say(out, 405, _("Pages can only be read.\n"));
        return;
    }
    answer_file(out, serving, arena, request->path + 1);
    if (!token || out->status >= 400)
        return;
    if (!is_token(serving, token)) {
        say(out, 403, _("Open the address that 'pregon serve' printed, with its token.\n"));
        return;
    }
    /* The token goes out of the address, where it would be seen and sent on. */
    say(out, 303, "");
    out->location = "./";
    out->cookie = arena_printf(arena, "%s=%s; HttpOnly; SameSite=Strict; Path=/",
                               cookie_name(arena, serving), serving->token);
}

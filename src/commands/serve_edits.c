/* Changes that somebody makes in the browser: as `move` and `new` make them, and of a post's file
 * as a whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/serve.h"
#include "io/files.h"
#include "io/output.h"
#include "io/patch.h"
#include "io/server.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "model/finding.h"

/* A file before and after. */
struct change {
    const char *path, *before, *after;
    size_t before_bytes, after_bytes;
};

static void answer_text(struct server_answer *out, int status, struct text_buffer *text)
{
    *out = (struct server_answer){ .status = status,
                                   .type = "application/json",
                                   .bytes = text_end(text),
                                   .byte_count = text->bytes };
}

static void refuse(struct server_answer *out, struct arena *arena, int status, const char *why)
{
    struct text_buffer text = text_buffer_in(arena, 64 * 1024);
    struct json_writer json = json_writer_to(&text, JSON_COMPACT);
    json_begin_object(&json, NULL);
    json_put_string(&json, "error", why);
    json_end(&json);
    answer_text(out, status, &text);
}

/* By which a browser names what it has seen of a file. */
static const char *mark_of(struct arena *arena, const char *text, size_t bytes)
{
    struct digest digest = digest_of(text, bytes);
    return arena_printf(arena, "%016llx%016llx", (unsigned long long)digest.high,
                        (unsigned long long)digest.low);
}

static void accept(struct server_answer *out, struct arena *arena, const struct change *change)
{
    struct text_buffer text = text_buffer_in(arena, 4 * LIMIT_SERVED_BYTES);
    struct json_writer json = json_writer_to(&text, JSON_COMPACT);
    struct err err = { 0 };
    const char *diff = "";
    if (patch_format(&diff, arena, change->path, change->before, change->before_bytes,
                     change->after, change->after_bytes, &err) != 0)
        diff = "";
    json_begin_object(&json, NULL);
    json_put_string(&json, "path", change->path);
    json_put_string(&json, "diff", diff);
    json_put_text(&json, "before", change->before, change->before_bytes);
    json_put_string(&json, "mark", mark_of(arena, change->after, change->after_bytes));
    json_end(&json);
    answer_text(out, 200, &text);
}

static const char *whole_path(struct arena *arena, const struct serving *serving, const char *path)
{
    return arena_printf(arena, "%s/%s", serving->scene->drawing.project.root, path);
}

static int read_file(struct serving *serving, struct arena *arena, const char *path,
                     const char **text, size_t *bytes, struct err *err)
{
    char *data = NULL;
    if (files_read(arena, whole_path(arena, serving, path), LIMIT_POST_FILE_BYTES, &data, bytes,
                   err) != 0)
        return -1;
    *text = data;
    return 0;
}

/* A file of a post, also of one that can't be read now: no other can be read or written here. */
static bool is_source(const struct serving *serving, const char *path)
{
    const struct post_list *posts = &serving->scene->drawing.project.posts;
    for (size_t i = 0; path && i < posts->count; i++) {
        const struct post_entry *entry = &posts->items[i];
        if (text_equal(entry->path, path))
            return true;
        for (size_t j = 0; j < entry->variant_count; j++)
            if (text_equal(entry->variants[j].path, path))
                return true;
    }
    return false;
}

/* --- commands --- */

struct order {
    const char *command;
    const char *arguments[3];
    struct {
        const char *option, *value;
    } options[4];
};

/* Runs a command as from the command line, with JSON as its output. -1 with the error. */
static int carry_out(const struct json **out, struct serving *serving, struct arena *arena,
                     const struct order *order, struct err *err)
{
    const struct command *command = commands_find(order->command);
    struct command_value values[4];
    char *arguments[3] = { NULL };
    struct invocation invocation = *serving->invocation;
    char *printed = NULL;
    size_t bytes = 0;
    invocation.arena = arena;
    invocation.format = "json";
    invocation.is_terminal = invocation.has_color = false;
    invocation.values = values;
    invocation.value_count = invocation.argument_count = 0;
    invocation.arguments = arguments;
    for (size_t i = 0; i < 3 && order->arguments[i]; i++)
        arguments[invocation.argument_count++] = arena_strdup(arena, order->arguments[i]);
    for (size_t i = 0; i < 4; i++)
        for (const struct command_option *option = command->options;
             order->options[i].value && option->name; option++)
            if (text_equal(option->name, order->options[i].option))
                values[invocation.value_count++] =
                    (struct command_value){ option, order->options[i].value };
    invocation.out = open_memstream(&printed, &bytes);
    if (!invocation.out)
        out_of_memory();
    int status = command->run(&invocation, err);
    fclose(invocation.out);
    if (status >= 0 &&
        json_parse(out, arena, arena_strndup(arena, printed, bytes), bytes, err) != 0)
        status = -1;
    free(printed);
    return status < 0 ? -1 : 0;
}

/* The path of the first entry of an array. */
static const char *first_path(const struct json *json, const char *key)
{
    const struct json *list = json_get(json, key);
    return list && list->first ? json_get_string(list->first, "path") : NULL;
}

static const char *path_of_post(const struct serving *serving, const char *id)
{
    const struct site *site = &serving->scene->drawing.site;
    for (size_t i = 0; id && i < site->post_count; i++)
        if (text_equal(site->posts[i].id, id))
            return site->posts[i].path;
    return NULL;
}

static void move_post(struct server_answer *out, struct serving *serving, struct arena *arena,
                      const struct json *wish)
{
    const char *to = json_get_string(wish, "to");
    const char *id = json_get_string(wish, "post");
    struct change change = { .path = path_of_post(serving, id) };
    const struct json *done;
    struct err err = { 0 };
    if (!change.path || !to || to[0] == '-') {
        refuse(out, arena, 422, _("there is no such post, or no such time"));
        return;
    }
    const struct order order = { .command = "move", .arguments = { id, to } };
    if (read_file(serving, arena, change.path, &change.before, &change.before_bytes, &err) != 0 ||
        carry_out(&done, serving, arena, &order, &err) != 0 ||
        read_file(serving, arena, change.path, &change.after, &change.after_bytes, &err) != 0)
        refuse(out, arena, 422, err.text);
    else
        accept(out, arena, &change);
}

/* A text with the lines of a template, and behind them what somebody wrote. */
static const char *with_body(struct arena *arena, const char *text, size_t bytes, const char *body)
{
    size_t more = strlen(body);
    return arena_printf(arena, "%.*s\n%s%s", (int)bytes, text, body,
                        more && body[more - 1] != '\n' ? "\n" : "");
}

static void begin_post(struct server_answer *out, struct serving *serving, struct arena *arena,
                       const struct json *wish)
{
    const char *title = json_get_string(wish, "title");
    const char *date = json_get_string(wish, "date");
    const char *queue = json_get_string(wish, "queue");
    const char *accounts = json_get_string(wish, "accounts");
    const char *body = json_get_string(wish, "text");
    struct change change = { .before = "" };
    const struct json *done;
    struct err err = { 0 };
    if (!title || !*title) {
        refuse(out, arena, 422, _("a post needs a title"));
        return;
    }
    const struct order order = {
        .command = "new",
        .arguments = { title },
        .options = { { "date", date && *date ? date : NULL },
                     { "queue", queue && *queue ? queue : NULL },
                     { "accounts", accounts && *accounts ? accounts : NULL } },
    };
    if (carry_out(&done, serving, arena, &order, &err) != 0) {
        refuse(out, arena, 422, err.text);
        return;
    }
    change.path = first_path(done, "posts");
    if (read_file(serving, arena, change.path, &change.after, &change.after_bytes, &err) == 0 &&
        body && *body) {
        change.after = with_body(arena, change.after, change.after_bytes, body);
        change.after_bytes = strlen(change.after);
        if (files_write(whole_path(arena, serving, change.path), change.after, change.after_bytes,
                        &err) != 0) {
            refuse(out, arena, 422, err.text);
            return;
        }
    }
    accept(out, arena, &change);
}

/* --- whole files --- */

static void save_file(struct server_answer *out, struct serving *serving, struct arena *arena,
                      const struct json *wish)
{
    const char *mark = json_get_string(wish, "mark");
    const char *text = json_get_string(wish, "text");
    struct change change = { .path = json_get_string(wish, "path"), .after = text };
    struct err err = { 0 };
    if (!is_source(serving, change.path) || !text) {
        refuse(out, arena, 422, _("there is no such post"));
        return;
    }
    change.after_bytes = strlen(text);
    if (change.after_bytes > LIMIT_POST_FILE_BYTES) {
        refuse(out, arena, 422, _("the text is too large for a post"));
        return;
    }
    if (read_file(serving, arena, change.path, &change.before, &change.before_bytes, &err) != 0)
        refuse(out, arena, 422, err.text);
    else if (!text_equal(mark, mark_of(arena, change.before, change.before_bytes)))
        refuse(
            out, arena, 409,
            _("somebody has changed the file meanwhile: load the page again, and then change it"));
    else if (files_write(whole_path(arena, serving, change.path), text, change.after_bytes, &err) !=
             0)
        refuse(out, arena, 422, err.text);
    else
        accept(out, arena, &change);
}

void serve_file(struct server_answer *out, struct serving *serving, struct arena *arena,
                const char *path)
{
    struct text_buffer text = text_buffer_in(arena, 4 * LIMIT_SERVED_BYTES);
    struct json_writer json = json_writer_to(&text, JSON_COMPACT);
    struct err err = { 0 };
    const char *content;
    size_t bytes;
    if (!serving->scene || !is_source(serving, path) ||
        findings_have_secrets_in(serving->scene->drawing.site.findings, path)) {
        refuse(out, arena, 404, _("there is no such post"));
        return;
    }
    if (read_file(serving, arena, path, &content, &bytes, &err) != 0) {
        refuse(out, arena, 422, err.text);
        return;
    }
    /* What can't be shown would be lost when it is saved. */
    if (utf8_valid_bytes(content, bytes) < bytes) {
        refuse(out, arena, 422, _("this is no UTF-8 text: save the file in the encoding UTF-8"));
        return;
    }
    json_begin_object(&json, NULL);
    json_put_string(&json, "path", path);
    json_put_text(&json, "text", content, bytes);
    json_put_string(&json, "mark", mark_of(arena, content, bytes));
    json_end(&json);
    answer_text(out, 200, &text);
}

void serve_edit(struct server_answer *out, struct serving *serving, struct arena *arena,
                const char *what, const struct server_request *request)
{
    static const struct {
        const char *what;
        void (*run)(struct server_answer *, struct serving *, struct arena *, const struct json *);
    } edits[] = { { "move", move_post }, { "new", begin_post }, { "save", save_file } };
    const struct json *wish;
    struct err err = { 0 };
    if (!serving->scene) {
        refuse(out, arena, 422, serving->why);
        return;
    }
    if (json_parse(&wish, arena, request->body, request->body_bytes, &err) != 0) {
        refuse(out, arena, 422, err.text);
        return;
    }
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        if (text_equal(what, edits[i].what)) {
            edits[i].run(out, serving, arena, wish);
            return;
        }
    refuse(out, arena, 404, _("there is no such change"));
}

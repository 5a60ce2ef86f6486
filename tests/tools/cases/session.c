/* Sessions: frames made of lines, and lines of frames. */
#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/json.h"
#include "lsp/frame.h"

enum { MOST_BYTES = 16 << 20 };

/* `text` with every `from` as `to`. */
static const char *replace(struct arena *arena, const char *text, const char *from, const char *to)
{
    struct text_buffer out = text_buffer_in(arena, MOST_BYTES);
    for (const char *found; (found = strstr(text, from)); text = found + strlen(from)) {
        text_append(&out, text, (size_t)(found - text));
        text_puts(&out, to);
    }
    text_puts(&out, text);
    return text_end(&out);
}

static void put_raw(struct text_buffer *out, const char *line)
{
    for (; *line; line++) {
        char c = *line;
        if (c == '\\' && line[1]) {
            line++;
            c = *line == 'r' ? '\r' : *line == 'n' ? '\n' : *line;
        }
        text_putc(out, c);
    }
}

void session_encode(struct text_buffer *out, struct arena *arena, const char *lines,
                    const char *root)
{
    char *rest = arena_strdup(arena, replace(arena, lines, "$ROOT", root));
    for (char *line; rest && (line = strsep(&rest, "\n"));) {
        if (text_starts_with(line, "= "))
            put_raw(out, line + 2);
        else if (*line && *line != '#')
            frame_put(out, line, strlen(line));
    }
}

void session_decode(struct text_buffer *out, struct arena *arena, const char *bytes, size_t count,
                    const char *root)
{
    struct frames frames = { 0 };
    const char *message;
    size_t message_bytes;
    frames_feed(&frames, bytes, count);
    while (frames_next(&frames, &message, &message_bytes) == FRAME_MESSAGE) {
        const char *text = arena_strndup(arena, message, message_bytes);
        text = replace(arena, text, root, "$ROOT");
        text =
            replace(arena, text, "\"version\":\"" PREGON_VERSION "\"", "\"version\":\"$VERSION\"");
        text_printf(out, "%s\n", text);
    }
    if (frames.taken < frames.bytes)
        text_printf(out, "left: %.*s\n", (int)(frames.bytes - frames.taken),
                    frames.buffer + frames.taken);
    frames_release(&frames);
}

/* --- what check says, and what editors are told --- */

static void put_frame(struct text_buffer *out, struct text_buffer *message)
{
    frame_put(out, text_end(message), message->bytes);
}

static struct json_writer begin(struct text_buffer *buffer, struct arena *arena, const char *method)
{
    *buffer = text_buffer_in(arena, MOST_BYTES);
    struct json_writer json = json_writer_to(buffer, JSON_COMPACT);
    json_begin_object(&json, NULL);
    json_put_string(&json, "jsonrpc", "2.0");
    json_put_string(&json, "method", method);
    return json;
}

void session_open_all(struct text_buffer *out, struct arena *arena, const char *root,
                      const struct session_file *files, size_t count)
{
    static const char hello[] =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"rootUri\":\"$ROOT\","
        "\"capabilities\":{\"general\":{\"positionEncodings\":[\"utf-32\"]}}}}";
    static const char goodbye[] = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}\n"
                                  "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}";
    session_encode(out, arena, hello, root);
    for (size_t i = 0; i < count; i++) {
        struct text_buffer buffer;
        struct json_writer json = begin(&buffer, arena, "textDocument/didOpen");
        json_begin_object(&json, "params");
        json_begin_object(&json, "textDocument");
        json_put_string(&json, "uri", arena_printf(arena, "%s/%s", root, files[i].path));
        json_put_string(&json, "languageId", "markdown");
        json_put_integer(&json, "version", 1);
        json_put_text(&json, "text", files[i].text, files[i].bytes);
        json_end(&json);
        json_end(&json);
        json_end(&json);
        put_frame(out, &buffer);
    }
    session_encode(out, arena, goodbye, root);
}

struct lines {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

static void add_line(struct lines *lines, const char *line)
{
    lines->items =
        list_grow(lines->arena, lines->items, lines->count, &lines->capacity, sizeof *lines->items);
    lines->items[lines->count++] = line;
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_lines(struct text_buffer *out, struct lines *lines)
{
    if (lines->count > 1)
        qsort(lines->items, lines->count, sizeof *lines->items, compare_lines);
    for (size_t i = 0; i < lines->count; i++)
        text_printf(out, "%s\n", lines->items[i]);
}

static void add_diagnostics(struct lines *lines, const char *path, const struct json *list)
{
    for (const struct json *one = list ? list->first : NULL; one; one = one->next) {
        const struct json *range = json_get(one, "range");
        const struct json *start = json_get(range, "start");
        const struct json *end = json_get(range, "end");
        add_line(lines,
                 arena_printf(lines->arena, "%s:%lld:%lld-%lld:%lld: %lld %s: %s", path,
                              (long long)json_get_integer(start, "line", -2) + 1,
                              (long long)json_get_integer(start, "character", -2) + 1,
                              (long long)json_get_integer(end, "line", -2) + 1,
                              (long long)json_get_integer(end, "character", -2) + 1,
                              (long long)json_get_integer(one, "severity", 0),
                              json_get_string(one, "code"), json_get_string(one, "message")));
    }
}

void session_diagnostics(struct text_buffer *out, struct arena *arena, const char *bytes,
                         size_t count, const char *root)
{
    struct frames frames = { 0 };
    struct lines lines = { .arena = arena };
    const struct json *told[1000];
    const char *paths[1000];
    size_t told_count = 0;
    const char *message;
    size_t message_bytes;
    struct err err = { 0 };
    frames_feed(&frames, bytes, count);
    while (frames_next(&frames, &message, &message_bytes) == FRAME_MESSAGE) {
        const struct json *json;
        if (json_parse(&json, arena, message, message_bytes, &err) != 0)
            continue;
        const struct json *params = json_get(json, "params");
        const char *uri = json_get_string(params, "uri");
        /* What has no version is of a file that is not open. */
        if (!uri || !text_starts_with(uri, root) || !json_get(params, "version"))
            continue;
        size_t place = 0;
        while (place < told_count && strcmp(paths[place], uri + strlen(root) + 1) != 0)
            place++;
        if (place == sizeof told / sizeof *told)
            continue;
        told_count += place == told_count;
        paths[place] = uri + strlen(root) + 1;
        told[place] = json_get(params, "diagnostics");
    }
    for (size_t i = 0; i < told_count; i++)
        add_diagnostics(&lines, paths[i], told[i]);
    put_lines(out, &lines);
    frames_release(&frames);
}

static const struct session_file *find_file(const struct session_file *files, size_t count,
                                            const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(files[i].path, path))
            return &files[i];
    return NULL;
}

/* The column behind the line's last character: of a finding that has none. */
static long long line_end(const struct session_file *file, int64_t line)
{
    const char *at = file->text;
    const char *end = file->text + file->bytes;
    for (; line > 1 && at < end; line--) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline ? newline + 1 : end;
    }
    long long column = 1;
    for (; at < end && *at != '\n' && *at != '\r'; at++)
        column += ((unsigned char)*at & 0xC0) != 0x80;
    return column;
}

void session_findings(struct text_buffer *out, struct arena *arena, const char *report,
                      const struct session_file *files, size_t count)
{
    struct lines lines = { .arena = arena };
    const struct json *json = NULL;
    struct err err = { 0 };
    if (json_parse(&json, arena, report, strlen(report), &err) != 0) {
        text_printf(out, "no report: %s\n", err.text);
        return;
    }
    const struct json *list = json_get(json, "findings");
    for (const struct json *one = list ? list->first : NULL; one; one = one->next) {
        const char *path = json_get_string(one, "path");
        const char *level = json_get_string(one, "level");
        const char *account = json_get_string(one, "account");
        const struct session_file *file = find_file(files, count, path);
        int64_t line = json_get_integer(one, "line", 0);
        int64_t column = json_get_integer(one, "column", 0);
        long long start = column ? column : 1;
        long long end = json_get_integer(one, "end-column", column ? column : 0);
        if (!file)
            continue;
        int64_t end_line = json_get_integer(one, "end-line", line);
        if (!column && line)
            end = line_end(file, line);
        /* An editor has no column behind the line's end. */
        if (end_line && end > line_end(file, end_line))
            end = line_end(file, end_line);
        add_line(&lines,
                 arena_printf(arena, "%s:%lld:%lld-%lld:%lld: %d %s: %s%s%s%s", path,
                              (long long)(line ? line : 1), start,
                              (long long)json_get_integer(one, "end-line", line ? line : 1),
                              end ? end : 1,
                              text_equal(level, "error")     ? 1
                              : text_equal(level, "warning") ? 2
                                                             : 3,
                              json_get_string(one, "rule"), json_get_string(one, "message"),
                              account ? " (" : "", account ? account : "", account ? ")" : ""));
    }
    put_lines(out, &lines);
}

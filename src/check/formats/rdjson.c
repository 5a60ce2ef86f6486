/* `--format rdjson`: Reviewdog's diagnostics, with sure mends as suggestions. Columns count bytes,
 * and the end is exclusive (proto/rdf/reviewdog.proto of reviewdog, read 2026-08). */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "check/formats/lines.h"
#include "lib/json.h"

/* A column that is not sure, or whose file can't be read, is left out. */
static void put_position(struct json_writer *json, const char *key, uint32_t line, uint32_t column,
                         const char *text, size_t bytes)
{
    size_t line_bytes;
    const char *start = text && column ? lines_find(text, bytes, line, &line_bytes) : NULL;
    json_begin_object(json, key);
    json_put_integer(json, "line", line);
    if (start)
        json_put_integer(json, "column",
                         (int64_t)lines_bytes_of(start, line_bytes, column - 1) + 1);
    json_end(json);
}

static void put_byte(struct json_writer *json, const char *key, const char *text, size_t byte)
{
    int64_t line = 1;
    size_t line_start = 0;
    for (const char *newline; (newline = memchr(text + line_start, '\n', byte - line_start));) {
        line_start = (size_t)(newline - text) + 1;
        line++;
    }
    json_begin_object(json, key);
    json_put_integer(json, "line", line);
    json_put_integer(json, "column", (int64_t)(byte - line_start) + 1);
    json_end(json);
}

static void put_fix(struct json_writer *json, const struct fix *fix, const char *text, size_t bytes)
{
    if (!fix->text || !text || fix->end_byte > bytes)
        return;
    json_begin_array(json, "suggestions");
    json_begin_object(json, NULL);
    json_begin_object(json, "range");
    put_byte(json, "start", text, fix->start_byte);
    put_byte(json, "end", text, fix->end_byte);
    json_end(json);
    json_put_string(json, "text", fix->text);
    json_end(json);
    json_end(json);
}

static void put_range(struct json_writer *json, const struct span *where, const char *text,
                      size_t bytes)
{
    if (!where->line)
        return;
    json_begin_object(json, "range");
    put_position(json, "start", where->line, where->column, text, bytes);
    if (where->column && where->end_line && where->end_column)
        put_position(json, "end", where->end_line, where->end_column, text, bytes);
    json_end(json);
}

static void put_finding(struct json_writer *json, struct arena *scratch,
                        const struct check_report *report, const struct finding *finding)
{
    static const char *const severities[] = {
        [SEVERITY_SUGGESTION] = "INFO",
        [SEVERITY_WARNING] = "WARNING",
        [SEVERITY_ERROR] = "ERROR",
    };
    size_t bytes = 0;
    const char *text = report->read(report->context, finding->path, &bytes);
    json_begin_object(json, NULL);
    json_put_string(json, "message",
                    finding->account
                        ? arena_printf(scratch, "%s (%s)", finding->message, finding->account)
                        : finding->message);
    json_put_string(json, "severity", severities[finding->severity]);
    json_begin_object(json, "location");
    json_put_string(json, "path",
                    arena_printf(scratch, "%s%s", report->path_prefix, finding->path));
    put_range(json, &finding->where, text, bytes);
    json_end(json);
    json_begin_object(json, "code");
    json_put_string(json, "value", finding->rule);
    if (finding->link)
        json_put_string(json, "url", finding->link);
    json_end(json);
    put_fix(json, &finding->fix, text, bytes);
    json_end(json);
}

void format_rdjson(FILE *out, struct arena *scratch, const struct check_report *report)
{
    struct text_buffer text = text_buffer_in(scratch, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_begin_object(&json, "source");
    json_put_string(&json, "name", "pregon");
    json_end(&json);
    json_begin_array(&json, "diagnostics");
    for (size_t i = 0; i < report->count; i++)
        put_finding(&json, scratch, report, report->items[i]);
    json_end(&json);
    json_end(&json);
    fwrite(text_end(&text), 1, text.bytes, out);
    putc('\n', out);
}

/* `--format vale`: what `vale --output=JSON` prints (v3.15, 2026-06). */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "lib/json.h"
#include "lib/unicode.h"

static void put_texts(struct json_writer *json, const char *key, const char *const *texts,
                      size_t count)
{
    if (count == 0) {
        json_put_null(json, key);
        return;
    }
    json_begin_array(json, key);
    for (size_t i = 0; i < count; i++)
        json_put_string(json, NULL, texts[i]);
    json_end(json);
}

static const char *or_empty(const char *text) { return text ? text : ""; }

static void put_alert(struct json_writer *json, const struct finding *finding)
{
    const char *match = or_empty(finding->match);
    int64_t first = finding->where.column ? finding->where.column : 1;
    int64_t length = (int64_t)unicode_codepoints(match, strlen(match));
    json_begin_object(json, NULL);
    json_begin_object(json, "Action");
    json_put_string(json, "Name", or_empty(finding->action));
    put_texts(json, "Params", finding->params, finding->param_count);
    json_end(json);
    json_begin_array(json, "Span"); /* both ends belong to it */
    json_put_integer(json, NULL, first);
    json_put_integer(json, NULL, length > 0 ? first + length - 1 : first);
    json_end(json);
    json_put_string(json, "Check", finding->rule);
    json_put_string(json, "Description", or_empty(finding->description));
    json_put_string(json, "Link", or_empty(finding->link));
    json_put_string(json, "Message", finding->message);
    json_put_string(json, "Severity", severity_name(finding->severity));
    json_put_string(json, "Match", match);
    json_put_integer(json, "Line", finding->where.line ? finding->where.line : 1);
    json_end(json);
}

void format_vale(FILE *out, struct arena *scratch, const struct check_report *report)
{
    struct text_buffer text = text_buffer_in(scratch, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    for (size_t i = 0; i < report->count;) {
        const char *path = report->items[i]->path;
        json_begin_array(&json, arena_printf(scratch, "%s%s", report->path_prefix, path));
        for (; i < report->count && text_equal(report->items[i]->path, path); i++)
            put_alert(&json, report->items[i]);
        json_end(&json);
    }
    json_end(&json);
    fwrite(text_end(&text), 1, text.bytes, out);
    putc('\n', out);
}

/* `--format gitlab`: a code quality report, of which a merge request shows what is new or mended
 * (docs.gitlab.com/ci/testing/code_quality, read 2026-08). */
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "lib/hash.h"
#include "lib/json.h"

static bool is_alike(const struct finding *a, const struct finding *b)
{
    return text_equal(a->rule, b->rule) && text_equal(a->message, b->message) &&
           text_equal(a->account, b->account);
}

/* The same finding in the next run, when lines have moved. Of those that are alike in a file only
 * the first would be shown, so each counts those before it. */
static const char *fingerprint(struct arena *scratch, const struct check_report *report,
                               size_t index)
{
    const struct finding *finding = report->items[index];
    size_t twins = 0;
    for (size_t i = index; i > 0 && text_equal(report->items[i - 1]->path, finding->path); i--)
        twins += is_alike(report->items[i - 1], finding);
    const char *texts[] = { finding->rule, finding->path, finding->message,
                            finding->account ? finding->account : "",
                            arena_printf(scratch, "%zu", twins) };
    return arena_printf(scratch, "%016llx", (unsigned long long)hash_texts(texts, 5));
}

static void put_finding(struct json_writer *json, struct arena *scratch,
                        const struct check_report *report, size_t index)
{
    static const char *const severities[] = {
        [SEVERITY_SUGGESTION] = "info",
        [SEVERITY_WARNING] = "minor",
        [SEVERITY_ERROR] = "major",
    };
    const struct finding *finding = report->items[index];
    json_begin_object(json, NULL);
    json_put_string(json, "description",
                    finding->account
                        ? arena_printf(scratch, "%s (%s)", finding->message, finding->account)
                        : finding->message);
    json_put_string(json, "check_name", finding->rule);
    json_put_string(json, "fingerprint", fingerprint(scratch, report, index));
    json_put_string(json, "severity", severities[finding->severity]);
    json_begin_object(json, "location");
    json_put_string(json, "path",
                    arena_printf(scratch, "%s%s", report->path_prefix, finding->path));
    json_begin_object(json, "lines");
    json_put_integer(json, "begin", finding->where.line ? finding->where.line : 1);
    if (finding->where.end_line)
        json_put_integer(json, "end", finding->where.end_line);
    json_end(json);
    json_end(json);
    json_end(json);
}

void format_gitlab(FILE *out, struct arena *scratch, const struct check_report *report)
{
    struct text_buffer text = text_buffer_in(scratch, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_array(&json, NULL);
    for (size_t i = 0; i < report->count; i++)
        put_finding(&json, scratch, report, i);
    json_end(&json);
    fwrite(text_end(&text), 1, text.bytes, out);
    putc('\n', out);
}

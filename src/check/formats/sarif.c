/* `--format sarif`: SARIF 2.1.0, for code scanning. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "lib/hash.h"
#include "lib/json.h"
#include "model/rules.h"

/* A path as a relative reference of RFC 3986. */
static const char *path_as_uri(struct arena *arena, const char *prefix, const char *path)
{
    struct text_buffer uri = text_buffer_in(arena, SIZE_MAX / 2);
    const char *both[] = { prefix, path };
    for (size_t i = 0; i < 2; i++) {
        for (const char *at = both[i]; *at; at++) {
            bool is_plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                            (*at >= '0' && *at <= '9') || strchr("-._~/", *at);
            if (is_plain)
                text_putc(&uri, *at);
            else
                text_printf(&uri, "%%%02X", (unsigned char)*at);
        }
    }
    return text_end(&uri);
}

static void put_rules(struct json_writer *json, const struct check_report *report)
{
    json_begin_array(json, "rules");
    size_t count;
    const struct rule *rules = rules_all(&count);
    for (size_t i = 0; i < count; i++) {
        bool is_used = false;
        for (size_t j = 0; j < report->count && !is_used; j++)
            is_used = text_equal(report->items[j]->rule, rules[i].id);
        if (!is_used)
            continue;
        json_begin_object(json, NULL);
        json_put_string(json, "id", rules[i].id);
        json_begin_object(json, "shortDescription");
        json_put_string(json, "text", rules[i].summary);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void put_region(struct json_writer *json, const struct span *where)
{
    if (!where->line)
        return;
    json_begin_object(json, "region");
    json_put_integer(json, "startLine", where->line);
    if (where->column)
        json_put_integer(json, "startColumn", where->column);
    if (where->end_line)
        json_put_integer(json, "endLine", where->end_line);
    if (where->column && where->end_column)
        json_put_integer(json, "endColumn", where->end_column);
    json_end(json);
}

/* The same finding in the next run, when lines have moved: rule, file, account and words. */
static void put_fingerprint(struct json_writer *json, struct arena *scratch,
                            const struct finding *finding)
{
    const char *texts[] = { finding->rule, finding->path, finding->message,
                            finding->account ? finding->account : "" };
    json_begin_object(json, "partialFingerprints");
    json_put_string(json, "pregon/v1",
                    arena_printf(scratch, "%016llx", (unsigned long long)hash_texts(texts, 4)));
    json_end(json);
}

static void put_result(struct json_writer *json, struct arena *scratch,
                       const struct finding *finding, const char *prefix)
{
    static const char *const levels[] = {
        [SEVERITY_SUGGESTION] = "note",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_ERROR] = "error",
    };
    json_begin_object(json, NULL);
    json_put_string(json, "ruleId", finding->rule);
    json_put_string(json, "level", levels[finding->severity]);
    json_begin_object(json, "message");
    json_put_string(json, "text",
                    finding->account
                        ? arena_printf(scratch, "%s (%s)", finding->message, finding->account)
                        : finding->message);
    json_end(json);
    json_begin_array(json, "locations");
    json_begin_object(json, NULL);
    json_begin_object(json, "physicalLocation");
    json_begin_object(json, "artifactLocation");
    json_put_string(json, "uri", path_as_uri(scratch, prefix, finding->path));
    json_put_string(json, "uriBaseId", "%SRCROOT%");
    json_end(json);
    put_region(json, &finding->where);
    json_end(json);
    json_end(json);
    json_end(json);
    put_fingerprint(json, scratch, finding);
    json_end(json);
}

void format_sarif(FILE *out, struct arena *scratch, const struct check_report *report)
{
    struct text_buffer text = text_buffer_in(scratch, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_string(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_put_string(&json, "version", "2.1.0");
    json_begin_array(&json, "runs");
    json_begin_object(&json, NULL);
    json_begin_object(&json, "tool");
    json_begin_object(&json, "driver");
    json_put_string(&json, "name", "pregon");
    json_put_string(&json, "semanticVersion", PREGON_VERSION);
    put_rules(&json, report);
    json_end(&json);
    json_end(&json);
    json_put_string(&json, "columnKind", "unicodeCodePoints");
    json_begin_array(&json, "results");
    for (size_t i = 0; i < report->count; i++)
        put_result(&json, scratch, report->items[i], report->path_prefix);
    json_end(&json);
    json_end(&json);
    json_end(&json);
    json_end(&json);
    fwrite(text_end(&text), 1, text.bytes, out);
    putc('\n', out);
}

/* `--format github`: workflow commands that become annotations in a pull request. */
#include <string.h>

#include "base/arena.h"
#include "check/formats/formats.h"
#include "lib/unicode.h"

/* A flood of annotations helps nobody, and the runner keeps only the first of each step. */
enum { MAX_ANNOTATIONS = 50 };

/* What the runner would read as the end of a property or a command; control characters, the ends of
 * lines among them, become visible. */
static void put_escaped(FILE *out, struct arena *scratch, const char *text, bool is_property)
{
    for (text = unicode_visible(scratch, text, strlen(text), false); *text; text++) {
        switch (*text) {
        case '%':
            fputs("%25", out);
            break;
        case ':':
            fputs(is_property ? "%3A" : ":", out);
            break;
        case ',':
            fputs(is_property ? "%2C" : ",", out);
            break;
        default:
            putc(*text, out);
        }
    }
}

static void put_number(FILE *out, const char *name, uint32_t number)
{
    if (number)
        fprintf(out, ",%s=%u", name, number);
}

static void put_finding(FILE *out, struct arena *scratch, const struct finding *finding,
                        const char *prefix)
{
    static const char *const commands[] = {
        [SEVERITY_SUGGESTION] = "notice",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_ERROR] = "error",
    };
    fprintf(out, "::%s file=", commands[finding->severity]);
    put_escaped(out, scratch, prefix, true);
    put_escaped(out, scratch, finding->path, true);
    put_number(out, "line", finding->where.line);
    put_number(out, "endLine", finding->where.end_line);
    /* The runner takes columns only within one line. */
    if (finding->where.end_line == finding->where.line) {
        put_number(out, "col", finding->where.column);
        put_number(out, "endColumn", finding->where.end_column);
    }
    fputs(",title=", out);
    put_escaped(out, scratch, finding->rule, true);
    if (finding->account) {
        fputs(" (", out);
        put_escaped(out, scratch, finding->account, true);
        putc(')', out);
    }
    fputs("::", out);
    put_escaped(out, scratch, finding->message, false);
    putc('\n', out);
}

void format_github(FILE *out, struct arena *scratch, const struct check_report *report)
{
    size_t shown = report->count < MAX_ANNOTATIONS ? report->count : MAX_ANNOTATIONS;
    /* Errors first, so that a flood of lesser findings does not hide them. */
    size_t left = shown;
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_SUGGESTION; severity--) {
        for (size_t i = 0; i < report->count && left; i++) {
            if ((int)report->items[i]->severity != severity)
                continue;
            put_finding(out, scratch, report->items[i], report->path_prefix);
            left--;
        }
    }
    fprintf(out, "%zu %s: %zu errors, %zu warnings, %zu suggestions\n", report->posts,
            check_report_noun(report), report->errors, report->warnings, report->suggestions);
    if (shown < report->count)
        fprintf(out, "%zu findings of %zu are shown\n", shown, report->count);
}

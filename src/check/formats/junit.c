/* `--format junit`: each finding as a test, for servers that show tests. What would fail the check
 * has failed; the others have passed, and say so in their output. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "lib/escape.h"
#include "lib/unicode.h"

static void put_escaped(struct text_buffer *out, struct arena *scratch, const char *text)
{
    escape_html(out, unicode_visible(scratch, text, strlen(text), false));
}

static void put_attribute(struct text_buffer *out, struct arena *scratch, const char *name,
                          const char *text)
{
    text_printf(out, " %s=\"", name);
    put_escaped(out, scratch, text);
    text_puts(out, "\"");
}

static const char *place_of(struct arena *scratch, const struct check_report *report,
                            const struct finding *finding)
{
    const struct span *where = &finding->where;
    const char *path = arena_printf(scratch, "%s%s", report->path_prefix, finding->path);
    if (!where->line)
        return path;
    return where->column ? arena_printf(scratch, "%s:%u:%u", path, where->line, where->column)
                         : arena_printf(scratch, "%s:%u", path, where->line);
}

static void put_case(struct text_buffer *out, struct arena *scratch,
                     const struct check_report *report, const struct finding *finding)
{
    const char *place = place_of(scratch, report, finding);
    text_puts(out, "    <testcase");
    put_attribute(out, scratch, "classname", finding->rule);
    put_attribute(out, scratch, "name",
                  finding->account ? arena_printf(scratch, "%s (%s)", place, finding->account)
                                   : place);
    put_attribute(out, scratch, "file",
                  arena_printf(scratch, "%s%s", report->path_prefix, finding->path));
    text_puts(out, ">\n");
    if (finding_fails(finding, report->is_strict)) {
        text_puts(out, "      <failure");
        put_attribute(out, scratch, "type", severity_name(finding->severity));
        put_attribute(out, scratch, "message", finding->message);
        text_puts(out, ">");
        put_escaped(out, scratch, arena_printf(scratch, "%s: %s", place, finding->message));
        text_puts(out, "</failure>\n");
    } else {
        text_puts(out, "      <system-out>");
        put_escaped(out, scratch,
                    arena_printf(scratch, "%s: %s: %s", place, severity_name(finding->severity),
                                 finding->message));
        text_puts(out, "</system-out>\n");
    }
    text_puts(out, "    </testcase>\n");
}

void format_junit(FILE *out, struct arena *scratch, const struct check_report *report)
{
    struct text_buffer text = text_buffer_in(scratch, SIZE_MAX / 2);
    size_t failures = 0;
    for (size_t i = 0; i < report->count; i++)
        failures += finding_fails(report->items[i], report->is_strict);
    /* A report without a test is an error to some servers. */
    size_t tests = report->count ? report->count : 1;
    text_puts(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    text_printf(&text,
                "  <testsuite name=\"pregon check\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n",
                tests, failures);
    for (size_t i = 0; i < report->count; i++)
        put_case(&text, scratch, report, report->items[i]);
    if (!report->count)
        text_printf(&text, "    <testcase classname=\"pregon\" name=\"%zu %s\"/>\n", report->posts,
                    check_report_noun(report));
    text_puts(&text, "  </testsuite>\n</testsuites>\n");
    fwrite(text_end(&text), 1, text.bytes, out);
}

/* What people and programs read of us, with foreign text in it: the parts `message` (without a
 * name), `path`, `rule`, `account`, `suggestion`, `link`, `match`, and `file`, whose lines are
 * shown. Behind each format waits its reader (common/oracles.h). */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "common/oracles.h"
#include "io/output.h"
#include "lib/csv.h"
#include "lib/escape.h"
#include "lib/ics.h"
#include "lib/unicode.h"
#include "model/finding.h"

/* What was written to a stream in memory. */
struct written {
    FILE *stream;
    char *text;
    size_t bytes;
};

static void open_written(struct written *written)
{
    written->stream = open_memstream(&written->text, &written->bytes);
    if (!written->stream)
        abort();
}

static void close_written(struct written *written)
{
    fclose(written->stream);
    free(written->text);
}

static const char *read_file(void *context, const char *path __attribute__((unused)), size_t *bytes)
{
    const struct fuzz_part *file = context;
    *bytes = file->bytes;
    return file->text;
}

static void check_one(struct arena *arena, const char *name, const struct check_report *report)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct written written = { 0 };
    open_written(&written);
    check_format_find(name)(written.stream, &scratch, report);
    fflush(written.stream);
    fuzz_now = name;
    bool is_text = text_equal(name, "text");
    oracle_terminal(written.text, written.bytes, report->has_color && is_text);
    oracle_runner(arena, written.text, written.bytes, text_equal(name, "github"));
    if (text_equal(name, "junit"))
        oracle_xml(arena, written.text, written.bytes);
    else if (text_equal(name, "rdjson") || text_equal(name, "json") || text_equal(name, "sarif") ||
             text_equal(name, "gitlab") || text_equal(name, "vale"))
        oracle_json(arena, written.text, written.bytes);
    close_written(&written);
    fuzz_now = NULL;
}

static void check_formats(struct arena *arena, const struct fuzz_parts *parts)
{
    static const char *const names[] = { "text",   "json",  "github", "vale",
                                         "gitlab", "junit", "sarif",  "rdjson" };
    struct fuzz_part file = fuzz_find(parts, "file");
    const char *suggestion = fuzz_find(parts, "suggestion").text;
    const char *account = fuzz_find(parts, "account").text;
    const struct finding finding = {
        .path = fuzz_find(parts, "path").text,
        .where = { .line = 1, .column = 2, .end_line = 1, .end_column = 5 },
        .severity = SEVERITY_WARNING,
        .rule = fuzz_find(parts, "rule").text,
        .message = parts->items[0].text,
        .account = *account ? account : NULL,
        .suggestions = &suggestion,
        .suggestion_count = 1,
        .link = fuzz_find(parts, "link").text,
        .fix = { .start_byte = 0, .end_byte = file.bytes, .text = suggestion },
        .match = fuzz_find(parts, "match").text,
        .description = parts->items[0].text,
        .action = "replace",
        .params = &suggestion,
        .param_count = 1,
    };
    const struct finding *items[] = { &finding, &finding };
    struct check_report report = { .posts = 1,
                                   .path_prefix = "",
                                   .read = read_file,
                                   .context = &file,
                                   .has_color = parts->count % 2 };
    check_report_set(&report, items, 2);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_one(arena, names[i], &report);
}

static void check_lines(struct arena *arena, const struct fuzz_parts *parts)
{
    struct written written = { 0 };
    open_written(&written);
    for (size_t i = 0; i < parts->count; i++)
        output_printf(written.stream, "%s\n", parts->items[i].text);
    fflush(written.stream);
    oracle_terminal(written.text, written.bytes, false);
    oracle_runner(arena, written.text, written.bytes, false);
    close_written(&written);
}

static void check_markup(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, SIZE_MAX / 2);
    text_puts(&out, "<p title=\"");
    escape_html(&out, text);
    text_puts(&out, "\"><a href=\"");
    escape_html_address(&out, arena_printf(arena, "https://h.example/%s", text));
    text_puts(&out, "\">");
    escape_html(&out, text);
    text_puts(&out, "</a></p>");
    oracle_xml(arena, text_end(&out), out.bytes);
}

static void check_csv(struct arena *arena, const struct fuzz_parts *parts)
{
    struct text_buffer out = text_buffer_in(arena, SIZE_MAX / 2);
    const char **cells = arena_alloc_array(arena, parts->count, sizeof *cells);
    for (size_t i = 0; i < parts->count; i++)
        cells[i] = parts->items[i].text;
    csv_put_row(&out, cells, parts->count);
    oracle_csv_row(text_end(&out), out.bytes, parts->count);
}

/* Lines of at most 75 bytes, none of which we did not begin; of text made visible, as `plan` does.
 */
static void check_ics(struct arena *arena, const char *text)
{
    text = unicode_visible(arena, text, strlen(text), true);
    struct text_buffer out = text_buffer_in(arena, SIZE_MAX / 2);
    ics_put_text(&out, "SUMMARY", text);
    const char *at = text_end(&out);
    for (bool is_first = true; *at; is_first = false) {
        size_t line = strcspn(at, "\r\n");
        fuzz_check(strncmp(at + line, "\r\n", 2) == 0 && line <= 75, "a line", at);
        fuzz_check(is_first || *at == ' ', "a line that we did not begin", at);
        at += line + 2;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct fuzz_parts parts = fuzz_split(&arena, data, bytes);
    check_formats(&arena, &parts);
    check_lines(&arena, &parts);
    check_csv(&arena, &parts);
    for (size_t i = 0; i < parts.count; i++) {
        check_ics(&arena, parts.items[i].text);
        if (utf8_valid_bytes(parts.items[i].text, parts.items[i].bytes) == parts.items[i].bytes)
            check_markup(&arena, parts.items[i].text);
    }
    return 0;
}

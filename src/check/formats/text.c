/* `--format text`: for people, with the line in question and a caret under it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "check/formats/lines.h"
#include "lib/unicode.h"
#include "lib/wrap.h"

/* The column in which a line in question begins, and what a terminal has no room for. */
enum { INDENT = 8 };

/* The part of a long line that is shown around the caret, in characters. */
enum { EXCERPT_BEFORE = 60, EXCERPT_AFTER = 40, MAX_CARETS = 60, MAX_SUGGESTIONS = 3 };

/* What of a line a terminal has room for, without the marks of what is left out; SIZE_MAX: it is
 * none. */
static size_t excerpt_room(const struct check_report *report)
{
    enum { MARKS = 2, NARROWEST = 20, WIDEST = EXCERPT_BEFORE + EXCERPT_AFTER };
    if (!report->columns)
        return SIZE_MAX;
    if (report->columns < INDENT + MARKS + NARROWEST)
        return NARROWEST;
    size_t room = report->columns - INDENT - MARKS;
    return room < WIDEST ? room : WIDEST;
}

/* Nobody reads on, and a log of a CI service would be cut somewhere. */
enum { MAX_BYTES = 1000 * 1000 };

static const char *color(const struct check_report *report, const char *code)
{
    return report->has_color ? code : "";
}

static const char *severity_color(enum severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return "\033[1;31m";
    case SEVERITY_WARNING:
        return "\033[1;33m";
    case SEVERITY_SUGGESTION:
        return "\033[1;34m";
    }
    return "";
}

static void put_repeated(FILE *out, char c, size_t count)
{
    while (count--)
        putc(c, out);
}

/* How far the carets reach: within the line, at least one. */
static size_t marked_characters(const struct span *where)
{
    if (where->end_line == where->line && where->end_column > where->column)
        return where->end_column - where->column;
    return 1;
}

/* The part of a line that is shown, in bytes of it. */
struct excerpt {
    size_t start, caret, end;
    size_t marked; /* from the caret on */
};

static struct excerpt excerpt_of(const struct check_report *report, const struct span *where,
                                 const char *line, size_t line_bytes)
{
    size_t room = excerpt_room(report);
    size_t most = room == SIZE_MAX ? EXCERPT_BEFORE : room * 3 / 5;
    size_t column = where->column ? where->column - 1 : 0;
    size_t before = column > most ? most : column;
    size_t after = room == SIZE_MAX ? EXCERPT_AFTER : room - before;
    size_t marks = marked_characters(where);
    size_t caret = lines_bytes_of(line, line_bytes, column);
    struct excerpt excerpt = {
        .start = lines_bytes_of(line, line_bytes, column - before),
        .caret = caret,
        .marked = lines_bytes_of(line + caret, line_bytes - caret,
                                 room != SIZE_MAX && marks > after ? after : marks),
    };
    size_t rest = lines_bytes_of(line + caret, line_bytes - caret, after);
    excerpt.end = caret + (rest > excerpt.marked ? rest : excerpt.marked);
    return excerpt;
}

static void put_excerpt(FILE *out, struct arena *scratch, const struct check_report *report,
                        const struct span *where, const char *text, size_t bytes)
{
    size_t line_bytes;
    const char *line = lines_find(text, bytes, where->line, &line_bytes);
    if (!line)
        return;
    struct excerpt excerpt = excerpt_of(report, where, line, line_bytes);
    bool is_cut = excerpt.start > 0;
    char *shown = arena_strndup(scratch, line + excerpt.start, excerpt.end - excerpt.start);
    for (char *tab = shown; (tab = strchr(tab, '\t'));)
        *tab = ' ';
    const char *visible = unicode_visible(scratch, shown, strlen(shown), false);
    fprintf(out, "%s%5u |%s %s%s%s\n", color(report, "\033[2m"), where->line,
            color(report, "\033[0m"), is_cut ? "…" : "", visible,
            excerpt.end < line_bytes ? "…" : "");
    if (!where->column)
        return;
    /* Columns on the terminal of what stands before the caret, as it is shown. */
    const char *before = unicode_visible(scratch, shown, excerpt.caret - excerpt.start, false);
    const char *under =
        unicode_visible(scratch, shown + (excerpt.caret - excerpt.start), excerpt.marked, false);
    size_t carets = unicode_columns(under, strlen(under));
    fprintf(out, "%s      |%s ", color(report, "\033[2m"), color(report, "\033[0m"));
    put_repeated(out, ' ', unicode_columns(before, strlen(before)) + (is_cut ? 1 : 0));
    fputs(color(report, "\033[1;32m"), out);
    put_repeated(out, '^', carets < 1 ? 1 : carets > MAX_CARETS ? MAX_CARETS : carets);
    fprintf(out, "%s\n", color(report, "\033[0m"));
}

/* Whether a secret may stand in the line of finding `index`. */
static bool is_hidden(const struct check_report *report, size_t index)
{
    const struct finding *finding = report->items[index];
    size_t first = index;
    while (first && report->items[first - 1]->where.line == finding->where.line &&
           strcmp(report->items[first - 1]->path, finding->path) == 0)
        first--;
    for (size_t i = first;
         i < report->count && report->items[i]->where.line == finding->where.line &&
         strcmp(report->items[i]->path, finding->path) == 0;
         i++) {
        if (report->items[i]->secret)
            return true;
    }
    return false;
}

/* A text, made visible, behind what takes `used` columns of the line. */
static void put_behind(FILE *out, struct arena *scratch, const struct check_report *report,
                       size_t used, const char *text)
{
    struct text_buffer wrapped = text_buffer_in(scratch, SIZE_MAX / 2);
    const char *visible = unicode_visible(scratch, text, strlen(text), false);
    size_t first = unicode_columns(visible, strcspn(visible, " "));
    bool has_room = !report->columns || used + 1 + first <= report->columns;
    text_printf(&wrapped, "%s%*s", has_room ? "" : "\n", has_room ? 1 : INDENT, "");
    wrap_put(&wrapped, visible, has_room ? used + 1 : INDENT, INDENT, report->columns);
    fprintf(out, "%s\n", text_end(&wrapped));
}

static void put_head(FILE *out, struct arena *scratch, const struct check_report *report,
                     const struct finding *finding)
{
    const char *place = finding->path;
    if (finding->where.line)
        place = arena_printf(scratch, "%s:%u", place, finding->where.line);
    if (finding->where.line && finding->where.column)
        place = arena_printf(scratch, "%s:%u", place, finding->where.column);
    /* With the colons, of which two in a row would be a command. */
    place = arena_printf(scratch, "%s:", place);
    place = unicode_visible(scratch, place, strlen(place), false);
    const char *word = severity_word(finding->severity);
    fprintf(out, "%s%s%s %s%s:%s", color(report, "\033[1m"), place, color(report, "\033[0m"),
            color(report, severity_color(finding->severity)), word, color(report, "\033[0m"));
    put_behind(
        out, scratch, report,
        unicode_columns(place, strlen(place)) + unicode_columns(word, strlen(word)) + strlen(" :"),
        arena_printf(scratch, "%s [%s%s%s]", finding->message, finding->rule,
                     finding->account ? ", " : "", finding->account ? finding->account : ""));
}

static void put_suggestions(FILE *out, struct arena *scratch, const struct check_report *report,
                            const struct finding *finding)
{
    for (size_t i = 0; i < finding->suggestion_count && i < MAX_SUGGESTIONS; i++) {
        fputs("      =", out);
        put_behind(out, scratch, report, strlen("      ="), finding->suggestions[i]);
    }
}

static void put_summary(FILE *out, const struct check_report *report)
{
    if (report->has_texts)
        fprintf(out, ngettext("%zu text: ", "%zu texts: ", report->posts), report->posts);
    else
        fprintf(out, ngettext("%zu post: ", "%zu posts: ", report->posts), report->posts);
    if (!report->count) {
        fprintf(out, "%s\n", _("nothing to mend"));
        return;
    }
    fprintf(out, ngettext("%zu error, ", "%zu errors, ", report->errors), report->errors);
    fprintf(out, ngettext("%zu warning, ", "%zu warnings, ", report->warnings), report->warnings);
    fprintf(out, ngettext("%zu suggestion", "%zu suggestions", report->suggestions),
            report->suggestions);
    putc('\n', out);
}

static void put_finding(FILE *out, struct arena *scratch, const struct check_report *report,
                        size_t index)
{
    const struct finding *finding = report->items[index];
    size_t bytes = 0;
    put_head(out, scratch, report, finding);
    const char *text = finding->where.line && !is_hidden(report, index)
                           ? report->read(report->context, finding->path, &bytes)
                           : NULL;
    if (text)
        put_excerpt(out, scratch, report, &finding->where, text, bytes);
    put_suggestions(out, scratch, report, finding);
}

/* As many findings as there is room for; how many. */
static size_t put_findings(FILE *out, struct arena *scratch, const struct check_report *report)
{
    size_t shown = 0;
    size_t written = 0;
    size_t bytes = 0;
    char *text = NULL;
    FILE *memory = open_memstream(&text, &bytes);
    if (!memory)
        out_of_memory();
    for (; shown < report->count; shown++) {
        put_finding(memory, scratch, report, shown);
        arena_reset(scratch);
        fflush(memory);
        if (bytes > MAX_BYTES)
            break;
        fwrite(text + written, 1, bytes - written, out);
        written = bytes;
    }
    fclose(memory);
    free(text);
    return shown;
}

void format_text(FILE *out, struct arena *scratch, const struct check_report *report)
{
    size_t left = report->count - put_findings(out, scratch, report);
    if (left)
        fprintf(out,
                ngettext("%zu finding more is not shown: '--format json' has all of them\n",
                         "%zu findings more are not shown: '--format json' has all of them\n",
                         left),
                left);
    put_summary(out, report);
}

/* Blocks of GitHub's Markdown that cmark does not know: tables, footnotes, `$$`. */
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/markup_parts.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* --- tables --- */

static struct markup_line trim(const char *text, struct markup_line line)
{
    while (line.start < line.end && is_blank(text[line.start]))
        line.start++;
    while (line.end > line.start && is_blank(text[line.end - 1]))
        line.end--;
    return line;
}

/* The bar at or behind `at` that separates cells; `\|` does not. */
static size_t find_bar(const char *text, size_t at, size_t end)
{
    while (at < end && text[at] != '|')
        at += text[at] == '\\' && at + 1 < end ? 2 : 1;
    return at < end ? at : end;
}

size_t markup_table_cells(const char *text, const struct markup_line *row,
                          struct markup_line *cells, size_t capacity)
{
    struct markup_line line = trim(text, *row);
    size_t count = 0;
    size_t at = line.start;
    if (at < line.end && text[at] == '|')
        at++;
    while (at < line.end) {
        size_t bar = find_bar(text, at, line.end);
        if (count < capacity)
            cells[count] = trim(text, (struct markup_line){ at, bar });
        count++;
        at = bar + 1;
    }
    return count;
}

/* `:---:` */
static bool is_rule_cell(const char *text, struct markup_line cell)
{
    if (cell.start < cell.end && text[cell.start] == ':')
        cell.start++;
    if (cell.start < cell.end && text[cell.end - 1] == ':')
        cell.end--;
    if (cell.start >= cell.end)
        return false;
    for (size_t at = cell.start; at < cell.end; at++)
        if (text[at] != '-')
            return false;
    return true;
}

static bool is_rule(const char *text, const struct markup_line *row, size_t *columns)
{
    enum { MAX_CELLS = 64 };
    struct markup_line cells[MAX_CELLS];
    struct markup_line line = trim(text, *row);
    if (line.start == line.end || !strchr("|:-", text[line.start]) ||
        !memchr(text + line.start, '-', line.end - line.start))
        return false;
    *columns = markup_table_cells(text, row, cells, MAX_CELLS);
    if (*columns > MAX_CELLS)
        return false;
    for (size_t i = 0; i < *columns; i++)
        if (!is_rule_cell(text, cells[i]))
            return false;
    return *columns > 0;
}

size_t markup_table_rule(const char *text, const struct markup_line *lines, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        size_t columns;
        if (is_rule(text, &lines[i], &columns))
            return markup_table_cells(text, &lines[i - 1], NULL, 0) == columns ? i : 0;
    }
    return 0;
}

/* --- what is taken out of a document before cmark reads it --- */

struct document {
    struct markup_notes *notes;
    struct arena *arena;
    char *text;
    size_t bytes;
    char fence; /* inside a fenced block: its mark, else 0 */
    size_t fence_marks;
};

static size_t line_end(const struct document *document, size_t at)
{
    const char *newline = memchr(document->text + at, '\n', document->bytes - at);
    return newline ? (size_t)(newline - document->text) : document->bytes;
}

static size_t next_line(const struct document *document, size_t at)
{
    size_t end = line_end(document, at);
    return end < document->bytes ? end + 1 : end;
}

static size_t indent_of(const struct document *document, size_t at)
{
    size_t indent = 0;
    while (at + indent < document->bytes && document->text[at + indent] == ' ')
        indent++;
    return indent;
}

static size_t marks_at(const struct document *document, size_t at, char mark)
{
    size_t count = 0;
    while (at + count < document->bytes && document->text[at + count] == mark)
        count++;
    return count;
}

static bool is_blank_line(const struct document *document, size_t at)
{
    size_t end = line_end(document, at);
    while (at < end && is_blank(document->text[at]))
        at++;
    return at == end;
}

static void blank_out(struct document *document, size_t start, size_t end)
{
    for (; start < end; start++)
        if (document->text[start] != '\n')
            document->text[start] = ' ';
}

/* Keeps track of fenced code, in which nothing else begins. */
static bool is_fenced(struct document *document, size_t at)
{
    size_t indent = indent_of(document, at);
    char mark = at + indent < document->bytes ? document->text[at + indent] : 0;
    size_t marks =
        indent < 4 && (mark == '`' || mark == '~') ? marks_at(document, at + indent, mark) : 0;
    if (document->fence) {
        if (mark == document->fence && marks >= document->fence_marks)
            document->fence = 0;
        return true;
    }
    if (marks < 3)
        return false;
    document->fence = mark;
    document->fence_marks = marks;
    return true;
}

/* Behind the `$$` block that begins at `at`; `at` where none does. */
static size_t math_end(const struct document *document, size_t at)
{
    size_t indent = indent_of(document, at);
    if (indent > 3 || marks_at(document, at + indent, '$') < 2)
        return at;
    for (size_t line = next_line(document, at); line < document->bytes;
         line = next_line(document, line)) {
        size_t start = line + indent_of(document, line);
        size_t marks = marks_at(document, start, '$');
        if (start - line < 4 && marks >= 2 && is_blank_line(document, start + marks))
            return next_line(document, line);
    }
    return document->bytes;
}

/* Behind the label of a footnote that is defined at `at`, and its colon; 0 where none is. */
static size_t label_end(const struct document *document, size_t at, size_t *label)
{
    size_t start = at + indent_of(document, at);
    size_t end = line_end(document, at);
    if (start - at > 3 || start + 2 >= end || document->text[start] != '[' ||
        document->text[start + 1] != '^')
        return 0;
    *label = start + 2;
    const char *close = memchr(document->text + start, ']', end - start);
    size_t behind = close ? (size_t)(close - document->text) : end;
    return behind > *label && behind + 1 < end && document->text[behind + 1] == ':' ? behind + 2
                                                                                    : 0;
}

/* Behind the lines that belong to a footnote whose first is at `at`: until a blank line, and behind
 * it what is indented. */
static size_t note_end(const struct document *document, size_t at)
{
    size_t end = next_line(document, at);
    size_t line = end;
    bool was_blank = false;
    while (line < document->bytes) {
        size_t label;
        if (is_blank_line(document, line)) {
            was_blank = true;
        } else if ((was_blank && indent_of(document, line) < 4) ||
                   label_end(document, line, &label)) {
            break;
        } else {
            was_blank = false;
            end = next_line(document, line);
        }
        line = next_line(document, line);
    }
    return end;
}

static void add_note(struct document *document, size_t label, size_t start, size_t end)
{
    struct markup_notes *notes = document->notes;
    struct arena *arena = document->arena;
    char *text = arena_alloc(arena, end - start + 1);
    struct trace *trace = arena_alloc(arena, sizeof *trace);
    size_t bytes = 0;
    for (size_t at = start; at < end;) {
        if (at > start) { /* up to four blanks of each further line are the footnote's own */
            size_t indent = indent_of(document, at);
            at += indent < 4 ? indent : 4;
        }
        size_t behind = next_line(document, at);
        trace_add(trace, arena, bytes, behind - at, at, behind - at);
        memcpy(text + bytes, document->text + at, behind - at);
        bytes += behind - at;
        at = behind;
    }
    notes->items =
        list_grow(arena, notes->items, notes->count, &notes->capacity, sizeof *notes->items);
    notes->items[notes->count++] = (struct markup_footnote){
        .label = arena_strndup(arena, document->text + label, start - 2 - label),
        .content = { .text = text, .bytes = bytes, .below = trace },
    };
}

/* Whether `first` stands in front of `second` somewhere. */
static bool has_pair(const char *text, size_t bytes, char first, char second)
{
    const char *end = text + bytes;
    for (const char *at = text; (at = memchr(at, first, (size_t)(end - at))); at++)
        if (at + 1 < end && at[1] == second)
            return true;
    return false;
}

size_t markup_take_out(struct markup_notes *notes, struct arena *arena, char *text, size_t bytes)
{
    struct document document = { .notes = notes, .arena = arena, .text = text, .bytes = bytes };
    size_t math = 0;
    if (!has_pair(text, bytes, '$', '$') && !has_pair(text, bytes, '[', '^'))
        return 0;
    for (size_t at = 0; at < bytes;) {
        size_t label;
        if (is_fenced(&document, at)) {
            at = next_line(&document, at);
            continue;
        }
        size_t end = math_end(&document, at);
        size_t content = end == at ? label_end(&document, at, &label) : 0;
        math += end > at;
        if (content) {
            end = note_end(&document, at);
            add_note(&document, label, content, end);
        }
        if (end > at)
            blank_out(&document, at, end);
        at = end > at ? end : next_line(&document, at);
    }
    return math;
}

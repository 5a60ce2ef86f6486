/* CSV, read. */
#include "lib/csv_read.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/unicode.h"

struct scan {
    struct arena *arena;
    const char *at, *end;
    int line;
    char separator;
};

/* What stands most often in the first line, outside of quotes. */
static char find_separator(const char *at, const char *end)
{
    static const char candidates[] = ",;\t";
    size_t counts[sizeof candidates] = { 0 };
    bool is_quoted = false;
    size_t best = 0;
    for (; at < end && (is_quoted || (*at != '\n' && *at != '\r')); at++) {
        const char *found = memchr(candidates, *at, sizeof candidates - 1);
        is_quoted ^= *at == '"';
        if (found && !is_quoted)
            counts[found - candidates]++;
    }
    for (size_t i = 1; i < sizeof candidates - 1; i++)
        if (counts[i] > counts[best])
            best = i;
    return candidates[best];
}

static bool at_break(const struct scan *scan) { return *scan->at == '\n' || *scan->at == '\r'; }

/* Over one line break of any kind. */
static void skip_break(struct scan *scan)
{
    bool is_return = *scan->at++ == '\r';
    if (is_return && scan->at < scan->end && *scan->at == '\n')
        scan->at++;
    scan->line++;
}

static void put(struct text_buffer *out, char c)
{
    if ((unsigned char)c >= ' ' || c == '\t' || c == '\n')
        if (c != 0x7F)
            text_putc(out, c);
}

static int read_quoted(struct scan *scan, struct text_buffer *out, struct err *err)
{
    int begun = scan->line;
    for (scan->at++; scan->at < scan->end;) {
        if (*scan->at == '"' && scan->at + 1 < scan->end && scan->at[1] == '"') {
            put(out, '"');
            scan->at += 2;
        } else if (*scan->at == '"') {
            scan->at++;
            return 0;
        } else if (at_break(scan)) {
            skip_break(scan);
            put(out, '\n');
        } else {
            put(out, *scan->at++);
        }
    }
    return err_set(err, ERR_INPUT, _("line %d: a quote is opened and never closed"), begun);
}

static const char *without_guard(const char *cell)
{
    return cell[0] == '\'' && cell[1] && strchr("=+-@\t\n", cell[1]) ? cell + 1 : cell;
}

static int read_cell(const char **out, struct scan *scan, struct err *err)
{
    struct text_buffer cell = text_buffer_in(scan->arena, CSV_FILE_BYTES);
    if (scan->at < scan->end && *scan->at == '"' && read_quoted(scan, &cell, err) != 0)
        return -1;
    while (scan->at < scan->end && *scan->at != scan->separator && !at_break(scan))
        put(&cell, *scan->at++);
    *out = without_guard(text_end(&cell));
    return 0;
}

static int read_row(struct csv_row *out, struct scan *scan, struct err *err)
{
    struct csv_row row = { .line = scan->line };
    size_t capacity = 0;
    for (;;) {
        const char *cell;
        if (row.count == CSV_CELLS)
            return err_set(err, ERR_INPUT, _("line %d has more than %d cells"), row.line,
                           CSV_CELLS);
        if (read_cell(&cell, scan, err) != 0)
            return -1;
        row.cells = list_grow(scan->arena, row.cells, row.count, &capacity, sizeof *row.cells);
        row.cells[row.count++] = cell;
        if (scan->at == scan->end || *scan->at != scan->separator)
            break;
        scan->at++;
    }
    if (scan->at < scan->end)
        skip_break(scan);
    *out = row;
    return 0;
}

static bool is_empty(const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i][strspn(row->cells[i], " \t\n")])
            return false;
    return true;
}

/* Excel's plain "CSV" is in the encoding of the machine. */
static int check_encoding(const char *bytes, size_t size, struct err *err)
{
    size_t valid = utf8_valid_bytes(bytes, size);
    int line = 1;
    if (valid == size)
        return 0;
    for (size_t i = 0; i < valid; i++)
        line += bytes[i] == '\n';
    return err_set(err, ERR_INPUT,
                   _("line %d is not in UTF-8: save the file as 'CSV UTF-8', not as 'CSV'"), line);
}

int csv_read(struct csv_table *out, struct arena *arena, const char *bytes, size_t size,
             struct err *err)
{
    struct csv_table table = { 0 };
    size_t capacity = 0;
    if (size > CSV_FILE_BYTES)
        return err_set(err, ERR_INPUT, _("the file is larger than 4 MiB"));
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    if (check_encoding(bytes, size, err) != 0)
        return -1;
    struct scan scan = { .arena = arena,
                         .at = bytes,
                         .end = bytes + size,
                         .line = 1,
                         .separator = find_separator(bytes, bytes + size) };
    while (scan.at < scan.end) {
        struct csv_row row;
        if (read_row(&row, &scan, err) != 0)
            return -1;
        if (is_empty(&row))
            continue;
        if (table.count == CSV_ROWS)
            return err_set(err, ERR_INPUT, _("the file has more than %d rows"), CSV_ROWS);
        table.rows = list_grow(arena, table.rows, table.count, &capacity, sizeof *table.rows);
        table.rows[table.count++] = row;
    }
    *out = table;
    return 0;
}

const char *csv_cell(const struct csv_row *row, size_t index)
{
    return index < row->count ? row->cells[index] : "";
}

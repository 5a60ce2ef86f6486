/* Bulk files of Buffer, Hootsuite and Metricool.
 *
 * Buffer: Text, Image URL, Tags, Posting Time (`2026-11-24 09:30`); its template, 2026.
 * Hootsuite: no header; date and time (day or month first, or the year), message, link; its bulk
 * composer, 2016 to 2026.
 * Metricool: its template as of 2026-05: Text, Date, Time, Draft, a column of true and false for
 * each network, Picture Url 1 to 10, Alt text picture 1 to 10, and some fifty more; older ones have
 * Twitter for Twitter/X and GMB for GBP. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/import_rows.h"
#include "lib/csv_read.h"
#include "lib/moment.h"
#include "lib/value.h"

enum { LOST_BYTES = 64 * 1024 };

static const char *trimmed(struct arena *arena, const char *cell)
{
    size_t bytes;
    cell += strspn(cell, " \t\n");
    bytes = strlen(cell);
    while (bytes && strchr(" \t\n", cell[bytes - 1]))
        bytes--;
    return arena_strndup(arena, cell, bytes);
}

static bool is_true(const char *cell)
{
    return text_equal_ignoring_case(cell, "true") || text_equal_ignoring_case(cell, "yes") ||
           text_equal_ignoring_case(cell, "verdadero") || text_equal(cell, "1");
}

static bool is_false(const char *cell)
{
    return !*cell || text_equal_ignoring_case(cell, "false") ||
           text_equal_ignoring_case(cell, "no") || text_equal_ignoring_case(cell, "falso") ||
           text_equal(cell, "0");
}

/* --- times --- */

/* `24/11/2026 9:30`, `2026-11-24T09:30:00`: three numbers and, if any, an hour. */
static bool read_time(struct local_time *out, bool *has_hour, const char *text,
                      enum import_dates dates)
{
    int number[3];
    int hour = 0;
    int minute = 0;
    int read = 0;
    if (sscanf(text, "%4d%*1[-/.]%2d%*1[-/.]%4d%n", &number[0], &number[1], &number[2], &read) != 3)
        return false;
    text += read;
    *has_hour = *text != '\0';
    int end = 0;
    if (*has_hour && (sscanf(text, "%*[ T]%2d:%2d%n", &hour, &minute, &end) != 2 ||
                      (text[end] && !(text[end] == ':' && strlen(text + end) == 3))))
        return false;
    bool is_year_first = number[0] > 31;
    bool is_month_first = dates == DATES_MONTH_FIRST;
    *out = (struct local_time){
        .year = is_year_first ? number[0] : number[2],
        .month = number[is_year_first || !is_month_first],
        .day = is_year_first ? number[2] : number[is_month_first],
        .hour = hour,
        .minute = minute,
    };
    return moment_is_valid(out);
}

/* By all rows together: a number above 12 is a day. */
static int find_order(enum import_dates *out, const struct csv_table *table, size_t first_row,
                      size_t column, struct err *err)
{
    bool day_first = false;
    bool month_first = false;
    bool is_asked = false;
    for (size_t i = first_row; i < table->count; i++) {
        int a;
        int b;
        if (sscanf(csv_cell(&table->rows[i], column), " %4d%*1[-/.]%2d", &a, &b) != 2 || a > 31)
            continue;
        day_first |= a > 12;
        month_first |= b > 12;
        is_asked |= a != b;
    }
    if (*out != DATES_UNKNOWN || !is_asked)
        return 0;
    if (day_first == month_first)
        return err_set(err, ERR_INPUT,
                       _("its dates may begin with the day or with the month: say --dates dmy or "
                         "--dates mdy"));
    *out = day_first ? DATES_DAY_FIRST : DATES_MONTH_FIRST;
    return 0;
}

static void take_time(struct import_row *row, const char *text, enum import_dates dates)
{
    if (!*text)
        row->is_draft = true; /* it waits for a time */
    else if (!read_time(&row->at, &row->has_time, text, dates))
        row->left_out = _("its date can't be understood");
    else
        row->is_draft |= !row->has_time;
}

/* --- what is not taken along --- */

static void lose(struct text_buffer *lost, const char *what, const char *value)
{
    text_printf(lost, "%s%s: %s", lost->bytes ? "\n" : "", what, value);
}

static void finish(struct import_row *row, struct text_buffer *lost)
{
    if (lost->bytes)
        row->lost = text_end(lost);
    row->is_draft |= lost->bytes > 0;
    if (!*row->text && !row->left_out)
        row->left_out = _("it has no text");
}

static void take_link(struct import_row *row, struct text_buffer *lost, const char *url)
{
    if (*url && value_url_problem(url))
        lose(lost, _("link"), url);
    else if (*url)
        row->link = url;
}

/* --- each format --- */

static size_t column_of(const struct csv_table *table, const char *name)
{
    for (size_t i = 0; table->count && i < table->rows[0].count; i++) {
        const char *cell = table->rows[0].cells[i];
        cell += strspn(cell, " ");
        size_t bytes = strlen(cell);
        while (bytes && cell[bytes - 1] == ' ')
            bytes--;
        if (bytes == strlen(name) && strncasecmp(cell, name, bytes) == 0)
            return i;
    }
    return CSV_CELLS;
}

static int read_buffer(struct import_rows *out, struct arena *arena, const struct csv_table *table,
                       enum import_dates dates, struct err *err)
{
    size_t text = column_of(table, "Text");
    size_t image = column_of(table, "Image URL");
    size_t tags = column_of(table, "Tags");
    size_t time = column_of(table, "Posting Time");
    if (find_order(&dates, table, 1, time, err) != 0)
        return -1;
    for (size_t i = 1; i < table->count; i++) {
        const struct csv_row *cells = &table->rows[i];
        struct text_buffer lost = text_buffer_in(arena, LOST_BYTES);
        struct import_row *row = &out->items[out->count++];
        *row = (struct import_row){ .line = cells->line,
                                    .text = trimmed(arena, csv_cell(cells, text)) };
        take_time(row, trimmed(arena, csv_cell(cells, time)), dates);
        if (*csv_cell(cells, image))
            lose(&lost, _("picture"), trimmed(arena, csv_cell(cells, image)));
        if (*csv_cell(cells, tags))
            lose(&lost, "Tags", trimmed(arena, csv_cell(cells, tags)));
        finish(row, &lost);
    }
    return 0;
}

static int read_hootsuite(struct import_rows *out, struct arena *arena,
                          const struct csv_table *table, enum import_dates dates, struct err *err)
{
    enum { DATE, MESSAGE, LINK };
    if (find_order(&dates, table, 0, DATE, err) != 0)
        return -1;
    for (size_t i = 0; i < table->count; i++) {
        const struct csv_row *cells = &table->rows[i];
        struct text_buffer lost = text_buffer_in(arena, LOST_BYTES);
        struct import_row *row = &out->items[out->count++];
        *row = (struct import_row){ .line = cells->line,
                                    .text = trimmed(arena, csv_cell(cells, MESSAGE)) };
        take_time(row, trimmed(arena, csv_cell(cells, DATE)), dates);
        take_link(row, &lost, trimmed(arena, csv_cell(cells, LINK)));
        for (size_t j = LINK + 1; j < cells->count; j++)
            if (*cells->cells[j])
                lose(&lost, arena_printf(arena, _("column %zu"), j + 1), cells->cells[j]);
        finish(row, &lost);
    }
    return 0;
}

static const struct {
    const char *column, *network;
} metricool_networks[] = {
    { "Facebook", "facebook" },   { "Twitter/X", "x" },         { "Twitter", "x" },
    { "LinkedIn", "linkedin" },   { "GBP", "google-business" }, { "GMB", "google-business" },
    { "Instagram", "instagram" }, { "Pinterest", "pinterest" }, { "TikTok", "tiktok" },
    { "YouTube", "youtube" },     { "Threads", "threads" },     { "Bluesky", "bluesky" },
};

/* A column that needs no words: it is taken along, or is a setting of Metricool's own. */
static bool is_taken(const char *column)
{
    static const char *const taken[] = { "Text",     "Date", "Time", "Draft", "First Comment Text",
                                         "Shortener" };
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (text_equal_ignoring_case(taken[i], column))
            return true;
    for (size_t i = 0; i < sizeof metricool_networks / sizeof *metricool_networks; i++)
        if (text_equal_ignoring_case(metricool_networks[i].column, column))
            return true;
    return false;
}

static void take_metricool_row(struct import_row *row, struct arena *arena,
                               const struct csv_table *table, const struct csv_row *cells,
                               enum import_dates dates)
{
    struct text_buffer lost = text_buffer_in(arena, LOST_BYTES);
    const char *time = trimmed(arena, csv_cell(cells, column_of(table, "Time")));
    const char *date = trimmed(arena, csv_cell(cells, column_of(table, "Date")));
    const char *comment = trimmed(arena, csv_cell(cells, column_of(table, "First Comment Text")));
    *row = (struct import_row){
        .line = cells->line,
        .text = trimmed(arena, csv_cell(cells, column_of(table, "Text"))),
        .is_draft = is_true(csv_cell(cells, column_of(table, "Draft"))),
        .first_comment = *comment ? comment : NULL,
    };
    take_time(row, *time ? arena_printf(arena, "%s %s", date, time) : date, dates);
    for (size_t i = 0; i < sizeof metricool_networks / sizeof *metricool_networks; i++) {
        size_t column = column_of(table, metricool_networks[i].column);
        if (is_true(csv_cell(cells, column)) && row->network_count < IMPORT_NETWORKS)
            row->networks[row->network_count++] = metricool_networks[i].network;
    }
    for (size_t i = 0; i < cells->count; i++) {
        const char *column = csv_cell(&table->rows[0], i);
        if (!is_taken(column) && !is_false(cells->cells[i]))
            lose(&lost, column, trimmed(arena, cells->cells[i]));
    }
    finish(row, &lost);
    if (!row->network_count && !row->left_out)
        row->left_out = _("no network is chosen in it");
}

static int read_metricool(struct import_rows *out, struct arena *arena,
                          const struct csv_table *table, enum import_dates dates, struct err *err)
{
    if (find_order(&dates, table, 1, column_of(table, "Date"), err) != 0)
        return -1;
    for (size_t i = 1; i < table->count; i++)
        take_metricool_row(&out->items[out->count++], arena, table, &table->rows[i], dates);
    return 0;
}

static bool has_columns(const struct csv_table *table, const char *first, const char *second)
{
    return column_of(table, first) < CSV_CELLS && column_of(table, second) < CSV_CELLS;
}

static const char *recognise(const struct csv_table *table)
{
    struct local_time ignored;
    bool has_hour;
    if (has_columns(table, "Text", "Posting Time"))
        return "buffer";
    if (has_columns(table, "Text", "Date") && has_columns(table, "Time", "Draft"))
        return "metricool";
    if (table->count && table->rows[0].count >= 2 &&
        (read_time(&ignored, &has_hour, table->rows[0].cells[0], DATES_DAY_FIRST) ||
         read_time(&ignored, &has_hour, table->rows[0].cells[0], DATES_MONTH_FIRST)))
        return "hootsuite";
    return NULL;
}

int import_csv_read(struct import_rows *out, struct arena *arena, const char *format,
                    enum import_dates dates, const char *bytes, size_t size, struct err *err)
{
    struct csv_table table;
    if (csv_read(&table, arena, bytes, size, err) != 0)
        return -1;
    const char *found = recognise(&table);
    if (!found || (format && !text_equal(found, format)))
        return err_set(err, ERR_INPUT,
                       _("its columns are not those of %s: Buffer's has Text and Posting Time, "
                         "Metricool's Text, Date, Time and Draft, Hootsuite's no header, but a "
                         "date, a text and a link"),
                       format ? format : "Buffer, Hootsuite, Metricool");
    struct import_rows rows = { .format = found };
    rows.items = arena_alloc_array(arena, table.count, sizeof *rows.items);
    int status = text_equal(found, "buffer") ? read_buffer(&rows, arena, &table, dates, err)
                 : text_equal(found, "metricool")
                     ? read_metricool(&rows, arena, &table, dates, err)
                     : read_hootsuite(&rows, arena, &table, dates, err);
    if (status == 0)
        *out = rows;
    return status;
}

/* CSV, read (RFC 4180), as spreadsheets and other programs write it: with commas, semicolons or
 * tabs, with or without a byte order mark, with line breaks within quotes. */
#ifndef PREGON_LIB_CSV_READ_H
#define PREGON_LIB_CSV_READ_H

#include <stddef.h>

struct arena;
struct err;

struct csv_row {
    int line; /* on which it begins, from 1 */
    const char **cells;
    size_t count;
};

struct csv_table {
    struct csv_row *rows; /* without empty ones */
    size_t count;
};

enum { CSV_FILE_BYTES = 4 * 1024 * 1024, CSV_ROWS = 10000, CSV_CELLS = 300 };

/* Cells are UTF-8 without control characters other than line breaks and tabs. The apostrophe that
 * keeps a spreadsheet from taking a text for a formula is left out again. ERR_INPUT, with the line,
 * where the file is in another encoding, a quote is not closed, or a limit is passed. */
int csv_read(struct csv_table *out, struct arena *arena, const char *bytes, size_t size,
             struct err *err) __attribute__((warn_unused_result));

/* The cell, "" where the row is shorter. */
const char *csv_cell(const struct csv_row *row, size_t index);

#endif

/* Rows of other programs' files, before they become posts: import_csv.c and import_ics.c read them,
 * import.c writes the posts. */
#ifndef PREGON_COMMANDS_IMPORT_ROWS_H
#define PREGON_COMMANDS_IMPORT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/moment.h"

struct arena;
struct err;
struct text_buffer;
struct zone;

enum { IMPORT_NETWORKS = 16 };

struct import_row {
    int line;
    const char *text;     /* plain */
    struct local_time at; /* in the calendar's zone */
    bool has_time;        /* `at` has a day and an hour */
    bool is_draft;        /* the file says so, or something could not be taken along */
    const char *networks[IMPORT_NETWORKS]; /* none: the file names no accounts */
    size_t network_count;
    const char *link, *first_comment;
    const char *lost;     /* what was not taken along, a line each; NULL: nothing */
    const char *left_out; /* why there is no post of it; NULL: there is one */
};

struct import_rows {
    const char *format; /* "buffer", "hootsuite", "metricool", "ics" */
    struct import_row *items;
    size_t count;
};

/* How somebody's dates are written, where 3/12/2026 may be both. */
enum import_dates { DATES_UNKNOWN, DATES_DAY_FIRST, DATES_MONTH_FIRST };

/* `format` NULL: recognised by the first row. ERR_INPUT where it is none of them. */
int import_csv_read(struct import_rows *out, struct arena *arena, const char *format,
                    enum import_dates dates, const char *bytes, size_t size, struct err *err)
    __attribute__((warn_unused_result));
int import_ics_read(struct import_rows *out, struct arena *arena, const struct zone *zone,
                    const char *bytes, size_t size, struct err *err)
    __attribute__((warn_unused_result));

#endif

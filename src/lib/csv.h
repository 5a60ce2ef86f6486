/* CSV (RFC 4180): rows that a spreadsheet reads as text. */
#ifndef PREGON_LIB_CSV_H
#define PREGON_LIB_CSV_H

#include <stddef.h>

struct text_buffer;

/* A row; a cell of NULL is empty. What a spreadsheet would run as a formula, because it begins with
 * `=`, `+`, `-`, `@`, a tab or a line break, gets an apostrophe in front. */
void csv_put_row(struct text_buffer *out, const char *const *cells, size_t count);

#endif

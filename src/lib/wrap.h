/* Sentences laid out in a terminal's columns.
 *
 *     text_printf(&out, "%-12s", name);
 *     wrap_put(&out, sentence, 12, 12, 80);     name, and beside it the sentence */
#ifndef PREGON_LIB_WRAP_H
#define PREGON_LIB_WRAP_H

#include <stddef.h>

struct text_buffer;

/* Appends `text`, whose first word stands in column `start` (from 0), and breaks it between words
 * so that no line is wider than `width` columns; lines after the first begin in column `indent`. A
 * word that is wider stays whole. `width` 0, or one that leaves hardly any room: nothing is broken.
 * Newlines of the text stay. */
void wrap_put(struct text_buffer *out, const char *text, size_t start, size_t indent, size_t width);

/* Appends `text` and blanks up to `columns`, at least `gap` of them. */
void wrap_put_cell(struct text_buffer *out, const char *text, size_t columns, size_t gap);

#endif

/* CSV. */
#include "lib/csv.h"

#include <string.h>

#include "base/text.h"

static void put_cell(struct text_buffer *out, const char *cell)
{
    bool is_formula = *cell && strchr("=+-@\t\r\n", *cell);
    bool is_quoted = strpbrk(cell, "\",\r\n") != NULL || *cell == ' ';
    if (is_quoted)
        text_putc(out, '"');
    if (is_formula)
        text_putc(out, '\'');
    for (; *cell; cell++) {
        if (*cell == '"')
            text_putc(out, '"');
        text_putc(out, *cell);
    }
    if (is_quoted)
        text_putc(out, '"');
}

void csv_put_row(struct text_buffer *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            text_putc(out, ',');
        if (cells[i])
            put_cell(out, cells[i]);
    }
    text_puts(out, "\r\n");
}

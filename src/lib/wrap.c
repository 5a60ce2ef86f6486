/* Breaking lines between words. */
#include "lib/wrap.h"

#include <string.h>

#include "base/text.h"
#include "lib/unicode.h"

enum { NARROWEST = 16 }; /* columns; less is no room for sentences */

static void put_blanks(struct text_buffer *out, size_t count)
{
    while (count-- > 0)
        text_putc(out, ' ');
}

void wrap_put(struct text_buffer *out, const char *text, size_t start, size_t indent, size_t width)
{
    bool is_broken = width >= indent + NARROWEST;
    bool is_first = true; /* word of its line */
    size_t at = start;
    while (*text) {
        size_t blanks = strspn(text, " ");
        size_t bytes = strcspn(text + blanks, " \n");
        size_t columns = unicode_columns(text + blanks, bytes);
        if (is_broken && bytes && !is_first && at + blanks + columns > width) {
            text_putc(out, '\n');
            put_blanks(out, indent);
            at = indent + columns;
        } else {
            put_blanks(out, blanks);
            at += blanks + columns;
        }
        text_append(out, text + blanks, bytes);
        is_first = false;
        text += blanks + bytes;
        if (*text == '\n') {
            text_putc(out, '\n');
            if (*++text && *text != '\n')
                put_blanks(out, indent);
            at = indent;
            is_first = true;
        }
    }
}

void wrap_put_cell(struct text_buffer *out, const char *text, size_t columns, size_t gap)
{
    size_t used = unicode_columns(text, strlen(text));
    text_puts(out, text);
    put_blanks(out, used + gap > columns ? gap : columns - used);
}

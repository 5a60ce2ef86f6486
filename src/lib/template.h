/* Templates: texts with lines for some cases alone, and with places to fill in.
 *
 *     [es] # Las cuentas
 *     [en] # The accounts
 *     [github new] name: @name@
 *
 * A line that begins with words in brackets and a space is left out unless each of them is the name
 * of a value. `@name@` becomes the value of that name; a line that holds the place of a value with
 * several texts stands once for each, and not at all where there is none. So both languages stand
 * side by side, and what is the same in both stands once. */
#ifndef PREGON_LIB_TEMPLATE_H
#define PREGON_LIB_TEMPLATE_H

#include <stddef.h>

struct text_buffer;

/* A name of small letters and `-`; the values of one name stand behind each other. */
struct template_value {
    const char *name, *text;
};

struct template_values {
    const struct template_value *items;
    size_t count;
};

void template_write(struct text_buffer *out, const char *text,
                    const struct template_values *values);

#endif

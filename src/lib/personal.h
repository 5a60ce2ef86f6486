/* Personal data in a text: numbers that identify somebody, proved by their check digits, and ways
 * to reach somebody, by their form. Prices, dates, order numbers and addresses of pages are none.
 *
 *     struct personal found;
 *     for (size_t at = 0; personal_next(&found, text, bytes, at); at = found.end_byte)
 *         … */
#ifndef PREGON_LIB_PERSONAL_H
#define PREGON_LIB_PERSONAL_H

#include <stdbool.h>
#include <stddef.h>

enum personal_kind {
    PERSONAL_MAIL,
    PERSONAL_PHONE, /* Spanish ones, and any with their `+` */
    PERSONAL_IBAN,  /* mod 97 */
    PERSONAL_ID,    /* DNI and NIE, by their letter */
    PERSONAL_CARD,  /* Luhn */
};

struct personal {
    enum personal_kind kind;
    size_t start_byte, end_byte;
};

/* The first at or after `from`; the text is terminated. */
bool personal_next(struct personal *out, const char *text, size_t bytes, size_t from);

/* Whether two of them, as people write them, are the same: digits and letters alone count, and of
 * telephone numbers the last nine. */
bool personal_is_same(enum personal_kind kind, const char *text, size_t bytes, const char *other);

#endif

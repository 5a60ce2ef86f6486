/* Formulas: arithmetic and comparisons over named numbers, as rules of kind `metric` have them.
 *
 *     206.835 - 1.015 * (words / sentences)        > 8        math.sqrt(x) */
#ifndef PREGON_LIB_FORMULA_H
#define PREGON_LIB_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

struct formula_name {
    const char *name;
    double value;
};

/* The value of `text` (of a comparison 0 or 1); -1 where it is no formula or a name is unknown, and
 * `*at` is the byte where. */
int formula_value(double *out, const char *text, const struct formula_name *names, size_t count,
                  size_t *at) __attribute__((warn_unused_result));

#endif

/* Formulas: arithmetic and comparisons over named numbers, as rules of kind `metric` have them.
 *
 *     206.835 - 1.015 * (words / sentences)        > 8        math.sqrt(x) */
#ifndef PREGON_LIB_FORMULA_H
#define PREGON_LIB_FORMULA_H

#include <stddef.h>

struct arena;
struct formula;

/* What `text` says over these names, to be calculated often; NULL where it is no formula or a name
 * is unknown. */
const struct formula *formula_read(struct arena *arena, const char *text, const char *const *names,
                                   size_t count);

/* Its value (of a comparison 0 or 1), where `values` are those of the names, in their order. */
double formula_value(const struct formula *formula, const double *values);

#endif

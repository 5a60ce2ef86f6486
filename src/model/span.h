/* Where something stands in a file: lines and columns from 1, columns in characters (code points),
 * `end_column` is the column after the last character. All zero: nowhere in particular. */
#ifndef PREGON_MODEL_SPAN_H
#define PREGON_MODEL_SPAN_H

#include <stdint.h>

struct span {
    uint32_t line;
    uint32_t column; /* 0: the line is known, the column is not */
    uint32_t end_line;
    uint32_t end_column;
};

#endif

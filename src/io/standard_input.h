/* Standard input, where somebody gives us a text by a pipe. */
#ifndef PREGON_IO_STANDARD_INPUT_H
#define PREGON_IO_STANDARD_INPUT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;

/* Whether it is a pipe or a file, and no terminal and no /dev/null. */
bool standard_input_has_text(void);

/* All of it, terminated. ERR_INPUT beyond `limit_bytes`. */
int standard_input_read(struct arena *arena, size_t limit_bytes, char **data, size_t *bytes,
                        struct err *err) __attribute__((warn_unused_result));

#endif

/* Standard input, where somebody gives us a text by a pipe, or speaks to us through one. */
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

/* Waits until some is there, or it has ended; at most so long, or for ever (-1). False where it was
 * waited in vain. */
bool standard_input_wait(int wait_ms);
/* What is there now, at most `limit_bytes`, after waiting for it; 0 bytes at the end. */
int standard_input_take(char *out, size_t limit_bytes, size_t *bytes, struct err *err)
    __attribute__((warn_unused_result));

#endif

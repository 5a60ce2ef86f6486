/* The person's editor, on a file. */
#ifndef PREGON_IO_EDITOR_H
#define PREGON_IO_EDITOR_H

struct err;

/* Opens `path` in $VISUAL, else $EDITOR, and waits for its end; does nothing where neither is set,
 * or standard input or output is no terminal. ERR_SYSTEM where it can't be started or fails. */
int editor_open(const char *path, struct err *err) __attribute__((warn_unused_result));

#endif

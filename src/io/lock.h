/* A lock that a process holds for its life, and that dies with it: however it ends, nobody has to
 * clean up. */
#ifndef PREGON_IO_LOCK_H
#define PREGON_IO_LOCK_H

#include <stdbool.h>
#include <stdint.h>

struct err;

/* Takes the lock `path` (its folder is made), waiting at most `wait_ms` while others hold it.
 * `*fd` is -1 where they still do. */
int lock_take(int *fd, const char *path, int64_t wait_ms, struct err *err)
    __attribute__((warn_unused_result));
/* The same of a file or folder that is open, whose lock ends when it is closed: 0, or -1 with
 * errno, EWOULDBLOCK where others still hold it. */
int lock_open_file(int fd, int64_t wait_ms);
/* Takes the address, as CLEANUP does; accepts -1. */
void lock_release(int *fd);

#endif

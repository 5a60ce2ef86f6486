/* Patches: what changed between two versions of a file, as people and `git apply` read it. */
#ifndef PREGON_IO_PATCH_H
#define PREGON_IO_PATCH_H

#include <stddef.h>

struct arena;
struct err;

/* A unified diff from `before` to `after`, with `path` in its head; "" where they are the same. */
int patch_format(const char **out, struct arena *arena, const char *path, const char *before,
                 size_t before_bytes, const char *after, size_t after_bytes, struct err *err)
    __attribute__((warn_unused_result));

#endif

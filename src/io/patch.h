/* Patches: what changed between two versions of a file, as people and `git apply` read it; and two
 * such changes in one. */
#ifndef PREGON_IO_PATCH_H
#define PREGON_IO_PATCH_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;

/* A unified diff from `before` to `after`, with `path` in its head; "" where they are the same. */
int patch_format(const char **out, struct arena *arena, const char *path, const char *before,
                 size_t before_bytes, const char *after, size_t after_bytes, struct err *err)
    __attribute__((warn_unused_result));

struct patch_text {
    const char *text;
    size_t bytes;
};

/* The file that has both changes of `base`, as `git merge` makes it. False where they touch the
 * same lines, or are not of texts. */
bool patch_merge(struct patch_text *out, struct arena *arena, const struct patch_text *base,
                 const struct patch_text *ours, const struct patch_text *theirs);

#endif

/* The workflows of the repository, for doctor: what they give away to pull requests
 * (lib/workflow.h). They are read from the work tree, where a person mends them. */
#ifndef PREGON_COMMANDS_WORKFLOWS_H
#define PREGON_COMMANDS_WORKFLOWS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;

struct workflow_fault {
    const char *text; /* place, what is wrong, what to do */
    bool is_certain;  /* false: a note, for a person to look at */
};

/* `top` is the repository's folder. `file_count` are the files that were read. */
int workflows_read(struct workflow_fault **out, size_t *count, size_t *file_count,
                   struct arena *arena, const char *top, struct err *err)
    __attribute__((warn_unused_result));

#endif

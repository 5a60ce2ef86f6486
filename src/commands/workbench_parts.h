/* What the files of the workbench share, and nobody else sees. */
#ifndef PREGON_COMMANDS_WORKBENCH_PARTS_H
#define PREGON_COMMANDS_WORKBENCH_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "commands/workbench.h"
#include "io/files.h"

struct err;
struct finding;
struct post;
struct post_worker;
struct voice_exceptions;

/* What is known of a post. */
struct kept_post {
    struct arena own; /* empty until it is examined again: then of all below */
    const struct finding *findings;
    size_t finding_count;
    const char *const *used_paths;
    size_t used_path_count;
    const char *const *tags;
    size_t tag_count;
    const bool *used_exceptions; /* by their places */
    struct file_facts facts;     /* of its base file, when it was read */
    bool is_changed;
    bool is_hasty; /* what may be meant by misspelled words is not known yet */
};

/* Posts. Examines the one in that place, and keeps what is found in `arena`; the worker's findings
 * are taken. */
void workbench_examine(struct workbench *bench, struct post_worker *worker,
                       struct voice_exceptions *own, struct arena *arena, const struct post *post,
                       size_t index);
/* After a load: which post each file is of. */
void workbench_list_sources(struct workbench *bench);
/* What all posts use together, anew: one of them may have let go of something. */
void workbench_mark_uses(struct workbench *bench);

/* Findings of a .vale.ini, where there is one: of all files, or of one whose old ones go. On
 * failure what was found before is gone in part: load anew. */
int workbench_find_all_beside(struct workbench *bench, struct err *err)
    __attribute__((warn_unused_result));
int workbench_find_beside(struct workbench *bench, const char *path, struct err *err)
    __attribute__((warn_unused_result));

#endif

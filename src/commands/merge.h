/* What a workspace would be with other branches merged into it, for `check --with`.
 *
 * The files below content/, brand/ and calendar/ that a branch has changed since it left HEAD are
 * laid over the tree. Where both have changed one, it is merged line by line, as git does; where
 * that can't be, ours stays and a finding says so. */
#ifndef PREGON_COMMANDS_MERGE_H
#define PREGON_COMMANDS_MERGE_H

#include <stddef.h>

struct err;
struct findings;
struct project;

/* A file that a branch changes. */
struct merge_file {
    const char *path, *branch;
};

struct merge {
    const char **branches; /* in the order in which they land */
    size_t branch_count;
    struct merge_file *files; /* out */
    size_t file_count, file_capacity;
};

/* Lays the branches over the tree that the project has just opened. `commit` NULL: its work tree.
 * ERR_USAGE with a did-you-mean for a branch that is not there. */
int merge_open(struct merge *merge, struct project *project, const char *commit, struct err *err)
    __attribute__((warn_unused_result));

/* Of what is found in the merge, keeps what is not found `without` it, and names the branches. The
 * lists live in one arena; the first is sorted still. */
void merge_keep_new(const struct merge *merge, struct findings *findings,
                    const struct findings *without);

#endif

/* What changed since a commit: files that were added, changed or removed, and whether a finding in
 * a file can come from that. */
#ifndef PREGON_COMMANDS_CHANGES_H
#define PREGON_COMMANDS_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct err;
struct project;
struct repo;

struct changes {
    const char **changed; /* paths that are there now and differ, sorted */
    size_t changed_count;
    const char **added; /* those of them that were not there, sorted */
    size_t added_count;
    const char **removed; /* those that are gone, sorted */
    size_t removed_count;
    const char **renamed; /* for each of those the added file with its very bytes, or NULL */
    bool is_everything;   /* brand/ or calendar/ changed: any post may break */
    bool is_with_tip;     /* where this branch left `rev` is not known: compared with all of it */
};

/* Compares the project's tree with the commit where this branch left `rev`. Lives in the project's
 * arena. ERR_USAGE where there is no such revision. */
int changes_find(struct changes *out, struct project *project, const char *rev, struct err *err)
    __attribute__((warn_unused_result));

/* Tells people of that. */
void changes_tell_tip(FILE *log, const char *rev);

/* The same with the very commit of `repo`. */
int changes_since(struct changes *out, struct project *project, struct repo *repo,
                  const char *commit, struct err *err) __attribute__((warn_unused_result));

/* Whether a file is of the workspace: below content/, brand/ or calendar/. */
bool changes_is_workspace_file(const char *path);

bool changes_added(const struct changes *changes, const char *path);
/* Whether `path` changed, or everything may have. */
bool changes_touch(const struct changes *changes, const char *path);
/* Which posts of the project changed, in themselves or in a file that they use, by their places in
 * its list; `*out` lives in the project's arena. What a change of brand/ or calendar/ can break
 * does not count. */
int changes_touch_posts(bool **out, const struct changes *changes, struct project *project,
                        struct err *err) __attribute__((warn_unused_result));

#endif

/* The commits of the simulated git, alike at the host and in each clone (git.c). Those that are
 * oldest are forgotten. */
#ifndef PREGON_TESTS_SIMULATE_COMMITS_H
#define PREGON_TESTS_SIMULATE_COMMITS_H

#include <stddef.h>

struct repo_change;

/* A file's text, of all commits that have it. */
struct blob {
    size_t uses;
    size_t bytes;
    char data[];
};

struct file {
    const char *path;
    struct blob *blob;
};

struct commit {
    const char *id;
    const struct commit *parent;
    struct file *files; /* in byte order; gone when it is forgotten */
    size_t count;
};

void commits_reset(void);
/* By its id; NULL: there is none, or none any more. */
const struct commit *commits_find(const char *id);
/* A new one on top of `parent` (NULL: a history of its own), as repo_commit(). */
const struct commit *commits_add(const struct commit *parent, const struct repo_change *changes,
                                 size_t count);

/* No clone knows that commit any more (git.c). */
void git_forget(const struct commit *commit);

#endif

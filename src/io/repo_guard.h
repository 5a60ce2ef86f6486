/* A guard around what reads a repository. libgit2 is at the mercy of what it reads: 1.5 reads a
 * loose object that ends too early for ever, and believes what an index says of itself. Under the
 * guard both end the program with status 4 and words that say what to do. What was written before
 * stays as it is: a reference moves at once or not at all, and a lock that is left is removed by
 * the next run. Where it was our store that was read, it is put aside, and the next run begins anew
 * from the remote.
 *
 *     int repo_something(struct repo *repo)
 *     {
 *         REPO_GUARD(repo);
 *         ...
 *
 * holds until the block ends. Guards may stand within each other, and in any thread. */
#ifndef PREGON_IO_REPO_GUARD_H
#define PREGON_IO_REPO_GUARD_H

#include <stdbool.h>

#include "base/cleanup.h"

struct repo;

/* Waiting is over when neither a guard began or ended nor libgit2 asked for memory while the
 * process computed for so many seconds. The longest honest one is a file of LIMIT_MEDIA_BYTES that
 * is inflated and hashed. */
enum { REPO_GUARD_S = 5 };

struct repo_guard {
    _Bool is_for_store;
};

/* `repo` may be NULL: not opened yet. */
struct repo_guard repo_guard_begin(const struct repo *repo);
void repo_guard_end(struct repo_guard *guard);

#define REPO_GUARD(repo)                                                                           \
    CLEANUP(repo_guard_end)                                                                        \
    __attribute__((unused)) struct repo_guard repo_guard = repo_guard_begin(repo)

/* libgit2 is getting on. */
void repo_guard_tick(void);

/* Where our store is, and where it goes when it can't be read. */
void repo_guard_know_store(const char *path, const char *aside);

/* Puts it there, as for a store on which libgit2 hangs: false where that can't be done. */
bool repo_guard_put_store_aside(void);

#endif

/* What the files of io/repo share: the handle, libgit2's start, and its words in our errors.
 *
 * libgit2's last error is stale unless the very last call failed: repo_fail() reads it at once, and
 * whoever passes over a failure calls git_error_clear(). */
#ifndef PREGON_IO_REPO_INTERNAL_H
#define PREGON_IO_REPO_INTERNAL_H

#include <git2.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/* Where the store keeps what it fetched: refs/heads/main of the remote is
 * refs/pregon/remote/heads/main there. */
#define REPO_FETCHED "refs/pregon/remote/"

/* The store, below the git folder. */
#define REPO_STORE_FOLDER "pregon/store.git"
/* A store that could not be read. */
#define REPO_BROKEN_FOLDER "pregon/broken.git"

/* Git programs hold a lock for milliseconds; one that stays for a second is forgotten. */
enum { REPO_LOCK_PATIENCE_MS = 1000 };

struct repo {
    git_repository *git;
    int64_t lock_patience_ms; /* that; tests have less of it */
    bool is_store;
};

/* The nearest folder from `folder` upwards that holds `.git` or is a bare repository, without a
 * slash at the end; `*out` is NULL where there is none. ERR_SYSTEM. */
int repo_find(const char **out, struct arena *arena, const char *folder, struct err *err)
    __attribute__((warn_unused_result));

/* libgit2 opens whatever lies where git keeps its files, and reads it whole: who packed the folder
 * may have put a pipe there to which nobody writes, or a file as large as the disk. ERR_SYSTEM, of
 * the repository at `top`. */
int repo_require_plain(struct arena *arena, const char *top, struct err *err)
    __attribute__((warn_unused_result));

/* Begins to start libgit2, beside whatever comes next; and waits for that where it was begun. */
void repo_library_begin(void);
void repo_library_wait(void);

/* Starts libgit2, with what it must know before any repository is opened; ERR_SYSTEM. */
int repo_library_start(struct err *err) __attribute__((warn_unused_result));

/* Ends it and starts it again: in a child process, which must not use what was opened before. */
int repo_library_restart(struct err *err) __attribute__((warn_unused_result));

/* The words, and libgit2's behind them; always -1. */
int repo_fail(struct err *err, enum err_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

struct repo *repo_new(git_repository *git);

const char *repo_id_text(struct arena *arena, const git_oid *id);

/* A commit by its full id; -1 with `err` where it can't be read. */
int repo_find_commit(git_commit **out, struct repo *repo, const char *commit, struct err *err)
    __attribute__((warn_unused_result));

/* Removes the locks and unfinished files that a killed process left in our store. */
void repo_store_tidy(struct repo *store);

/* For CLEANUP: each accepts NULL. */
void repo_commit_free(git_commit **commit);
void repo_tree_free(git_tree **tree);
void repo_object_free(git_object **object);
void repo_reference_free(git_reference **reference);
void repo_odb_free(git_odb **odb);

#endif

/* Repositories: the only place that meets libgit2. The user's own repository is read, never changed
 * but for the ledger's branch; no index, no checkout, no hook, no other program. A private bare
 * store of ours, below the git folder, talks to remotes (repo_remote.h).
 *
 * Ids are 40 hexadecimal digits. A `struct repo` belongs to one thread. */
#ifndef PREGON_IO_REPO_H
#define PREGON_IO_REPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct repo;

/* Begins what takes longest before the repository that `folder` stands in can be opened, and does
 * not wait for it: for whoever will open it, and has something else to do first. Whoever began it
 * ends it before the process ends, opened or not. */
void repo_begin(const char *folder);
void repo_end(void);

/* The repository that `folder` stands in, as far as its plain files tell: without starting
 * anything. False where they don't, as in a linked work tree. */
struct repo_glance {
    const char *git_folder;
    const char *below; /* as repo_below() has it */
};
bool repo_glance(struct repo_glance *out, struct arena *arena, const char *folder);
/* Whether neither the repository nor our store in it has the reference, for sure. */
bool repo_glance_lacks(const struct repo_glance *glance, struct arena *arena,
                       const char *reference);

/* Folders and files that git reads for the repository which `folder` stands in, by its plain files:
 * its root, its git folders wherever they lie, objects of other clones that it borrows, and the
 * person's settings. None where there is no repository. */
const char **repo_places(struct arena *arena, const char *folder, size_t *count);

/* The repository that `folder` stands in. ERR_INPUT where there is none; ERR_SYSTEM with the very
 * command to run where git's safe.directory forbids it, or an extension is not known. */
int repo_open(struct repo **out, const char *folder, struct err *err)
    __attribute__((warn_unused_result));
/* The same repository for another thread. */
int repo_share(struct repo **out, const struct repo *repo, struct err *err)
    __attribute__((warn_unused_result));
/* Takes the address, as CLEANUP does; accepts NULL in it. */
void repo_close(struct repo **repo);

/* The git folder that all work trees share, absolute, with a slash at the end. */
const char *repo_git_folder(const struct repo *repo);
/* The root of the work tree, with a slash at the end; NULL where there is none. */
const char *repo_work_folder(const struct repo *repo);
/* `folder` as seen from the root of the work tree: "" or "marketing/". Trees of commits begin
 * there (tree_open_commit). */
const char *repo_below(const struct repo *repo, struct arena *arena, const char *folder);

/* The commit that a person means by `rev` (a branch, a tag, an id, HEAD~2). ERR_USAGE where there
 * is none, ERR_SYSTEM where a shallow clone lacks it. */
int repo_resolve(struct repo *repo, struct arena *arena, const char *rev, const char **commit,
                 struct err *err) __attribute__((warn_unused_result));
/* The branch that somebody who wrote `rev` may have meant; or NULL. */
const char *repo_nearest_branch(struct repo *repo, struct arena *arena, const char *rev);
/* The commit where HEAD left `rev`: their merge base, or `rev` itself where there is none: a
 * shallow clone hides it, or they share no history. */
int repo_branch_point(struct repo *repo, struct arena *arena, const char *rev, const char **commit,
                      bool *is_known, struct err *err) __attribute__((warn_unused_result));

/* The commit where two histories part, or NULL where a shallow clone hides it, or there is none. */
const char *repo_merge_base(struct repo *repo, struct arena *arena, const char *one,
                            const char *other);

/* The commit at a reference ("refs/heads/main", "HEAD"), or NULL where it is not there. */
const char *repo_tip(struct repo *repo, struct arena *arena, const char *reference);
/* What the remote says is its main branch, else the usual one that is there, else that of HEAD:
 * "main". */
const char *repo_main_branch(struct repo *repo, struct arena *arena);
/* Whether the commit and its tree are in this object store. */
bool repo_has_commit(struct repo *repo, const char *commit);
/* Whether `commit` is `ancestor` or comes after it. False too where history is missing. */
bool repo_descends(struct repo *repo, const char *commit, const char *ancestor);
/* The first commit of a history without parents that `commit` stands on; NULL where it can't be
 * told. */
const char *repo_root_commit(struct repo *repo, struct arena *arena, const char *commit);

/* A remote's address from the repository's own settings (insteadOf is not applied), or NULL. */
const char *repo_remote_url(struct repo *repo, struct arena *arena, const char *remote);
/* Whether any is there: who has none keeps the ledger for himself, so -1 (ERR_SYSTEM) where the
 * settings could not be read, or only a part of them. */
int repo_has_remotes(bool *has, struct repo *repo, struct err *err)
    __attribute__((warn_unused_result));
/* `user.email` of the repository's or the person's settings, or NULL. */
const char *repo_user_email(struct repo *repo, struct arena *arena);

/* A file of a new commit; `data` NULL takes it away. Paths are below the tree's root. */
struct repo_change {
    const char *path;
    const char *data;
    size_t bytes;
};

/* A commit of `changes` on top of `parent` (NULL: a history of its own), made of trees without an
 * index, in no branch yet. Blobs that the parent has are not written again. */
int repo_commit(struct repo *repo, struct arena *arena, const char *parent,
                const struct repo_change *changes, size_t count, const char *message,
                int64_t when_utc, const char **commit, struct err *err)
    __attribute__((warn_unused_result));

enum move_outcome { MOVE_DONE, MOVE_LOST /* somebody else moved it meanwhile */ };

/* Compare-and-swap of a local reference under git's own lock, on disk when it returns. `from` NULL:
 * it must not be there yet. ERR_SYSTEM for anything but a lost race. */
int repo_move(struct repo *repo, const char *reference, const char *from, const char *to,
              enum move_outcome *outcome, struct err *err) __attribute__((warn_unused_result));

/* Removes the lock that a run killed in repo_move() left behind, where it does not go by itself in
 * a second. Only for who holds the run's lock, before it moves the reference. */
int repo_unlock(struct repo *repo, const char *reference, struct err *err)
    __attribute__((warn_unused_result));

/* Commits from `commit` back, newest first, at most `limit`; `until` (NULL: none) is where they
 * end, and not among them. */
struct repo_log_entry {
    const char *id, *message;
    int64_t when_utc;
    bool is_cut; /* there is more, but not here: the clone is shallow */
};
int repo_log(struct repo *repo, struct arena *arena, const char *commit, const char *until,
             size_t limit, struct repo_log_entry **entries, size_t *count, struct err *err)
    __attribute__((warn_unused_result));

/* A file that a commit changed. */
struct repo_touch {
    const char *path; /* from the root of the commit's tree */
    const char *id, *author, *summary;
    int64_t when_utc;
};
/* Of the last `limit` commits before and with `commit`, newest first, without merges: the files
 * below `folder` (no slash at its end) that each changed. Where a shallow clone ends, so does this.
 */
int repo_history(struct repo *repo, struct arena *arena, const char *commit, const char *folder,
                 size_t limit, struct repo_touch **touches, size_t *count, struct err *err)
    __attribute__((warn_unused_result));

#endif

/* A tree of files: the work tree below a folder, or that of a commit. `check` reads the first,
 * `publish` the second; whoever reads a tree can't tell which.
 *
 * Paths are relative to the workspace's root, with `/`, never absolute and never with `..`. A
 * symbolic link is listed as one and never followed: reading it, or anything through it, fails.
 * A tree may be used by one thread at a time; tree_share() makes another for the next thread. */
#ifndef PREGON_IO_TREE_H
#define PREGON_IO_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/files.h"
#include "lib/digest.h"

struct arena;
struct err;
struct repo;
struct tree;

enum tree_kind { TREE_FILE, TREE_LINK, TREE_OTHER /* submodule, device, socket */ };

struct tree_file {
    const char *path;
    enum tree_kind kind;
};

/* The folder must exist. Its files are those on disk; `.git` is never among them. */
int tree_open_folder(struct tree **out, const char *folder, struct err *err)
    __attribute__((warn_unused_result));
/* `commit` is a full id; `below` is the workspace's folder in the repository, "" at its root. */
int tree_open_commit(struct tree **out, struct repo *repo, const char *commit, const char *below,
                     struct err *err) __attribute__((warn_unused_result));
/* Files with a text of their own, in place of the one that the tree has. */
struct tree_edit {
    const char *path;
    const char *original; /* for whoever edits; the rest likewise */
    size_t original_bytes;
    const char *text;
    size_t bytes;
    size_t changes;
    bool is_given_up;
};

struct tree_edits {
    struct arena *arena;     /* where items and their paths live */
    struct tree_edit *items; /* in byte order of their paths */
    size_t count, capacity;
};

const struct tree_edit *tree_edits_find(const struct tree_edits *edits, const char *path);
/* The edit of that path, an empty one where there was none; valid until the next call. */
struct tree_edit *tree_edits_put(struct tree_edits *edits, const char *path);

/* `below` with those edits, which must outlive it; it closes `below`. An edit of a file that is not
 * there makes one. */
struct tree *tree_open_edited(struct tree *below, const struct tree_edits *edits);

/* A file that another tree has in another state. */
struct tree_change {
    const char *path;
    bool is_gone;
};

/* `below` with those files as `other` has them, in byte order of their paths, which must outlive
 * it; it closes both. */
struct tree *tree_open_joined(struct tree *below, struct tree *other,
                              const struct tree_change *changes, size_t count);

/* The same tree for another thread. */
int tree_share(struct tree **out, struct tree *tree, struct err *err)
    __attribute__((warn_unused_result));
/* Takes the address, as CLEANUP does; accepts NULL in it. */
void tree_close(struct tree **tree);

/* All files below `folder` ("" is all), in byte order of their paths. A folder that is not there is
 * empty; one that is a link, a file or another repository is the only entry. ERR_INPUT beyond
 * LIMIT_FILES. */
int tree_list(struct tree *tree, struct arena *arena, const char *folder, struct tree_file **files,
              size_t *count, struct err *err) __attribute__((warn_unused_result));

/* Whether `path` is a regular file, without reading it. */
bool tree_has(struct tree *tree, const char *path);

/* A whole file, terminated. ERR_INPUT: not there, no regular file, or larger than `limit_bytes`. */
int tree_read(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
              char **data, size_t *bytes, struct err *err) __attribute__((warn_unused_result));
/* The first `limit_bytes` of a file, and its whole size. */
int tree_read_head(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                   char **data, size_t *bytes, uint64_t *file_bytes, struct err *err)
    __attribute__((warn_unused_result));
/* The git blob id (40 hexadecimal digits): looked up in a commit, computed for a folder's file. */
int tree_blob_id(struct tree *tree, struct arena *arena, const char *path, const char **id,
                 struct err *err) __attribute__((warn_unused_result));

/* The facts of a folder's file, without opening it; none where it is edited. False for a commit,
 * whose files have none. */
bool tree_facts(struct tree *tree, const char *path, struct file_facts *facts);

/* What somebody asked a tree for, and what was there: enough to know later, without asking for it
 * again, that the answers would be the same. */
struct tree_note {
    const char *path;
    enum { NOTE_HAS, NOTE_READ, NOTE_HEAD, NOTE_ID, NOTE_LIST } asked;
    size_t limit_bytes;      /* NOTE_READ, NOTE_HEAD */
    bool was_there;          /* it could be read; of NOTE_LIST always */
    struct file_facts facts; /* from before it was read */
    struct digest content;   /* of what was given */
};

/* Whether the same question would get the same answer from `tree`: by its facts, else by asking it
 * again, and then it has the facts of now. False for a list, and for what could not be read. */
bool tree_note_holds(struct tree *tree, struct arena *scratch, struct tree_note *note);

struct tree_notes {
    struct arena *arena; /* where items and their paths live */
    const char *except;  /* asked for: a folder of which nothing is noted; or NULL */
    struct tree_note *items;
    size_t count, capacity;
};

/* `below`, whose answers are noted in `notes`, which must outlive it; it closes `below`. Its shares
 * note nothing. */
struct tree *tree_open_watched(struct tree *below, struct tree_notes *notes);

/* The commit's id, or NULL for a folder. */
const char *tree_commit(const struct tree *tree);

#endif

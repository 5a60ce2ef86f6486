/* What the files of io/tree_commit share: the handle, and the folders that are open in it. */
#ifndef PREGON_IO_TREE_COMMIT_INTERNAL_H
#define PREGON_IO_TREE_COMMIT_INTERNAL_H

#include <git2.h>
#include <stddef.h>

#include "base/limits.h"
#include "io/tree_internal.h"

struct arena;
struct err;
struct repo;

/* A folder's name takes a byte and a `/` at least. */
enum { COMMIT_TREE_DEPTH = LIMIT_PATH_BYTES / 2 + 1 };

struct commit_tree {
    struct tree tree;
    struct repo *repo; /* the caller's, or `own` */
    struct repo *own;  /* NULL, or opened for this thread */
    git_odb *odb;
    git_tree *root;
    /* The folders of the last look-up below the root, outermost first, and where the path of each
     * ends: libgit2 reads a large folder anew each time it is asked. */
    git_tree *open[COMMIT_TREE_DEPTH];
    size_t open_bytes[COMMIT_TREE_DEPTH];
    size_t depth;
    char open_path[LIMIT_PATH_BYTES + 1];
    char commit[GIT_OID_HEXSZ + 1];
};

enum found { FOUND_NONE, FOUND_FILE, FOUND_FOLDER, FOUND_LINK, FOUND_OTHER, FOUND_ERROR };

/* What an entry of a tree is: a file, a folder, a link or another. */
enum found commit_tree_kind(const git_tree_entry *entry);
/* Goes down `path`, so that its last folder is the innermost; else says what stands in the way. */
enum found commit_tree_enter(struct commit_tree *tree, const char *path);
/* The innermost folder that is open; the tree's own until the next look-up. */
git_tree *commit_tree_innermost(const struct commit_tree *tree);

/* tree_list(), of this kind of tree. */
int commit_tree_list(struct tree *tree, struct arena *arena, const char *folder,
                     struct tree_file **files, size_t *count, struct err *err)
    __attribute__((warn_unused_result));

#endif

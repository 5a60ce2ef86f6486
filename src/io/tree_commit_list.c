/* All files of a commit below a folder, walked tree by tree. */
#include "io/tree_commit_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "lib/path.h"

#include "late/git2.h"

struct level {
    git_tree *tree;
    size_t at;
    size_t path_bytes; /* of the folder's path with its `/` */
};

struct walk {
    struct commit_tree *tree;
    struct arena *arena; /* of the result */
    struct tree_file *files;
    size_t count, capacity;
    size_t seen;          /* folders too: few objects can stand for any number of them */
    struct level *levels; /* in `scratch` */
    size_t depth, level_capacity;
    struct arena scratch;
    char path[LIMIT_PATH_BYTES + 2];
};

static void walk_release(struct walk *walk)
{
    while (walk->depth)
        git_tree_free(walk->levels[--walk->depth].tree);
    arena_release(&walk->scratch);
}

static void walk_add(struct walk *walk, enum tree_kind kind)
{
    walk->files =
        list_grow(walk->arena, walk->files, walk->count, &walk->capacity, sizeof *walk->files);
    walk->files[walk->count++] =
        (struct tree_file){ .path = arena_strdup(walk->arena, walk->path), .kind = kind };
}

/* The tree becomes the walk's. */
static void walk_push(struct walk *walk, git_tree *tree, size_t path_bytes)
{
    walk->levels = list_grow(&walk->scratch, walk->levels, walk->depth, &walk->level_capacity,
                             sizeof *walk->levels);
    walk->levels[walk->depth++] = (struct level){ .tree = tree, .path_bytes = path_bytes };
}

static int walk_enter(struct walk *walk, const git_oid *id, size_t path_bytes, struct err *err)
{
    git_tree *tree = NULL;
    if (git_tree_lookup(&tree, walk->tree->repo->git, id) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read '%s' in the commit %s"), walk->path,
                         walk->tree->commit);
    walk->path[path_bytes] = '/';
    walk_push(walk, tree, path_bytes + 1);
    return 0;
}

/* Appends a name to the path of the level. A tree that somebody made by hand may hold any name. */
static int walk_name(struct walk *walk, const struct level *level, const char *name,
                     size_t *path_bytes, struct err *err)
{
    size_t bytes = strlen(name);
    if (level->path_bytes + bytes > LIMIT_PATH_BYTES)
        return err_set(err, ERR_INPUT, _("the path of '%s' is longer than %d bytes"), name,
                       LIMIT_PATH_BYTES);
    if (strchr(name, '/') || !path_is_plain(name))
        return err_set(err, ERR_INPUT,
                       _("the commit %s has a file named '%s', as no file may be named"),
                       walk->tree->commit, name);
    memcpy(walk->path + level->path_bytes, name, bytes + 1);
    *path_bytes = level->path_bytes + bytes;
    return 0;
}

static int walk_step(struct walk *walk, struct err *err)
{
    struct level *level = &walk->levels[walk->depth - 1];
    if (level->at == git_tree_entrycount(level->tree)) {
        git_tree_free(level->tree);
        walk->depth--;
        return 0;
    }
    if (walk->seen++ >= LIMIT_FILES)
        return err_set(err, ERR_INPUT, _("there are more than %d files"), LIMIT_FILES);
    const git_tree_entry *entry = git_tree_entry_byindex(level->tree, level->at++);
    size_t path_bytes = 0;
    if (walk_name(walk, level, git_tree_entry_name(entry), &path_bytes, err) != 0)
        return -1;
    enum found found = commit_tree_kind(entry);
    if (found == FOUND_FOLDER)
        return walk_enter(walk, git_tree_entry_id(entry), path_bytes, err);
    walk_add(walk, found == FOUND_FILE ? TREE_FILE : found == FOUND_LINK ? TREE_LINK : TREE_OTHER);
    return 0;
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct tree_file *)a)->path, ((const struct tree_file *)b)->path);
}

/* git keeps trees in this order, but a tree that somebody made by hand may have any. */
static void walk_sort(struct walk *walk)
{
    for (size_t i = 1; i < walk->count; i++) {
        if (compare_files(&walk->files[i - 1], &walk->files[i]) > 0) {
            qsort(walk->files, walk->count, sizeof *walk->files, compare_files);
            return;
        }
    }
}

static int walk_start(struct walk *walk, const char *folder, struct err *err)
{
    size_t bytes = strlen(folder);
    memcpy(walk->path, folder, bytes + 1);
    enum found found = commit_tree_enter(walk->tree, folder);
    if (found == FOUND_FOLDER) {
        git_tree *tree = NULL;
        if (git_tree_dup(&tree, commit_tree_innermost(walk->tree)) == 0) {
            if (bytes)
                walk->path[bytes] = '/';
            walk_push(walk, tree, bytes ? bytes + 1 : 0);
            return 0;
        }
    }
    if (found == FOUND_FOLDER || found == FOUND_ERROR)
        return repo_fail(err, ERR_SYSTEM, _("cannot read '%s' in the commit %s"), folder,
                         walk->tree->commit);
    if (found != FOUND_NONE)
        walk_add(walk, found == FOUND_LINK ? TREE_LINK : TREE_OTHER);
    return 0;
}

int commit_tree_list(struct tree *tree, struct arena *arena, const char *folder,
                     struct tree_file **files, size_t *count, struct err *err)
{
    struct commit_tree *commit = (struct commit_tree *)tree;
    REPO_GUARD(commit->repo);
    CLEANUP(walk_release) struct walk walk = { .tree = commit, .arena = arena };
    if (walk_start(&walk, folder, err) != 0)
        return -1;
    while (walk.depth) {
        if (walk_step(&walk, err) != 0)
            return -1;
    }
    walk_sort(&walk);
    *files = walk.files;
    *count = walk.count;
    return 0;
}

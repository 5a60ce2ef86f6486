/* The tree of a commit. It is walked object by object; the size of a file is asked for before its
 * contents, and no link is followed, as in a folder. */
#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "io/repo.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "io/tree_internal.h"
#include "lib/path.h"

#include "late/git2.h"

/* A folder's name takes a byte and a `/` at least. */
enum { DEPTH_MAX = LIMIT_PATH_BYTES / 2 + 1 };

struct commit_tree {
    struct tree tree;
    struct repo *repo; /* the caller's, or `own` */
    struct repo *own;  /* NULL, or opened for this thread */
    git_odb *odb;
    git_tree *root;
    /* The folders of the last look-up below the root, outermost first, and where the path of each
     * ends: libgit2 reads a large folder anew each time it is asked. */
    git_tree *open[DEPTH_MAX];
    size_t open_bytes[DEPTH_MAX];
    size_t depth;
    char open_path[LIMIT_PATH_BYTES + 1];
    char commit[GIT_OID_HEXSZ + 1];
};

static struct commit_tree *commit_of(struct tree *tree) { return (struct commit_tree *)tree; }

/* ---- One path ---- */

enum found { FOUND_NONE, FOUND_FILE, FOUND_FOLDER, FOUND_LINK, FOUND_OTHER, FOUND_ERROR };

static enum found entry_kind(const git_tree_entry *entry)
{
    switch (git_tree_entry_filemode(entry)) {
    case GIT_FILEMODE_BLOB:
    case GIT_FILEMODE_BLOB_EXECUTABLE:
        return FOUND_FILE;
    case GIT_FILEMODE_TREE:
        return FOUND_FOLDER;
    case GIT_FILEMODE_LINK:
        return FOUND_LINK;
    default:
        return FOUND_OTHER;
    }
}

static enum found find_in(git_tree *folder, const char *name, git_oid *id)
{
    const git_tree_entry *entry = git_tree_entry_byname(folder, name);
    if (!entry) {
        git_error_clear();
        return FOUND_NONE;
    }
    git_oid_cpy(id, git_tree_entry_id(entry));
    return entry_kind(entry);
}

static git_tree *innermost(const struct commit_tree *tree)
{
    return tree->depth ? tree->open[tree->depth - 1] : tree->root;
}

/* Leaves the open folders that `path` does not go through; how much of it is behind us then. */
static size_t leave(struct commit_tree *tree, const char *path)
{
    size_t kept = 0;
    size_t at = 0;
    for (; kept < tree->depth; kept++) {
        size_t end = tree->open_bytes[kept];
        if (strncmp(path, tree->open_path, end) != 0 || (path[end] && path[end] != '/'))
            break;
        at = end;
    }
    while (tree->depth > kept)
        git_tree_free(tree->open[--tree->depth]);
    return at;
}

/* Goes down `path`, so that its last folder is the innermost; else says what stands in the way. */
static enum found enter(struct commit_tree *tree, const char *path)
{
    char name[LIMIT_PATH_BYTES + 1];
    size_t at = leave(tree, path);
    while (path[at]) {
        at += path[at] == '/';
        size_t bytes = strcspn(path + at, "/");
        memcpy(name, path + at, bytes);
        name[bytes] = '\0';
        git_oid id;
        git_tree *next = NULL;
        enum found found = find_in(innermost(tree), name, &id);
        if (found == FOUND_FOLDER && git_tree_lookup(&next, tree->repo->git, &id) < 0)
            found = FOUND_ERROR;
        if (found != FOUND_FOLDER)
            return found == FOUND_FILE ? FOUND_OTHER : found;
        at += bytes;
        memcpy(tree->open_path, path, at);
        tree->open[tree->depth] = next;
        tree->open_bytes[tree->depth++] = at;
    }
    return FOUND_FOLDER;
}

/* What stands at `path`. FOUND_LINK too where a link stands on the way. */
static enum found find(struct commit_tree *tree, const char *path, git_oid *id)
{
    char folder[LIMIT_PATH_BYTES + 1];
    const char *slash = strrchr(path, '/');
    size_t bytes = slash ? (size_t)(slash - path) : 0;
    memcpy(folder, path, bytes);
    folder[bytes] = '\0';
    enum found found = enter(tree, folder);
    if (found == FOUND_FOLDER)
        return find_in(innermost(tree), slash ? slash + 1 : path, id);
    return found == FOUND_OTHER ? FOUND_NONE : found;
}

/* An ordinary file's id and size, from the object's header alone. */
static int find_file(struct commit_tree *tree, const char *path, git_oid *id, uint64_t *file_bytes,
                     struct err *err)
{
    switch (find(tree, path, id)) {
    case FOUND_FILE:
        break;
    case FOUND_NONE:
        return tree_refuse_missing(err, path);
    case FOUND_LINK:
        return tree_refuse_link(err, path);
    case FOUND_ERROR:
        return repo_fail(err, ERR_SYSTEM, _("cannot read '%s' in the commit %s"), path,
                         tree->commit);
    default:
        return tree_refuse_special(err, path);
    }
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    int result = git_odb_read_header(&size, &type, tree->odb, id);
    if (result == GIT_ENOTFOUND)
        return repo_fail(
            err, ERR_SYSTEM,
            _("this clone lacks the contents of '%s'; if it is a partial one, run: git "
              "fetch --refetch --no-filter"),
            path);
    if (result < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read '%s' in the commit %s"), path,
                         tree->commit);
    if (type != GIT_OBJECT_BLOB)
        return tree_refuse_special(err, path);
    *file_bytes = size;
    return 0;
}

static bool commit_has(struct tree *tree, const char *path)
{
    REPO_GUARD(commit_of(tree)->repo);
    git_oid id;
    bool has = find(commit_of(tree), path, &id) == FOUND_FILE;
    git_error_clear();
    return has;
}

static int commit_blob_id(struct tree *tree, struct arena *arena, const char *path, const char **id,
                          struct err *err)
{
    REPO_GUARD(commit_of(tree)->repo);
    git_oid found;
    uint64_t ignored;
    if (find_file(commit_of(tree), path, &found, &ignored, err) != 0)
        return -1;
    *id = repo_id_text(arena, &found);
    return 0;
}

/* ---- Contents ---- */

static void object_free(git_odb_object **object) { git_odb_object_free(*object); }
static void stream_free(git_odb_stream **stream) { git_odb_stream_free(*stream); }

static int read_object(struct commit_tree *tree, const git_oid *id, const char *path, char *out,
                       size_t bytes, struct err *err)
{
    CLEANUP(object_free) git_odb_object *object = NULL;
    if (git_odb_read(&object, tree->odb, id) < 0 || git_odb_object_size(object) < bytes)
        return repo_fail(err, ERR_SYSTEM, _("cannot read '%s' in the commit %s"), path,
                         tree->commit);
    memcpy(out, git_odb_object_data(object), bytes);
    return 0;
}

/* The first bytes alone, where the object is stored so that this is possible; else -1. */
static int read_start(struct commit_tree *tree, const git_oid *id, char *out, size_t bytes)
{
    CLEANUP(stream_free) git_odb_stream *stream = NULL;
    size_t size, done = 0;
    git_object_t type;
    int result = git_odb_open_rstream(&stream, &size, &type, tree->odb, id);
    while (result >= 0 && done < bytes) {
        result = git_odb_stream_read(stream, out + done, bytes - done);
        if (result == 0)
            break;
        done += result > 0 ? (size_t)result : 0;
    }
    git_error_clear();
    return done == bytes ? 0 : -1;
}

static int commit_read(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                       char **data, size_t *bytes, struct err *err)
{
    REPO_GUARD(commit_of(tree)->repo);
    git_oid id;
    uint64_t size = 0;
    if (find_file(commit_of(tree), path, &id, &size, err) != 0)
        return -1;
    if (size > limit_bytes)
        return tree_refuse_large(err, path, limit_bytes);
    char *out = arena_alloc(arena, (size_t)size + 1);
    if (read_object(commit_of(tree), &id, path, out, (size_t)size, err) != 0)
        return -1;
    *data = out;
    *bytes = (size_t)size;
    return 0;
}

static int commit_read_head(struct tree *tree, struct arena *arena, const char *path,
                            size_t limit_bytes, char **data, size_t *bytes, uint64_t *file_bytes,
                            struct err *err)
{
    REPO_GUARD(commit_of(tree)->repo);
    git_oid id;
    uint64_t size = 0;
    if (find_file(commit_of(tree), path, &id, &size, err) != 0)
        return -1;
    size_t wanted = size < limit_bytes ? (size_t)size : limit_bytes;
    char *out = arena_alloc(arena, wanted + 1);
    if (wanted == size || read_start(commit_of(tree), &id, out, wanted) != 0) {
        /* A packed object can only be had whole. */
        if (size > LIMIT_MEDIA_BYTES)
            return tree_refuse_large(err, path, LIMIT_MEDIA_BYTES);
        if (read_object(commit_of(tree), &id, path, out, wanted, err) != 0)
            return -1;
    }
    *data = out;
    *bytes = wanted;
    *file_bytes = size;
    return 0;
}

/* ---- Listing ---- */

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
    enum found found = entry_kind(entry);
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
    enum found found = enter(walk->tree, folder);
    if (found == FOUND_FOLDER) {
        git_tree *tree = NULL;
        if (git_tree_dup(&tree, innermost(walk->tree)) == 0) {
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

static int commit_list(struct tree *tree, struct arena *arena, const char *folder,
                       struct tree_file **files, size_t *count, struct err *err)
{
    REPO_GUARD(commit_of(tree)->repo);
    CLEANUP(walk_release) struct walk walk = { .tree = commit_of(tree), .arena = arena };
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

/* ---- Handles ---- */

/* Its files have ids, which say more. */
static bool commit_facts(struct tree *tree, const char *path, struct file_facts *facts)
{
    (void)tree, (void)path, (void)facts;
    return false;
}

static int commit_share(struct tree **out, struct tree *tree, struct err *err);

static void commit_close(struct tree *tree)
{
    struct commit_tree *commit = commit_of(tree);
    leave(commit, "");
    git_tree_free(commit->root);
    git_odb_free(commit->odb);
    repo_close(&commit->own);
    free(commit);
}

static const struct tree_source commit_source = {
    .list = commit_list,
    .has = commit_has,
    .read = commit_read,
    .read_head = commit_read_head,
    .blob_id = commit_blob_id,
    .facts = commit_facts,
    .share = commit_share,
    .close = commit_close,
};

static struct commit_tree *commit_tree_new(struct repo *repo, const char *commit)
{
    struct commit_tree *tree = calloc(1, sizeof *tree);
    if (!tree)
        out_of_memory();
    memcpy(tree->commit, commit, GIT_OID_HEXSZ);
    tree->tree = (struct tree){ .source = &commit_source, .commit = tree->commit };
    tree->repo = repo;
    return tree;
}

static int commit_share(struct tree **out, struct tree *tree, struct err *err)
{
    REPO_GUARD(commit_of(tree)->repo);
    struct repo *own = NULL;
    if (repo_share(&own, commit_of(tree)->repo, err) != 0)
        return -1;
    CLEANUP(tree_close) struct tree *shared = &commit_tree_new(own, tree->commit)->tree;
    commit_of(shared)->own = own;
    if (git_repository_odb(&commit_of(shared)->odb, own->git) < 0 ||
        git_tree_lookup(&commit_of(shared)->root, own->git, git_tree_id(commit_of(tree)->root)) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read the commit %s again"), tree->commit);
    *out = shared;
    shared = NULL;
    return 0;
}

/* Makes the folder at `below` the root. */
static int set_root(struct commit_tree *tree, const char *below, struct err *err)
{
    char path[LIMIT_PATH_BYTES + 1];
    size_t bytes = strlen(below);
    if (bytes && below[bytes - 1] == '/')
        bytes--;
    if (!bytes)
        return 0;
    if (bytes > LIMIT_PATH_BYTES)
        return tree_refuse_missing(err, below);
    memcpy(path, below, bytes);
    path[bytes] = '\0';
    enum found found = path_is_plain(path) ? enter(tree, path) : FOUND_NONE;
    if (found == FOUND_ERROR)
        return repo_fail(err, ERR_SYSTEM, _("cannot read '%s' in the commit %s"), path,
                         tree->commit);
    if (found != FOUND_FOLDER)
        return err_set(err, ERR_INPUT, _("the commit %s has no folder '%s'"), tree->commit, path);
    git_tree *root = tree->open[--tree->depth];
    leave(tree, "");
    git_tree_free(tree->root);
    tree->root = root;
    return 0;
}

int tree_open_commit(struct tree **out, struct repo *repo, const char *commit, const char *below,
                     struct err *err)
{
    REPO_GUARD(repo);
    CLEANUP(repo_commit_free) git_commit *found = NULL;
    if (repo_find_commit(&found, repo, commit, err) != 0)
        return -1;
    CLEANUP(tree_close) struct tree *tree = &commit_tree_new(repo, commit)->tree;
    if (git_repository_odb(&commit_of(tree)->odb, repo->git) < 0 ||
        git_commit_tree(&commit_of(tree)->root, found) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read the files of the commit %s"), commit);
    if (set_root(commit_of(tree), below, err) != 0)
        return -1;
    *out = tree;
    tree = NULL;
    return 0;
}

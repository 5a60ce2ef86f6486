/* The tree of a commit. It is walked object by object; the size of a file is asked for before its
 * contents, and no link is followed, as in a folder. */
#include "io/tree_commit_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "io/repo.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "lib/path.h"

#include "late/git2.h"

static struct commit_tree *commit_of(struct tree *tree) { return (struct commit_tree *)tree; }

/* ---- One path ---- */

enum found commit_tree_kind(const git_tree_entry *entry)
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
    return commit_tree_kind(entry);
}

git_tree *commit_tree_innermost(const struct commit_tree *tree)
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

enum found commit_tree_enter(struct commit_tree *tree, const char *path)
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
        enum found found = find_in(commit_tree_innermost(tree), name, &id);
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
    enum found found = commit_tree_enter(tree, folder);
    if (found == FOUND_FOLDER)
        return find_in(commit_tree_innermost(tree), slash ? slash + 1 : path, id);
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
    .list = commit_tree_list,
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
    enum found found = path_is_plain(path) ? commit_tree_enter(tree, path) : FOUND_NONE;
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

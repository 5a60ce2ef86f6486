/* New commits, made of trees alone: no index, no work tree. Many new objects go to disk as one
 * pack, since a loose object each costs a wait for the disk each (100 records: 240 ms instead of
 * 25; measured 2026-08). */
#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/message.h"
#include "io/repo.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "lib/path.h"

#include "late/git2.h"

/* From so many new files on one pack is cheaper than loose objects. */
enum { PACK_FROM = 8 };

/* The address is one that no mail can go to: RFC 2606 keeps `.invalid` free. */
static const char author_name[] = "Pregon";
static const char author_address[] = "pregon@localhost.invalid";

static void signature_free(git_signature **signature) { git_signature_free(*signature); }
static void packbuilder_free(git_packbuilder **pack) { git_packbuilder_free(*pack); }
static void entry_free(git_tree_entry **entry) { git_tree_entry_free(*entry); }

/* One commit in the making. */
struct making {
    struct arena *arena;
    git_repository *git;
    struct repo *packed; /* NULL, or the handle whose new objects stay in memory */
    git_odb *odb;
    git_commit *parent; /* NULL: a history of its own */
    git_tree *parent_tree;
    git_tree_update *updates;
    size_t update_count;
    git_oid *new_blobs;
    size_t new_count;
};

static void making_release(struct making *making)
{
    git_tree_free(making->parent_tree);
    git_commit_free(making->parent);
    git_odb_free(making->odb);
    repo_close(&making->packed);
}

static int refuse_write(struct err *err)
{
    return repo_fail(err, ERR_SYSTEM, _("cannot write a commit into the git repository"));
}

/* ---- What there is to write ---- */

static bool parent_has(const struct making *making, const char *path)
{
    CLEANUP(entry_free) git_tree_entry *entry = NULL;
    bool has = making->parent_tree && git_tree_entry_bypath(&entry, making->parent_tree, path) == 0;
    git_error_clear();
    return has;
}

/* The list of updates with the ids of their blobs, none of which is written yet. */
static int list_updates(struct making *making, const struct repo_change *changes, size_t count,
                        struct err *err)
{
    making->updates = arena_alloc_array(making->arena, count + 1, sizeof *making->updates);
    making->new_blobs = arena_alloc_array(making->arena, count + 1, sizeof *making->new_blobs);
    for (size_t i = 0; i < count; i++) {
        const struct repo_change *change = &changes[i];
        git_tree_update update = { .path = change->path, .filemode = GIT_FILEMODE_BLOB };
        if (!path_is_plain(change->path))
            return err_set(err, ERR_INPUT, _("no file in a repository may be named '%s'"),
                           change->path);
        /* Removing what is not there is an error to libgit2, and none to us. */
        update.action = change->data ? GIT_TREE_UPDATE_UPSERT : GIT_TREE_UPDATE_REMOVE;
        if (!change->data && !parent_has(making, change->path))
            continue;
        if (change->data &&
            git_odb_hash(&update.id, change->data, change->bytes, GIT_OBJECT_BLOB) < 0)
            return refuse_write(err);
        if (change->data && !git_odb_exists_ext(making->odb, &update.id, GIT_ODB_LOOKUP_NO_REFRESH))
            making->new_blobs[making->new_count++] = update.id;
        making->updates[making->update_count++] = update;
    }
    return 0;
}

static int making_start(struct making *making, struct repo *repo, const char *parent,
                        struct err *err)
{
    making->git = repo->git;
    if (git_repository_odb(&making->odb, repo->git) < 0)
        return refuse_write(err);
    if (!parent)
        return 0;
    if (repo_find_commit(&making->parent, repo, parent, err) != 0)
        return -1;
    return git_commit_tree(&making->parent_tree, making->parent) < 0 ? refuse_write(err) : 0;
}

/* An object that is not there yet is looked for in all packs again, and its folder's time touched;
 * for hundreds of them in vain. */
static void be_quick(git_odb *odb)
{
    git_odb_backend *backend;
    for (size_t i = 0; i < git_odb_num_backends(odb); i++) {
        if (git_odb_get_backend(&backend, odb, i) < 0)
            continue;
        backend->refresh = NULL;
        backend->freshen = NULL;
    }
}

/* From here on a handle of its own collects new objects in memory. libgit2 can't take such a store
 * off a handle again, so the caller's is left alone. */
static int keep_in_memory(struct making *making, struct repo *repo, git_odb_backend **memory,
                          struct err *err)
{
    if (repo_share(&making->packed, repo, err) != 0)
        return -1;
    git_odb_free(making->odb);
    making->odb = NULL;
    making->git = making->packed->git;
    if (git_repository_odb(&making->odb, making->git) < 0 || git_mempack_new(memory) < 0)
        return refuse_write(err);
    be_quick(making->odb);
    /* Asked before all others. */
    if (git_odb_add_backend(making->odb, *memory, 999) < 0)
        return refuse_write(err);
    if (!making->parent)
        return 0;
    git_oid id = *git_commit_id(making->parent);
    git_tree_free(making->parent_tree);
    git_commit_free(making->parent);
    making->parent_tree = NULL;
    making->parent = NULL;
    if (git_commit_lookup(&making->parent, making->git, &id) < 0 ||
        git_commit_tree(&making->parent_tree, making->parent) < 0)
        return refuse_write(err);
    return 0;
}

/* ---- Objects ---- */

static int write_objects(struct making *making, const struct repo_change *changes, size_t count,
                         const char *message, int64_t when_utc, git_oid *commit, struct err *err)
{
    git_oid id;
    CLEANUP(repo_tree_free) git_tree *tree = NULL;
    CLEANUP(signature_free) git_signature *author = NULL;
    for (size_t i = 0; i < count; i++) {
        if (changes[i].data &&
            git_blob_create_from_buffer(&id, making->git, changes[i].data, changes[i].bytes) < 0)
            return refuse_write(err);
    }
    if (git_tree_create_updated(&id, making->git, making->parent_tree, making->update_count,
                                making->updates) < 0 ||
        git_tree_lookup(&tree, making->git, &id) < 0 ||
        git_signature_new(&author, author_name, author_address, when_utc, 0) < 0)
        return refuse_write(err);
    const git_commit *parents[] = { making->parent };
    if (git_commit_create(commit, making->git, NULL, author, author, NULL, message, tree,
                          making->parent ? 1 : 0, parents) < 0)
        return refuse_write(err);
    return 0;
}

/* ---- The pack ---- */

/* A folder of the new tree, and the one that stood there before, or NULL. */
struct pair {
    git_tree *now, *before;
};

struct tree_walk {
    struct arena *arena;
    struct pair *pairs;
    size_t count, capacity;
};

static void tree_walk_release(struct tree_walk *walk)
{
    while (walk->count) {
        struct pair pair = walk->pairs[--walk->count];
        git_tree_free(pair.now);
        git_tree_free(pair.before);
    }
}

/* Adds a new tree to the pack, and to what is still to be walked. */
static int add_tree(struct tree_walk *walk, git_packbuilder *pack, git_repository *git,
                    const git_oid *id, const git_oid *before)
{
    struct pair pair = { 0 };
    if (git_packbuilder_insert(pack, id, NULL) < 0 || git_tree_lookup(&pair.now, git, id) < 0)
        return -1;
    if (before && git_tree_lookup(&pair.before, git, before) < 0) {
        git_tree_free(pair.now);
        return -1;
    }
    walk->pairs =
        list_grow(walk->arena, walk->pairs, walk->count, &walk->capacity, sizeof *walk->pairs);
    walk->pairs[walk->count++] = pair;
    return 0;
}

static int add_new_folders(struct tree_walk *walk, git_packbuilder *pack, git_repository *git,
                           const struct pair *pair)
{
    size_t entries = git_tree_entrycount(pair->now);
    for (size_t i = 0; i < entries; i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(pair->now, i);
        if (git_tree_entry_type(entry) != GIT_OBJECT_TREE)
            continue;
        const git_tree_entry *old =
            pair->before ? git_tree_entry_byname(pair->before, git_tree_entry_name(entry)) : NULL;
        if (old && git_tree_entry_type(old) != GIT_OBJECT_TREE)
            old = NULL;
        const git_oid *before = old ? git_tree_entry_id(old) : NULL;
        if (before && git_oid_equal(before, git_tree_entry_id(entry)))
            continue;
        if (add_tree(walk, pack, git, git_tree_entry_id(entry), before) != 0)
            return -1;
    }
    return 0;
}

/* The trees of the commit that its parent does not have. */
static int pack_trees(struct making *making, git_packbuilder *pack, const git_oid *root)
{
    CLEANUP(tree_walk_release) struct tree_walk walk = { .arena = making->arena };
    const git_oid *before = making->parent_tree ? git_tree_id(making->parent_tree) : NULL;
    if (before && git_oid_equal(before, root))
        return 0;
    if (add_tree(&walk, pack, making->git, root, before) != 0)
        return -1;
    while (walk.count) {
        CLEANUP(repo_tree_free) git_tree *now = walk.pairs[--walk.count].now;
        CLEANUP(repo_tree_free) git_tree *old = walk.pairs[walk.count].before;
        if (add_new_folders(&walk, pack, making->git, &(struct pair){ now, old }) != 0)
            return -1;
    }
    return 0;
}

static int write_pack(struct making *making, const git_oid *commit, struct err *err)
{
    CLEANUP(packbuilder_free) git_packbuilder *pack = NULL;
    CLEANUP(repo_commit_free) git_commit *made = NULL;
    if (git_packbuilder_new(&pack, making->git) < 0 ||
        git_commit_lookup(&made, making->git, commit) < 0 ||
        git_packbuilder_insert(pack, commit, NULL) < 0 ||
        pack_trees(making, pack, git_commit_tree_id(made)) != 0)
        return refuse_write(err);
    for (size_t i = 0; i < making->new_count; i++) {
        if (git_packbuilder_insert(pack, &making->new_blobs[i], NULL) < 0)
            return refuse_write(err);
    }
    git_packbuilder_set_threads(pack, 1);
    return git_packbuilder_write(pack, NULL, 0, NULL, NULL) < 0 ? refuse_write(err) : 0;
}

int repo_commit(struct repo *repo, struct arena *arena, const char *parent,
                const struct repo_change *changes, size_t count, const char *message,
                int64_t when_utc, const char **commit, struct err *err)
{
    REPO_GUARD(repo);
    CLEANUP(arena_release) struct arena scratch = { 0 };
    CLEANUP(making_release) struct making making = { .arena = &scratch };
    git_oid id;
    if (making_start(&making, repo, parent, err) != 0 ||
        list_updates(&making, changes, count, err) != 0)
        return -1;
    git_odb_backend *memory = NULL;
    bool is_packed = making.new_count >= PACK_FROM;
    if (is_packed && keep_in_memory(&making, repo, &memory, err) != 0)
        return -1;
    if (write_objects(&making, changes, count, message, when_utc, &id, err) != 0)
        return -1;
    if (is_packed && write_pack(&making, &id, err) != 0)
        return -1;
    *commit = repo_id_text(arena, &id);
    return 0;
}

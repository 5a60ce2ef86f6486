/* The store: a bare repository of our own below the git folder. It is a cache: what is broken, or
 * has become slow, is made anew and fetched again. */
#include <ftw.h>
#include <git2.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/files.h"
#include "io/repo.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "io/repo_remote.h"

#include "late/git2.h"

/* Each fetch and each larger commit adds one, and reading slows with their number. */
enum { MAX_PACKS = 100 };

static void iterator_free(git_reference_iterator **iterator)
{
    git_reference_iterator_free(*iterator);
}

static void config_free(git_config **config) { git_config_free(*config); }

/* Left by a process that was killed: nobody else uses the store while we hold the run's lock. */
static int remove_remains(const char *path, const struct stat *facts, int kind, struct FTW *walk)
{
    (void)facts;
    const char *name = path + walk->base;
    if (kind == FTW_F && (text_ends_with(name, ".lock") || text_starts_with(name, "pack_git2_") ||
                          text_starts_with(name, "tmp_object_git2_"))) {
        struct err ignored;
        (void)!files_remove(path, &ignored);
    }
    return 0;
}

void repo_store_tidy(struct repo *store)
{
    nftw(git_repository_path(store->git), remove_remains, 16, FTW_PHYS);
}

static bool has_settings(struct repo *store)
{
    CLEANUP(config_free) git_config *config = NULL;
    bool has = git_repository_config(&config, store->git) == 0;
    git_error_clear();
    return has;
}

/* A power cut can leave it empty, or full of zeros, and libgit2 passes over it then. */
static int read_reference(const char *path, const struct stat *facts, int kind, struct FTW *walk)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct err ignored;
    char *text;
    size_t bytes;
    git_oid id;
    (void)facts, (void)walk;
    if (kind != FTW_F)
        return 0;
    return files_read(&scratch, path, GIT_OID_HEXSZ + 1, &text, &bytes, &ignored) == 0 &&
                   bytes >= GIT_OID_HEXSZ && git_oid_fromstrn(&id, text, GIT_OID_HEXSZ) == 0
               ? 0
               : 1;
}

/* Every reference of ours stands for a commit whose objects are there. A kill or a full disk can
 * leave one that is not. */
static bool is_whole(struct repo *store)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *ours = arena_printf(&scratch, "%srefs/pregon", git_repository_path(store->git));
    if (files_is_folder(ours) && nftw(ours, read_reference, 16, FTW_PHYS) != 0)
        return false;
    CLEANUP(iterator_free) git_reference_iterator *references = NULL;
    const char *name;
    int result = git_reference_iterator_glob_new(&references, store->git, "refs/pregon/*");
    while (result == 0 && (result = git_reference_next_name(&name, references)) == 0) {
        const char *tip = repo_tip(store, &scratch, name);
        if (!tip || !repo_has_commit(store, tip))
            return false;
    }
    git_error_clear();
    return result == GIT_ITEROVER;
}

static bool is_slow(struct arena *arena, const char *path)
{
    struct err ignored;
    const char **names;
    size_t count = 0, packs = 0;
    if (files_list(arena, arena_printf(arena, "%s/objects/pack", path), &names, &count, &ignored) !=
        0)
        return true;
    for (size_t i = 0; i < count; i++)
        packs += text_ends_with(names[i], ".pack");
    return packs > MAX_PACKS;
}

/* The store that lies there, or NULL. */
static struct repo *open_old(struct arena *arena, const char *path)
{
    git_repository *git = NULL;
    if (!files_is_folder(path) || is_slow(arena, path))
        return NULL;
    if (git_repository_open_bare(&git, path) < 0) {
        git_error_clear();
        return NULL;
    }
    CLEANUP(repo_close) struct repo *store = repo_new(git);
    store->is_store = true;
    REPO_GUARD(store);
    repo_store_tidy(store);
    if (!has_settings(store) || !is_whole(store))
        return NULL;
    struct repo *whole = store;
    store = NULL;
    return whole;
}

static int make_new(struct repo **out, const char *path, struct err *err)
{
    git_repository *git = NULL;
    git_repository_init_options options;
    if (files_remove_folder(path, err) != 0)
        return -1;
    if (git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot make our git folder '%s'"), path);
    options.flags =
        GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_NO_REINIT | GIT_REPOSITORY_INIT_MKPATH;
    if (git_repository_init_ext(&git, path, &options) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot make our git folder '%s'"), path);
    *out = repo_new(git);
    (*out)->is_store = true;
    return 0;
}

int repo_store_open(struct repo **out, const struct repo *repo, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *git_folder = repo_git_folder(repo);
    const char *path = arena_printf(&scratch, "%s" REPO_STORE_FOLDER, git_folder);
    if (files_refuse_links(git_folder, REPO_STORE_FOLDER, err) != 0 ||
        files_make_folders(arena_printf(&scratch, "%spregon", git_folder), err) != 0)
        return -1;
    const char *aside = arena_printf(&scratch, "%s" REPO_BROKEN_FOLDER, git_folder);
    if (files_remove_folder(aside, err) != 0)
        return -1;
    repo_guard_know_store(path, aside);
    /* Whose it is was settled when the repository around it was opened. */
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    struct repo *store = open_old(&scratch, path);
    int result = store ? 0 : make_new(&store, path, err);
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
    if (result == 0)
        *out = store;
    return result;
}

/* ---- What is broken within ---- */

/* Larger ones are media, which a run reads one at a time and says so. */
enum { MOST_READ_BYTES = 1 << 20 };

static void walk_free(git_revwalk **walk) { git_revwalk_free(*walk); }

static int read_object(const git_oid *id, void *context)
{
    git_odb *objects = context;
    git_odb_object *object = NULL;
    git_object_t type;
    size_t bytes;
    int result = git_odb_read_header(&bytes, &type, objects, id);
    if (result == 0 && bytes <= MOST_READ_BYTES) {
        result = git_odb_read(&object, objects, id);
        git_odb_object_free(object);
    }
    return result;
}

static int find_entry(const char *folder, const git_tree_entry *entry, void *objects)
{
    (void)folder;
    bool is_file = git_tree_entry_type(entry) == GIT_OBJECT_BLOB;
    return is_file && !git_odb_exists(objects, git_tree_entry_id(entry)) ? GIT_ENOTFOUND : 0;
}

static bool has_files(struct repo *store, git_odb *objects, const git_oid *commit_id)
{
    CLEANUP(repo_commit_free) git_commit *commit = NULL;
    CLEANUP(repo_tree_free) git_tree *tree = NULL;
    return git_commit_lookup(&commit, store->git, commit_id) == 0 &&
           git_commit_tree(&tree, commit) == 0 &&
           git_tree_walk(tree, GIT_TREEWALK_PRE, find_entry, objects) == 0;
}

static bool has_history(struct repo *store)
{
    CLEANUP(walk_free) git_revwalk *walk = NULL;
    git_oid id;
    int result = git_revwalk_new(&walk, store->git);
    if (result == 0)
        result = git_revwalk_push_glob(walk, "refs/pregon/*");
    while (result == 0)
        result = git_revwalk_next(&id, walk);
    return result == GIT_ITEROVER;
}

/* Of each of our references the commits down to the first, and the files of the last; and whatever
 * else lies there, since a host does not send again what it is told that we have. */
static bool is_sound(struct repo *store)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    CLEANUP(repo_odb_free) git_odb *objects = NULL;
    CLEANUP(iterator_free) git_reference_iterator *references = NULL;
    const char *name;
    git_oid id;
    if (!has_history(store) || git_repository_odb(&objects, store->git) < 0 ||
        git_reference_iterator_glob_new(&references, store->git, "refs/pregon/*") < 0)
        return false;
    while (git_reference_next_name(&name, references) == 0) {
        const char *tip = repo_tip(store, &scratch, name);
        if (!tip || git_oid_fromstr(&id, tip) < 0 || !has_files(store, objects, &id))
            return false;
    }
    return git_odb_foreach(objects, read_object, objects) == 0;
}

bool repo_store_mend(struct repo *store)
{
    REPO_GUARD(store);
    bool was_broken = !is_sound(store);
    git_error_clear();
    return was_broken && repo_guard_put_store_aside();
}

/* The objects of the folder, for this handle alone. */
static int borrow_objects(struct repo *repo, const char *folder)
{
    CLEANUP(repo_odb_free) git_odb *odb = NULL;
    int result = git_repository_odb(&odb, repo->git);
    if (result == 0)
        result = git_odb_add_disk_alternate(odb, folder);
    git_error_clear();
    return result;
}

const char *repo_store_tip(struct repo *repo, struct arena *arena, const char *reference)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *path = arena_printf(&scratch, "%s" REPO_STORE_FOLDER, repo_git_folder(repo));
    git_repository *git = NULL;
    if (!text_starts_with(reference, "refs/") || !files_is_folder(path))
        return NULL;
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    int result = git_repository_open_bare(&git, path);
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
    git_error_clear();
    if (result < 0)
        return NULL;
    CLEANUP(repo_close) struct repo *store = repo_new(git);
    REPO_GUARD(store);
    const char *name = arena_printf(&scratch, REPO_FETCHED "%s", reference + strlen("refs/"));
    const char *tip = repo_tip(store, arena, name);
    if (!tip || !repo_has_commit(store, tip) ||
        borrow_objects(repo, arena_printf(&scratch, "%s/objects", path)) < 0)
        return NULL;
    return tip;
}

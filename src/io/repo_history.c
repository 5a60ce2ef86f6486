/* History: commits one after another, and which of them changed which files. */
#include "io/repo.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/message.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "late/git2.h"

enum { MOST_FOLDERS = 32 /* one in another */ };

struct walk {
    struct arena *arena;
    git_repository *git;
    const char *folder;
    struct repo_touch *items;
    size_t count, capacity;
};

static void free_revwalk(git_revwalk **walk)
{
    if (*walk)
        git_revwalk_free(*walk);
}

/* The tree of an id, or none. */
static git_tree *tree_of(const struct walk *walk, const git_oid *id)
{
    git_tree *tree = NULL;
    return id && git_tree_lookup(&tree, walk->git, id) == 0 ? tree : NULL;
}

static const git_oid *id_of(const git_tree_entry *entry, git_object_t type)
{
    return entry && git_tree_entry_type(entry) == type ? git_tree_entry_id(entry) : NULL;
}

static bool is_same(const git_tree_entry *a, const git_tree_entry *b)
{
    return a && b && git_oid_equal(git_tree_entry_id(a), git_tree_entry_id(b));
}

static void add(struct walk *walk, struct repo_touch *touch, const char *path)
{
    touch->path = path;
    walk->items =
        list_grow(walk->arena, walk->items, walk->count, &walk->capacity, sizeof *walk->items);
    walk->items[walk->count++] = *touch;
}

static void compare(struct walk *walk, struct repo_touch *touch, const char *folder, int depth,
                    const git_oid *now_id, const git_oid *before_id);

/* A name that is in either tree, or as another thing in both. */
static void compare_entry(struct walk *walk, struct repo_touch *touch, const char *folder,
                          int depth, const git_tree_entry *now, const git_tree_entry *before)
{
    const char *path =
        arena_printf(walk->arena, "%s/%s", folder, git_tree_entry_name(now ? now : before));
    const git_oid *now_tree = id_of(now, GIT_OBJECT_TREE);
    const git_oid *before_tree = id_of(before, GIT_OBJECT_TREE);
    if (now_tree || before_tree)
        compare(walk, touch, path, depth + 1, now_tree, before_tree);
    if (id_of(now, GIT_OBJECT_BLOB) || id_of(before, GIT_OBJECT_BLOB))
        add(walk, touch, path);
}

/* Folders that are the same are not looked into: of thousands of files a commit changes few, and
 * git_diff_tree_to_tree() reads them all. */
static void compare(struct walk *walk, struct repo_touch *touch, const char *folder, int depth,
                    const git_oid *now_id, const git_oid *before_id)
{
    CLEANUP(repo_tree_free) git_tree *now = tree_of(walk, now_id);
    CLEANUP(repo_tree_free) git_tree *before = tree_of(walk, before_id);
    if (depth > MOST_FOLDERS)
        return;
    for (size_t i = 0; now && i < git_tree_entrycount(now); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(now, i);
        const git_tree_entry *old =
            before ? git_tree_entry_byname(before, git_tree_entry_name(entry)) : NULL;
        if (!is_same(entry, old))
            compare_entry(walk, touch, folder, depth, entry, old);
    }
    for (size_t i = 0; before && i < git_tree_entrycount(before); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(before, i);
        if (!now || !git_tree_entry_byname(now, git_tree_entry_name(entry)))
            compare_entry(walk, touch, folder, depth, NULL, entry);
    }
}

/* The folder as the commit has it; NULL where it has none. */
static git_tree_entry *find_folder(const struct walk *walk, const git_commit *commit)
{
    CLEANUP(repo_tree_free) git_tree *root = NULL;
    git_tree_entry *entry = NULL;
    if (git_commit_tree(&root, commit) < 0 || git_tree_entry_bypath(&entry, root, walk->folder) < 0)
        return NULL;
    return entry;
}

static void free_entry(git_tree_entry **entry)
{
    if (*entry)
        git_tree_entry_free(*entry);
}

static void note(struct walk *walk, git_commit *commit)
{
    CLEANUP(repo_commit_free) git_commit *parent = NULL;
    /* Where history is cut off, nobody knows what the last commit changed. */
    if (git_commit_parentcount(commit) && git_commit_parent(&parent, commit, 0) < 0)
        return;
    CLEANUP(free_entry) git_tree_entry *now = find_folder(walk, commit);
    CLEANUP(free_entry) git_tree_entry *before = parent ? find_folder(walk, parent) : NULL;
    if (is_same(now, before))
        return;
    const git_signature *author = git_commit_author(commit);
    const char *summary = git_commit_summary(commit);
    struct repo_touch touch = {
        .id = repo_id_text(walk->arena, git_commit_id(commit)),
        .author = arena_strdup(walk->arena, author ? author->name : ""),
        .summary = arena_strdup(walk->arena, summary ? summary : ""),
        .when_utc = git_commit_time(commit),
    };
    compare(walk, &touch, walk->folder, 0, id_of(now, GIT_OBJECT_TREE),
            id_of(before, GIT_OBJECT_TREE));
}

int repo_history(struct repo *repo, struct arena *arena, const char *commit, const char *folder,
                 size_t limit, struct repo_touch **touches, size_t *count, struct err *err)
{
    REPO_GUARD(repo);
    CLEANUP(free_revwalk) git_revwalk *commits = NULL;
    struct walk walk = { .arena = arena, .git = repo->git, .folder = folder };
    git_oid id;
    if (git_oid_fromstr(&id, commit) < 0 || git_revwalk_new(&commits, repo->git) < 0 ||
        git_revwalk_sorting(commits, GIT_SORT_TIME) < 0 || git_revwalk_push(commits, &id) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read the history of '%s'"), commit);
    for (size_t i = 0; i < limit && git_revwalk_next(&id, commits) == 0; i++) {
        CLEANUP(repo_commit_free) git_commit *at = NULL;
        if (git_commit_lookup(&at, repo->git, &id) < 0)
            break;
        /* What a merge brings is said by the commits that it merges. */
        if (git_commit_parentcount(at) < 2)
            note(&walk, at);
    }
    git_error_clear();
    *touches = walk.items;
    *count = walk.count;
    return 0;
}

static struct repo_log_entry log_entry(struct arena *arena, const git_commit *commit)
{
    return (struct repo_log_entry){
        .id = repo_id_text(arena, git_commit_id(commit)),
        .message = arena_strdup(arena, git_commit_message(commit)),
        .when_utc = git_commit_time(commit),
    };
}

int repo_log(struct repo *repo, struct arena *arena, const char *commit, const char *until,
             size_t limit, struct repo_log_entry **entries, size_t *count, struct err *err)
{
    REPO_GUARD(repo);
    CLEANUP(repo_commit_free) git_commit *at = NULL;
    git_oid end = { 0 };
    if (repo_find_commit(&at, repo, commit, err) != 0)
        return -1;
    if (until && git_oid_fromstr(&end, until) < 0)
        return repo_fail(err, ERR_SYSTEM, _("'%s' is no commit's id"), until);
    struct repo_log_entry *log = NULL;
    size_t found = 0, capacity = 0;
    while (found < limit && !git_oid_equal(git_commit_id(at), &end)) {
        log = list_grow(arena, log, found, &capacity, sizeof *log);
        log[found++] = log_entry(arena, at);
        git_commit *parent = NULL;
        if (git_commit_parentcount(at) == 0)
            break;
        if (git_commit_parent(&parent, at, 0) < 0) {
            log[found - 1].is_cut = true;
            break;
        }
        git_commit_free(at);
        at = parent;
    }
    git_error_clear();
    *entries = log;
    *count = found;
    return 0;
}

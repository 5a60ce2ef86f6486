/* Commits as lists of files, by number, and the trees that the real code reads of them. A file's
 * text is kept once, for all commits that have it. */
#include "commits.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "io/tree_internal.h"
#include "world.h"

enum {
    MOST_KEPT_FILES = 500 * 1000, /* of all commits that are kept */
    FEWEST_KEPT = 16,
};

static struct commit **commits; /* by number, from 1 on; nobody looks at those before `first` */
static size_t commit_count, commit_capacity, first, kept_files;

/* The number of a commit is its id. */
const struct commit *commits_find(const char *id)
{
    unsigned long long number = id ? strtoull(id, NULL, 16) : 0;
    return number >= first && number <= commit_count && number ? commits[number - 1] : NULL;
}

/* --- what is kept --- */

static void forget(struct commit *commit)
{
    for (size_t i = 0; i < commit->count; i++)
        if (--commit->files[i].blob->uses == 0)
            free(commit->files[i].blob);
    kept_files -= commit->count;
    free(commit->files);
    commit->files = NULL;
    commit->count = 0;
}

void commits_reset(void)
{
    for (; first <= commit_count; first++)
        if (first)
            forget(commits[first - 1]);
    first = 1;
    commit_count = 0;
}

/* A year has ten thousands of commits, each with thousands of files. Stores are caches: a machine
 * that saw none of the newest has lost its own. */
static void forget_oldest(void)
{
    while (kept_files > MOST_KEPT_FILES && first < commit_count - FEWEST_KEPT) {
        git_forget(commits[first - 1]);
        forget(commits[first++ - 1]);
    }
}

static void keep(struct commit *commit)
{
    if (commit_count == commit_capacity) {
        commit_capacity = commit_capacity * 2 + 64;
        commits = realloc(commits, commit_capacity * sizeof *commits);
        if (!commits)
            out_of_memory();
    }
    commits[commit_count++] = commit;
    kept_files += commit->count;
    forget_oldest();
}

/* --- commits --- */

static size_t place_of(const struct commit *commit, const char *path, bool *is_there)
{
    size_t low = 0, high = commit ? commit->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(commit->files[middle].path, path);
        if (order == 0) {
            *is_there = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *is_there = false;
    return low;
}

static struct blob *new_blob(const void *data, size_t bytes)
{
    struct blob *blob = malloc(sizeof *blob + bytes);
    if (!blob)
        out_of_memory();
    *blob = (struct blob){ .uses = 1, .bytes = bytes };
    memcpy(blob->data, data, bytes);
    return blob;
}

static void drop(struct file *file)
{
    if (--file->blob->uses == 0)
        free(file->blob);
}

static void change(struct commit *commit, const struct repo_change *change)
{
    bool is_there;
    size_t at = place_of(commit, change->path, &is_there);
    struct file *file = &commit->files[at];
    if (is_there)
        drop(file);
    if (!change->data) {
        if (is_there)
            memmove(file, file + 1, (--commit->count - at) * sizeof *file);
        return;
    }
    if (!is_there) {
        memmove(file + 1, file, (commit->count++ - at) * sizeof *file);
        file->path = arena_strdup(&world.arena, change->path);
    }
    file->blob = new_blob(change->data, change->bytes);
}

const struct commit *commits_add(const struct commit *parent, const struct repo_change *changes,
                                 size_t count)
{
    AS_WORLD;
    struct commit *made = arena_alloc(&world.arena, sizeof *made);
    size_t known = parent ? parent->count : 0;
    made->parent = parent;
    made->count = known;
    made->files = malloc((known + count + 1) * sizeof *made->files);
    if (!made->files)
        out_of_memory();
    for (size_t i = 0; i < known; i++) {
        made->files[i] = parent->files[i];
        made->files[i].blob->uses++;
    }
    for (size_t i = 0; i < count; i++)
        change(made, &changes[i]);
    made->id = arena_printf(&world.arena, "%040zx", commit_count + 1);
    keep(made);
    return made;
}

int repo_commit(struct repo *repo, struct arena *arena, const char *parent,
                const struct repo_change *changes, size_t count, const char *message,
                int64_t when_utc, const char **commit, struct err *err)
{
    (void)repo;
    (void)when_utc;
    (void)message;
    const struct commit *before = commits_find(parent);
    if (parent && !before)
        return err_set(err, ERR_SYSTEM, "the parent is not here");
    *commit = arena_strdup(arena, commits_add(before, changes, count)->id);
    return 0;
}

bool repo_has_commit(struct repo *repo, const char *commit)
{
    (void)repo;
    return commits_find(commit) != NULL;
}

bool repo_descends(struct repo *repo, const char *commit, const char *ancestor)
{
    (void)repo;
    for (const struct commit *at = commits_find(commit); at; at = at->parent)
        if (text_equal(at->id, ancestor))
            return true;
    return false;
}

const char *repo_root_commit(struct repo *repo, struct arena *arena, const char *commit)
{
    (void)repo;
    const struct commit *at = commits_find(commit);
    while (at && at->parent)
        at = at->parent;
    return at ? arena_strdup(arena, at->id) : NULL;
}

int repo_log(struct repo *repo, struct arena *arena, const char *commit, const char *until,
             size_t limit, struct repo_log_entry **entries, size_t *count, struct err *err)
{
    (void)repo, (void)arena, (void)commit, (void)until, (void)limit, (void)err;
    *entries = NULL;
    *count = 0;
    return 0;
}

/* --- trees of commits --- */

struct commit_tree {
    struct tree tree;
    const struct commit *commit;
};

static const struct file *find_file(struct tree *tree, const char *path)
{
    const struct commit *commit = ((struct commit_tree *)tree)->commit;
    bool is_there;
    size_t at = place_of(commit, path, &is_there);
    return is_there ? &commit->files[at] : NULL;
}

static int list(struct tree *tree, struct arena *arena, const char *folder,
                struct tree_file **files, size_t *count, struct err *err)
{
    (void)err;
    const struct commit *commit = ((struct commit_tree *)tree)->commit;
    size_t bytes = strlen(folder);
    *files = arena_alloc_array(arena, commit->count, sizeof **files);
    *count = 0;
    for (size_t i = 0; i < commit->count; i++)
        if (bytes == 0 || (strncmp(commit->files[i].path, folder, bytes) == 0 &&
                           commit->files[i].path[bytes] == '/'))
            (*files)[(*count)++] = (struct tree_file){ .path = commit->files[i].path };
    return 0;
}

static bool has(struct tree *tree, const char *path) { return find_file(tree, path) != NULL; }

static int read_file(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                     char **data, size_t *bytes, struct err *err)
{
    const struct file *file = find_file(tree, path);
    if (!file)
        return tree_refuse_missing(err, path);
    if (file->blob->bytes > limit_bytes)
        return tree_refuse_large(err, path, limit_bytes);
    *data = arena_strndup(arena, file->blob->data, file->blob->bytes);
    *bytes = file->blob->bytes;
    return 0;
}

static int blob_id(struct tree *tree, struct arena *arena, const char *path, const char **id,
                   struct err *err)
{
    const struct file *file = find_file(tree, path);
    if (!file)
        return tree_refuse_missing(err, path);
    *id = arena_printf(arena, "%040zx", file->blob->bytes);
    return 0;
}

static void close_tree(struct tree *tree) { (void)tree; }

int tree_open_commit(struct tree **out, struct repo *repo, const char *commit, const char *below,
                     struct err *err)
{
    static const struct tree_source source = {
        .list = list, .has = has, .read = read_file, .blob_id = blob_id, .close = close_tree
    };
    (void)repo, (void)below;
    AS_WORLD;
    struct commit_tree *tree = arena_alloc(world_passing(), sizeof *tree);
    *tree = (struct commit_tree){ .tree = { .source = &source, .commit = commit },
                                  .commit = commits_find(commit) };
    if (!tree->commit)
        return err_set(err, ERR_SYSTEM, "there is no commit '%s'", commit);
    *out = &tree->tree;
    return 0;
}

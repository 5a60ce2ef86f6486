/* A git host with one ledger, and every clone's store: commits are lists of files. A push is a
 * compare-and-swap at the host; its answer may be lost, and it may land late. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "io/repo_address.h"
#include "io/repo_remote.h"
#include "io/tree_internal.h"

enum {
    LATEST_LANDING_MS = 120 * MS,
    MOST_KEPT_FILES = 500 * 1000, /* of all commits that are kept */
    FEWEST_KEPT = 16,
};

/* A file's text, of all commits that have it. */
struct blob {
    size_t uses;
    size_t bytes;
    char data[];
};

struct file {
    const char *path;
    struct blob *blob;
};

struct commit {
    const char *id;
    const struct commit *parent;
    struct file *files; /* in byte order */
    size_t count;
};

struct repo {
    int unused;
};

static struct repo the_repo;
static struct commit **commits; /* by number, from 1 on; nobody looks at those before `first` */
static size_t commit_count, commit_capacity, first, kept_files;
static const struct commit *ledger_tip;             /* at the host */
static const struct commit *anchors[MOST_MACHINES]; /* what a machine saw last */

const char *git_ledger_tip(void) { return ledger_tip ? ledger_tip->id : NULL; }

struct repo *git_repo(void) { return &the_repo; }

/* The number of a commit is its id. */
static struct commit *find(const char *id)
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

void git_reset(void)
{
    for (; first <= commit_count; first++)
        if (first)
            forget(commits[first - 1]);
    ledger_tip = NULL;
    first = 1;
    commit_count = 0;
    memset(anchors, 0, sizeof anchors);
}

/* A year has ten thousands of commits, each with thousands of files. Stores are caches: a machine
 * that saw none of the newest has lost its own. */
static void forget_oldest(void)
{
    while (kept_files > MOST_KEPT_FILES && first < commit_count - FEWEST_KEPT) {
        for (size_t i = 0; i < MOST_MACHINES; i++)
            if (anchors[i] == commits[first - 1])
                anchors[i] = NULL;
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

static struct commit *commit_on(const struct commit *parent, const struct repo_change *changes,
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
    const struct commit *before = find(parent);
    if (parent && !before)
        return err_set(err, ERR_SYSTEM, "the parent is not here");
    *commit = arena_strdup(arena, commit_on(before, changes, count)->id);
    return 0;
}

bool repo_has_commit(struct repo *repo, const char *commit)
{
    (void)repo;
    return find(commit) != NULL;
}

bool repo_descends(struct repo *repo, const char *commit, const char *ancestor)
{
    (void)repo;
    for (const struct commit *at = find(commit); at; at = at->parent)
        if (text_equal(at->id, ancestor))
            return true;
    return false;
}

const char *repo_root_commit(struct repo *repo, struct arena *arena, const char *commit)
{
    (void)repo;
    const struct commit *at = find(commit);
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

/* --- references of a clone: the anchor alone --- */

const char *repo_tip(struct repo *repo, struct arena *arena, const char *reference)
{
    (void)repo;
    (void)arena;
    const struct commit *anchor = world.current && text_starts_with(reference, "refs/pregon/known/")
                                      ? anchors[world.current->machine]
                                      : NULL;
    return anchor ? anchor->id : NULL;
}

int repo_move(struct repo *repo, const char *reference, const char *from, const char *to,
              enum move_outcome *outcome, struct err *err)
{
    (void)repo, (void)reference, (void)from, (void)err;
    if (world.current)
        anchors[world.current->machine] = find(to);
    *outcome = MOVE_DONE;
    return 0;
}

int repo_unlock(struct repo *repo, const char *reference, struct err *err)
{
    (void)repo, (void)reference, (void)err;
    return 0;
}

void repo_close(struct repo **repo) { *repo = NULL; }

const char *repo_git_folder(const struct repo *repo)
{
    (void)repo;
    return "/.git/";
}

uint16_t repo_address_port(const char *url)
{
    (void)url;
    return 443;
}

const char *repo_store_tip(struct repo *repo, struct arena *arena, const char *reference)
{
    (void)repo, (void)arena, (void)reference;
    return NULL;
}

bool repo_glance_lacks(const struct repo_glance *glance, struct arena *arena, const char *reference)
{
    (void)glance, (void)arena, (void)reference;
    return false;
}

/* --- the host --- */

int repo_remote_check(const char *url, struct err *err)
{
    (void)url, (void)err;
    return 0;
}

bool repo_remote_is_same_host(const char *a, const char *b) { return text_equal(a, b); }

/* A store is a cache: it may be gone by now. */
int repo_store_open(struct repo **out, const struct repo *repo, struct err *err)
{
    (void)repo, (void)err;
    if (world_happens(50))
        anchors[world.current->machine] = NULL;
    *out = &the_repo;
    return 0;
}

bool repo_store_mend(struct repo *store)
{
    (void)store;
    return false;
}

int repo_fetch(struct repo *store, struct arena *arena, const struct repo_remote *remote,
               struct repo_ref *refs, size_t count, const char **default_branch, struct err *err)
{
    (void)store, (void)remote;
    world_give_way(world_between(50, 1500), "fetch");
    if (world_happens(world.faults.fetch_failed))
        return err_set(err, ERR_SYSTEM, "the git host does not answer");
    const char *tip = git_ledger_tip();
    for (size_t i = 0; i < count; i++)
        refs[i].commit = text_equal(refs[i].name, "refs/heads/pregon-ledger")
                             ? (tip ? arena_strdup(arena, tip) : NULL)
                             : shop_commit(arena);
    if (default_branch)
        *default_branch = "refs/heads/main";
    world_trace("fetch: the ledger is at %s", tip ? tip + 36 : "none");
    world_give_way(world_between(1, 300), "fetched");
    return 0;
}

struct landing {
    const struct commit *from, *to;
    int run;
};

/* What is new in `to`: a file that is not changed is the very same. */
static void look_at_changes(const struct commit *from, const struct commit *to)
{
    size_t j = 0;
    for (size_t i = 0; i < to->count; i++) {
        const struct file *file = &to->files[i];
        while (from && j < from->count && strcmp(from->files[j].path, file->path) < 0)
            j++;
        if (!from || j == from->count || from->files[j].blob != file->blob)
            truth_recorded(file->path, file->blob->data, file->blob->bytes);
    }
}

static bool land(const struct commit *from, const struct commit *to)
{
    if (ledger_tip != from)
        return false;
    ledger_tip = to;
    look_at_changes(from, to);
    return true;
}

void git_write_holds(const char *text)
{
    const struct repo_change holds = { .path = "hold.yml", .data = text, .bytes = strlen(text) };
    ledger_tip = commit_on(ledger_tip, &holds, 1);
}

static void land_late(void *context)
{
    const struct landing *landing = context;
    bool is_there = land(landing->from, landing->to);
    world_trace("the push of run %d lands late: %s", landing->run, is_there ? "yes" : "too late");
    world.late_landings++;
}

static enum push_outcome push_unclear(const struct commit *from, const struct commit *to,
                                      const char **reason)
{
    int way = (int)world_between(0, 2);
    *reason = "the answer was lost";
    world_trace("push of %s: its answer is lost, %s", to->id + 36,
                way == 0   ? "it landed"
                : way == 1 ? "it lands late"
                           : "it never lands");
    if (way == 0) {
        (void)land(from, to);
    } else if (way == 1) {
        AS_WORLD;
        struct landing *landing = arena_alloc(world_passing(), sizeof *landing);
        *landing = (struct landing){ from, to, world.current->number };
        world_later(world.now_ms + world_between(1, LATEST_LANDING_MS), land_late, landing);
    }
    world_give_way(world_between(1, 60 * MS), "push without answer");
    return PUSH_UNKNOWN;
}

enum push_outcome repo_push(struct repo *store, struct arena *arena,
                            const struct repo_remote *remote, const char *reference,
                            const char *from, const char *to, const char **reason)
{
    (void)store, (void)arena, (void)remote, (void)reference;
    const struct commit *before = find(from), *after = find(to);
    world_give_way(world_between(50, 2000), "push");
    if (world_happens(world.faults.push_unknown))
        return push_unclear(before, after, reason);
    if (world_happens(world.faults.push_refused)) {
        *reason = "a hook says no";
        world_trace("push of %s: refused", to + 36);
        return PUSH_REFUSED;
    }
    bool is_there = land(before, after);
    world_trace("push of %s: %s", to + 36, is_there ? "accepted" : "lost the race");
    world_give_way(world_between(1, 500), "pushed");
    *reason = is_there ? "" : "fetch first";
    return is_there ? PUSH_ACCEPTED : PUSH_LOST;
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
                                  .commit = find(commit) };
    if (!tree->commit)
        return err_set(err, ERR_SYSTEM, "there is no commit '%s'", commit);
    *out = &tree->tree;
    return 0;
}

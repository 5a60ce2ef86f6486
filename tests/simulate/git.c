/* A git host with one ledger, and every clone's store. A push is a compare-and-swap at the host;
 * its answer may be lost, and it may land late. */
#include "commits.h"
#include "world.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "io/repo_address.h"
#include "io/repo_remote.h"

enum { LATEST_LANDING_MS = 120 * MS };

struct repo {
    int unused;
};

static struct repo the_repo;
static const struct commit *ledger_tip;             /* at the host */
static const struct commit *anchors[MOST_MACHINES]; /* what a machine saw last */

const char *git_ledger_tip(void) { return ledger_tip ? ledger_tip->id : NULL; }

struct repo *git_repo(void) { return &the_repo; }

void git_reset(void)
{
    commits_reset();
    ledger_tip = NULL;
    memset(anchors, 0, sizeof anchors);
}

void git_forget(const struct commit *commit)
{
    for (size_t i = 0; i < MOST_MACHINES; i++)
        if (anchors[i] == commit)
            anchors[i] = NULL;
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
        anchors[world.current->machine] = commits_find(to);
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
    ledger_tip = commits_add(ledger_tip, &holds, 1);
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
    const struct commit *before = commits_find(from), *after = commits_find(to);
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

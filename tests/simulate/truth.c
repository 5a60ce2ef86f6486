/* What readers see of each part of each post on each account, and what must hold of it whatever
 * happens: once, not before its time, and as the ledger says. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/post.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "publish/run.h"

enum { EARLY_S = 135 /* a clock that is wrong by what a run may be, and whole seconds */ };

/* A delivery, with its parts, which have the numbers from `first` on. */
struct truth {
    const char *post, *account, *host;
    size_t account_index;
    size_t first, count; /* of its parts */
    int64_t due_utc;
};

struct shown {
    size_t copies;
    const char *where; /* of a page */
};

static struct {
    struct arena arena;
    struct truth *items; /* in byte order of post and account */
    size_t count;
    size_t part_count; /* of all posts */
    size_t account_count;
    struct truth **of; /* by part's number and account's index; NULL: it is not for that account */
    struct shown *shown; /* likewise */
} all;

/* The number of the next `m17m` at or behind `*at`, which then stands behind it; or -1. */
static long next_marker(const char **at)
{
    while ((*at = strchr(*at, 'm'))) {
        char *end = NULL;
        long number = (*at)[1] >= '0' && (*at)[1] <= '9' ? strtol(*at + 1, &end, 10) : -1;
        ++*at;
        if (number < 0 || *end != 'm')
            continue;
        *at = end + 1;
        return number;
    }
    return -1;
}

static int by_name(const void *left, const void *right)
{
    const struct truth *a = left, *b = right;
    int order = strcmp(a->post, b->post);
    return order ? order : strcmp(a->account, b->account);
}

/* The parts of a post, by its own words. */
static void count_parts(struct truth *truth, const char *text)
{
    for (long number; (number = next_marker(&text)) >= 0; truth->count++)
        if (truth->count == 0)
            truth->first = (size_t)number;
}

void truth_open(void)
{
    const struct plan *plan = shop_deliveries();
    const struct workspace *workspace = shop_workspace();
    all.items = arena_alloc_array(&all.arena, plan->count, sizeof *all.items);
    all.account_count = workspace->account_count;
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        struct truth *truth = &all.items[all.count++];
        *truth = (struct truth){ .post = delivery->post,
                                 .account = delivery->account->id,
                                 .host = shop_host(delivery->account),
                                 .account_index = delivery->account->index,
                                 .due_utc = delivery->due_utc };
        count_parts(truth, shop_post_at(delivery->post_index)->sources[0].text);
        if (truth->first + truth->count > all.part_count)
            all.part_count = truth->first + truth->count;
    }
    qsort(all.items, all.count, sizeof *all.items, by_name);
    size_t cells = all.part_count * all.account_count;
    all.of = arena_alloc_array(&all.arena, cells, sizeof *all.of);
    all.shown = arena_alloc_array(&all.arena, cells, sizeof *all.shown);
    for (size_t i = 0; i < all.count; i++) {
        struct truth *truth = &all.items[i];
        for (size_t j = 0; j < truth->count; j++)
            all.of[(truth->first + j) * all.account_count + truth->account_index] = truth;
    }
}

void truth_reset(void)
{
    memset(all.shown, 0, all.part_count * all.account_count * sizeof *all.shown);
}

static struct shown *shown_of(const struct truth *truth, size_t part)
{
    return &all.shown[(truth->first + part) * all.account_count + truth->account_index];
}

/* --- readers --- */

static void see(const struct truth *truth, struct shown *shown, long number, const char *where,
                int64_t left_ms)
{
    if (where && shown->copies && text_equal(shown->where, where))
        return; /* the page as it was */
    if (where && !shown->copies) {
        shop_leaves(truth->host, left_ms);
        shown->where = arena_strdup(&world.arena, where);
    }
    if (++shown->copies > 1)
        world_violation("TWICE: m%ldm of %s for %s stands there %zu times", number, truth->post,
                        truth->account, shown->copies);
    if (START_UTC + world.now_ms / MS < truth->due_utc - EARLY_S)
        world_violation("EARLY: m%ldm of %s for %s is seen %lld s before its time", number,
                        truth->post, truth->account,
                        (long long)(truth->due_utc - START_UTC - world.now_ms / MS));
}

void truth_shown(const char *host, const char *text, const char *where, int64_t left_ms)
{
    AS_WORLD;
    for (long number; (number = next_marker(&text)) >= 0;) {
        bool is_known = false;
        for (size_t i = 0; (size_t)number < all.part_count && i < all.account_count; i++) {
            size_t cell = (size_t)number * all.account_count + i;
            if (!all.of[cell] || !text_equal(all.of[cell]->host, host))
                continue;
            is_known = true;
            see(all.of[cell], &all.shown[cell], number, where, left_ms);
        }
        if (!is_known)
            world_violation("STRAY: %s shows m%ldm, which is not for it", host, number);
    }
}

/* --- the ledger --- */

static void check_sent(const struct truth *truth)
{
    for (size_t i = 0; i < truth->count; i++)
        if (shown_of(truth, i)->copies == 0)
            world_violation("LOST: %s for %s is 'sent', and m%zum is nowhere", truth->post,
                            truth->account, truth->first + i);
}

static void check_record(const struct record *record)
{
    const struct truth wanted = { .post = record->post, .account = record->account };
    const struct truth *truth = bsearch(&wanted, all.items, all.count, sizeof *all.items, by_name);
    if (!truth)
        world_violation("STRAY: a record of %s for %s", record->post, record->account);
    else if (record->state == RECORD_SENT)
        check_sent(truth);
}

void truth_recorded(const char *path, const char *text, size_t bytes)
{
    AS_WORLD;
    struct arena arena = { 0 };
    struct record record;
    const char *problem;
    if (!text_starts_with(path, "deliveries/") || !text_ends_with(path, ".yml"))
        return;
    if (record_parse(&record, &arena, text, bytes, &problem) != 0)
        world_violation("a record can't be read: %s: %s", path, problem);
    else
        check_record(&record);
    arena_release(&arena);
}

static const struct ledger *ledger_now(struct arena *arena)
{
    static struct ledger ledger;
    struct err err = { 0 };
    ledger = (struct ledger){ 0 };
    if (git_ledger_tip() && ledger_read(&ledger, arena, git_repo(), git_ledger_tip(),
                                        shop_workspace()->calendar.zone, &err) != 0)
        world_violation("the ledger can't be read: %s", err.text);
    for (size_t i = 0; i < ledger.fault_count; i++)
        world_violation("a record can't be read: %s: %s", ledger.faults[i].path,
                        ledger.faults[i].problem);
    return &ledger;
}

/* Where a network can say what it has, or takes the same again, nothing need stay unclear. */
static void check_end(const struct truth *truth, const struct ledger *ledger)
{
    const struct record *record = ledger_find(ledger, truth->post, truth->account);
    enum record_state state = record ? record->state : RECORD_NONE;
    bool may_be_unclear = record && record->class_letter != 'I';
    if (state == RECORD_SENT)
        check_sent(truth);
    else if (state != RECORD_UNCERTAIN || !may_be_unclear)
        world_violation("UNFINISHED: %s for %s is '%s' at the end%s%s", truth->post, truth->account,
                        record ? record_state_name(state) : "not there",
                        record && record->error_message ? ": " : "",
                        record && record->error_message ? record->error_message : "");
}

void truth_check(int64_t quiet_s)
{
    struct arena arena = { 0 };
    const struct ledger *ledger = ledger_now(&arena);
    const struct workspace *workspace = shop_workspace();
    int64_t since_utc = START_UTC + world.now_ms / MS - quiet_s;
    for (size_t i = 0; i < all.count; i++)
        if (all.items[i].due_utc <= since_utc)
            check_end(&all.items[i], ledger);
    for (size_t i = 0; i < workspace->account_count; i++)
        if (workspace->accounts[i].out)
            site_check(ledger, &workspace->accounts[i]);
    arena_release(&arena);
}

size_t truth_count(int record_state)
{
    struct arena arena = { 0 };
    const struct ledger *ledger = ledger_now(&arena);
    size_t count = 0;
    for (size_t i = 0; i < ledger->record_count; i++)
        count += ledger->records[i].state == (enum record_state)record_state;
    arena_release(&arena);
    return count;
}

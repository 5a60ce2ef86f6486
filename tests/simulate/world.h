/* The simulated world: several runs of the real publish code, its network drivers and its ledger,
 * in one process, on a clock, a git host and networks that a seed sets going wrong.
 *
 * The functions of io/ that publish/ calls (clock.h, process.h, lock.h, http.h, repo.h,
 * repo_remote.h, tree_open_commit(), folder_append()) are written again here, and linked in place
 * of the real ones: nothing in src/ knows. Each run is a coroutine, which gives way in every call
 * that takes time, and may be killed or held up there. Whatever is random comes from the seed, so
 * that a seed is a history, to the byte. */
#ifndef PREGON_TESTS_SIMULATE_WORLD_H
#define PREGON_TESTS_SIMULATE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

#include "base/arena.h"
#include "io/repo.h"

enum {
    MOST_RUNNERS = 4,
    MOST_MACHINES = 4,
    STACK_BYTES = 1024 * 1024,
    START_UTC = 1795509000, /* 2026-11-24 08:30 UTC */
    MS = 1000,
};

/* How much goes wrong: of a thousand calls of that kind. */
struct faults {
    unsigned kill, pause;
    unsigned push_unknown, push_refused, fetch_failed;
    unsigned not_sent, lost, late, garbled, server_error, rate_limited;
    unsigned disk_full;
    unsigned hold;       /* somebody stops an account, at some hour */
    unsigned wild_clock; /* of a run: off by minutes, or years */
};

enum runner_state { RUNNER_IDLE, RUNNER_RUNNING, RUNNER_KILLED, RUNNER_OVER };

struct runner {
    int number; /* of all runs of this history */
    int machine;
    int64_t skew_s; /* how far its clock is ahead of the true one */
    enum runner_state state;
    int64_t wake_ms;
    int64_t signal_ms; /* when it gets a SIGTERM; 0: never */
    ucontext_t context;
    char *stack;
    struct arena arena; /* of the run */
};

struct world {
    uint64_t seed, random;
    bool is_traced;
    struct arena arena; /* of this history */
    int64_t now_ms;
    struct faults faults;
    struct runner runners[MOST_RUNNERS];
    struct runner *current;
    ucontext_t scheduler;
    int run_count;
    int kills, pauses, late_landings, holds;
    int64_t held_ms;          /* since when an account is held at the host; 0: none is */
    int locks[MOST_MACHINES]; /* the run that holds it, by number; 0: none */
    const char *violation;    /* the first */
};

extern struct world world;

/* --- the seed --- */

uint64_t world_random(void);
/* From `low` to `high`, both among them. */
int64_t world_between(int64_t low, int64_t high);
/* Whether it happens, `per_mille` of a thousand times. */
bool world_happens(unsigned per_mille);

/* --- what a call of io/ does --- */

/* The run gives way for so long; it may be killed, or held up for minutes, before and after. `what`
 * is for the trace. */
void world_give_way(int64_t ms, const char *what);
/* Something that no run must see, or that none can be blamed for. */
void world_violation(const char *format, ...) __attribute__((format(printf, 1, 2)));
void world_trace(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* --- time goes on without runs --- */

/* What happens at `at_ms`, whoever lives then: a request that lands late, a push likewise. */
void world_later(int64_t at_ms, void (*happen)(void *context), void *context);
/* Lets the next of these happen, where it is due by `at_ms`; whether there was one. */
bool world_event_before(int64_t at_ms);

/* A new history. */
void world_reset(uint64_t seed);

/* --- the parts --- */

void git_reset(void);
const char *git_ledger_tip(void);
/* Somebody writes hold.yml on the git host's page, now. */
void git_write_holds(const char *text);
/* A repository for the real ledger_read(). */
struct repo *git_repo(void);

void net_reset(void);
/* Everything that readers can see of a post's part, on one account: how many copies. */
size_t net_copies(const char *account, const char *marker);

/* The workspace, parsed once. */
void shop_open(void);
struct run_source shop_source(struct runner *runner);
struct journal_place shop_place(void);
/* Somebody holds one account, and lets it go on `for_ms` later. */
void shop_hold(int64_t for_ms);
/* A create leaves for `host`, now: nobody may have stopped its account, and no clock may be wild.
 */
void shop_leaves(const char *host);
/* What the ledger calls sent, readers see. */
void shop_check_ledger(void);
/* Holds the ledger against what readers see. `is_end`: nothing may be unfinished any more. */
void shop_check(bool is_end);
/* How many deliveries of the ledger are in a state. */
size_t shop_count(int record_state);

#endif

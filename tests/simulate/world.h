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
#include "base/cleanup.h"
#include "io/repo.h"

struct account;
struct err;
struct ledger;
struct plan;
struct post;
struct record;
struct workspace;

enum {
    MOST_RUNNERS = 4,
    MOST_MACHINES = 4,
    STACK_BYTES = 1024 * 1024,
    START_UTC = 1795509000, /* 2026-11-24 08:30 UTC */
    MS = 1000,
    DAY_S = 24 * 60 * 60,
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
    int64_t used_ns;   /* of this machine's processor, so far */
    ucontext_t context;
    char *stack;
    struct arena arena; /* of the run */
};

struct world {
    uint64_t seed, random;
    bool is_traced;
    struct arena arena;      /* of this history */
    struct arena passing[2]; /* of today, and of the day before */
    int64_t now_ms, end_ms;  /* no history is longer */
    struct faults faults;
    struct runner runners[MOST_RUNNERS];
    struct runner *current;
    ucontext_t scheduler;
    int run_count;
    int kills, pauses, late_landings, holds;
    size_t left_bytes;        /* by runs that have ended */
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

/* --- memory (memory.c) --- */

/* What a run has allocated is its own, and the system's again when it is killed, as a process's is.
 * Who allocates in `world.arena` or world_passing() does so as the world. */
struct as_world {
    bool was_world;
};
struct as_world memory_as_world(void);
void memory_as_before(struct as_world *before);
#define AS_WORLD CLEANUP(memory_as_before) struct as_world as_world_ = memory_as_world()
/* How many bytes the run in that place still has; they are the world's from now on. */
size_t memory_leave(size_t runner);
/* Frees all that it has. */
void memory_free_all(size_t runner);
/* Whether memory is told apart at all: not under sanitizers, which have an allocator of their own.
 */
bool memory_is_counted(void);

/* For what a request or a push needs: gone after the next day. */
struct arena *world_passing(void);
/* A day is over. */
void world_forget(void);

/* --- time goes on without runs --- */

/* What happens at `at_ms`, whoever lives then: a request that lands late, a push likewise. */
void world_later(int64_t at_ms, void (*happen)(void *context), void *context);
/* Lets the next of these happen, where it is due by `at_ms`; whether there was one. */
bool world_event_before(int64_t at_ms);

/* A new history. */
void world_reset(uint64_t seed);

/* --- runs --- */

/* Begins a run in that place, which must be free. */
void run_start(struct runner *runner);
/* Until `until_ms`, or until no run lives any more. `is_wild`: runs may outlast it. */
void run_go_on(int64_t until_ms, bool is_wild);
/* Called for each run that has ended or was killed. */
extern void (*run_ended)(const struct runner *runner);

/* --- the parts --- */

void git_reset(void);
const char *git_ledger_tip(void);
/* Somebody writes hold.yml on the git host's page, now. */
void git_write_holds(const char *text);
/* A repository for the real ledger_read(). */
struct repo *git_repo(void);

void servers_reset(void);

/* --- the shop --- */

/* A post of the workspace, and when its file is in the published branch. Each part has a word of
 * its own, `m17m`, numbered from 0 over all posts. */
struct shop_post {
    const char *path, *text;
    int64_t from_utc, until_utc;
};

/* The workspace, parsed once. */
void shop_open(const struct shop_post *posts, size_t count);
struct run_source shop_source(struct runner *runner);
struct journal_place shop_place(void);
/* The commit of the posts, as it is now. */
const char *shop_commit(struct arena *arena);
const struct workspace *shop_workspace(void);
/* All deliveries of all posts that there will ever be. */
const struct plan *shop_deliveries(void);
const struct post *shop_post_at(size_t index);
/* Where readers look: the account's server, its log, its blog. */
const char *shop_host(const struct account *account);
/* Somebody holds one account, and lets it go on `for_ms` later. */
void shop_hold(int64_t for_ms);
/* A create left for `host` at that moment: nobody may have stopped its account long before, and no
 * clock may be wild. */
void shop_leaves(const char *host, int64_t left_ms);
/* The blog's folder of this machine (site.c). */
int site_build_folder(const struct account *account, const struct ledger *ledger,
                      const struct record *const *claimed, size_t claimed_count, struct err *err);
void site_reset(void);
/* What a machine's folder must show by now. */
void site_check(const struct ledger *ledger, const struct account *account);

/* --- the truth (truth.c) --- */

/* Once, when the shop is open; and for each history. */
void truth_open(void);
void truth_reset(void);
/* Readers see a text, or a blog's page at `where`, whose writing was begun at `left_ms`; more than
 * once, for pages. */
void truth_shown(const char *host, const char *text, const char *where, int64_t left_ms);
/* A file of the ledger that has just been written at the host: what it calls sent, readers see. */
void truth_recorded(const char *path, const char *text, size_t bytes);
/* Nothing that was due `quiet_s` ago or longer may be unfinished. */
void truth_check(int64_t quiet_s);
/* How many deliveries of the ledger are in a state. */
size_t truth_count(int record_state);

/* --- what can be told to do --- */

/* So many seconds, with posts coming in all the while. Returns the exit status. */
int life_live(uint64_t seed, int64_t seconds);

#endif

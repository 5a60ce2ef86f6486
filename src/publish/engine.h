/* The engine: many deliveries on their way at once, in order within an account.
 *
 *   a lane is an account with its session and its queue of jobs;
 *   a job is a delivery: its record, its frozen payload, and how far it is;
 *   a talk is one driver at work: a step asked for, an answer to be told.
 *
 * Three rules hold it together. Nothing is created before the ledger has confirmed that it may be
 * (talk_may_create). What wants to be written is gathered, and goes out in one push (writer_flush).
 * Drivers decide what to ask and what an answer means, the engine what that makes of the record. */
#ifndef PREGON_PUBLISH_ENGINE_H
#define PREGON_PUBLISH_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "io/clock.h"
#include "io/process.h"
#include "model/network.h"
#include "model/record.h"
#include "publish/attempt.h"

struct delivery;
struct engine;
struct http;
struct job;
struct journal;
struct lane;
struct ledger;
struct progress;
struct secret;

enum talk_state {
    TALK_IDLE,
    TALK_TELL,  /* `reply` is ready for the driver */
    TALK_ASK,   /* a request is with the network */
    TALK_SLEEP, /* until wake_boot_ms */
};

struct talk {
    struct lane *lane;
    struct job *job; /* NULL: the account logs in */
    struct arena *arena;
    struct driver driver;
    struct step (*step)(struct driver *driver, const struct reply *reply);
    enum talk_state state;
    struct reply reply;
    int64_t wake_boot_ms;
    struct request request; /* the last one */
    int64_t request_utc;    /* by the run's clock, when it began */
};

enum lane_state { LANE_NEW, LANE_LOGIN, LANE_READY, LANE_STOPPED };

struct lane {
    const struct account *account;
    enum lane_state state;
    struct arena arena; /* of the session */
    const struct secret *secret;
    struct session session;
    struct talk login;
    bool has_new_pin; /* who we are is to be written down */
    int64_t skew_s;   /* how far our clock is ahead of the server's, by its last answer */
    struct err why;   /* LANE_STOPPED; its kind says who mends it */
    bool is_put_off;  /* the login was one too many: it is to be written down until when */
    struct step verdict;
};

enum job_kind {
    JOB_SEND,    /* claim it, then send what is not sent */
    JOB_REPEAT,  /* an unclear one: claim it anew, look where that is possible, send again */
    JOB_LOOK_UP, /* an unclear one: look, twice, and write down what was seen */
    JOB_WRITE,   /* only its record is to be written */
};

enum job_phase {
    PHASE_QUEUED,
    PHASE_CLAIM,  /* its claim is to be pushed */
    PHASE_READY,  /* claimed; its turn comes */
    PHASE_TALK,   /* the driver is at work */
    PHASE_BEGIN,  /* SENDING is to be pushed, then the talk's request goes out */
    PHASE_SAVE,   /* the record is to be pushed, then the driver goes on */
    PHASE_LOGIN,  /* the account logs in again, then the driver goes on */
    PHASE_PAUSE,  /* unclear: until wake_boot_ms, then it is recovered */
    PHASE_RESULT, /* over; the record is to be pushed */
    PHASE_OVER,
};

struct job {
    struct job *next;  /* in the lane's order */
    struct lane *lane; /* NULL for JOB_WRITE */
    struct arena arena;
    enum job_kind kind;
    enum job_phase phase;
    struct record record;    /* as it is to be */
    struct record *expected; /* as it stands in the ledger; NULL: not there */
    bool is_dirty;           /* they differ, and the difference is worth a push */
    const char *payload;     /* frozen */
    size_t payload_bytes;
    bool has_new_payload;        /* to be written with the claim */
    const struct json *document; /* the payload, read */
    const char *campaign;        /* for holds */
    struct talk talk;
    bool looks_first;
    bool is_claimed;            /* under a nonce of ours */
    bool is_lost;               /* another run took it over: nothing of it is ours any more */
    bool is_creating;           /* the talk's request is the create */
    bool is_on_site;            /* the blog's folder was last built with it */
    bool has_logged_in_again;   /* once a delivery */
    int64_t stamped_boot_ms;    /* when the claim was made, */
    int64_t confirmed_boot_ms;  /* and when the ledger had it */
    int64_t wake_boot_ms;       /* PHASE_PAUSE */
    int64_t talk_until_boot_ms; /* no video is waited for longer */
    size_t unclear_part;
    bool is_unclear;  /* that part is; later parts are not */
    bool is_worn_out; /* repeated as often as a run does */
    int looks, repeats, renewals;
};

/* What only the stages before it can do. */
struct engine_source {
    void *context;
    /* Makes the folder of the blog `account` hold all posts that the ledger has as sent, and the
     * `claimed` ones. ERR_REFUSED where two of them would have the same address. */
    int (*build_site)(void *context, const struct account *account, const struct ledger *ledger,
                      const struct record *const *claimed, size_t claimed_count, struct err *err);
};

struct engine {
    struct arena *arena;
    struct journal *journal;
    const struct ledger *ledger; /* in place of a journal's, where nothing is written (doctor) */
    struct http *http;
    const struct engine_source *source;
    const char *root;  /* the workspace's folder, for logs */
    const char *below; /* that folder, as seen from the repository's root */
    struct clock clock;
    struct process self;
    const char *run;
    const char *allowed_origins;
    int64_t birth_utc;             /* of a ledger that is made now */
    const struct delivery *coming; /* what is due next, for the dashboard */
    size_t coming_count;
    FILE *log;
    int verbosity;
    struct progress *progress;
    struct lane *lanes;
    size_t lane_count;
    struct job *jobs, **last_job; /* of this batch */
    size_t job_count, over_count;
    int64_t wants_since_boot_ms; /* the first of what waits for a push; 0: nothing does */
    bool is_stopping;            /* a signal came: nothing new is begun */
    int64_t stop_by_boot_ms;
    struct err failure;      /* the ledger can't be written, or the clock was set: nothing is sent
                              * any more */
    bool has_outside_failed; /* something was tried and will be tried again */
};

/* Works on all jobs until each is over, and their records stand in the ledger; what can't be
 * written there is printed, a line each, and remains in `failure`. */
void engine_run(struct engine *engine);

/* Logs in to every account that has a driver, and does nothing else there (doctor). */
void engine_log_in(struct engine *engine);

/* A new job in the engine's list, in a lane (NULL for JOB_WRITE); `record` is copied. */
struct job *engine_add(struct engine *engine, struct lane *lane, enum job_kind kind,
                       const struct record *record, bool is_in_ledger);
/* The batch is over: gives back its jobs. Lanes and their sessions stay. */
void engine_clear(struct engine *engine);
void engine_release(struct engine *engine);

struct attempt_facts engine_facts(const struct engine *engine);

/* Whether the machine's clock is still the one that was compared. -1 where somebody has set it, or
 * the machine was halted unawares: claims may be older than they look, so the run ends, by
 * `failure`. */
int engine_watch_clock(struct engine *engine);

#endif

/* A run of publish: from the clock to the last result, in batches until nothing is left to do.
 *
 * It joins the due set, recovery, the engine and the journal. What stages before it know (posts,
 * the plan, payloads, the blog's pages) it asks of its `source`; commands/ supplies that. */
#ifndef PREGON_PUBLISH_RUN_H
#define PREGON_PUBLISH_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "io/clock.h"
#include "publish/engine.h"
#include "publish/journal.h"

struct delivery;
struct http;
struct progress;
struct repo;
struct workspace;

struct run_options {
    bool is_dry;           /* say what would be sent, and send nothing */
    bool is_local;         /* --no-push */
    bool is_one_of_all;    /* --all: other workspaces follow */
    bool confirms_backlog; /* */
    const char *account, *post;
    size_t limit;   /* deliveries begun in all; 0: no limit */
    int64_t wait_s; /* stay so long for what becomes due */
};

/* The plan of a commit with the ledger as it is. It holds until the source is asked again. */
struct run_plan {
    const struct workspace *workspace;
    struct delivery *deliveries; /* by due time */
    size_t count;
    const struct record *const *withdrawn; /* whose post or account is gone */
    size_t withdrawn_count;
    bool needs_edit; /* something of the workspace does, which keeps nothing back */
};

/* A post for one account, ready to be sent. */
struct run_payload {
    const char *text;
    size_t bytes;
    bool is_repeat;          /* `repeats`: the same text may go out again */
    const char *why_blocked; /* NULL: it may go out */
};

struct run_source {
    void *context;
    /* The posts of a commit in `repo`; asked once for each new tip. ERR_INPUT where its brand,
     * accounts or calendar do not parse. */
    int (*load)(void *context, struct repo *repo, const char *commit, struct err *err);
    int (*plan)(void *context, const struct ledger *ledger, int64_t now_utc, struct run_plan *out,
                struct err *err);
    /* Renders and freezes; keys of `earlier` (NULL: the first attempt) stay. In `arena`. */
    int (*freeze)(void *context, struct arena *arena, const struct delivery *delivery,
                  const struct record *earlier, const struct ledger *ledger,
                  struct run_payload *out, struct err *err);
    struct engine_source engine;
};

enum run_event_kind {
    EVENT_SETTLED,    /* `record` was written: sent, failed, retry, uncertain, missed … */
    EVENT_PINNED,     /* `record` has a slot of its queue now, at `at_utc` */
    EVENT_WOULD_SEND, /* --dry-run: `delivery` */
    EVENT_LATER,      /* `delivery` is due and waits for its account's gap, until `at_utc` */
    EVENT_BLOCKED,    /* `delivery` may not go out; `text` says why */
    EVENT_STOPPED,    /* `account` can't be sent to; `text` says why */
    EVENT_GUARDED,    /* `account` has `count` overdue: more than the backlog allows */
    EVENT_NOTE,       /* `text` for people */
};

struct run_event {
    enum run_event_kind kind;
    const struct record *record;
    const struct delivery *delivery;
    const char *account;
    const char *text;
    size_t count;
    int64_t at_utc;
};

/* An account that was stopped in this run, and why: for the results. */
struct run_stop {
    const char *account;
    struct err why;
};

struct run {
    struct arena *arena; /* of the whole run */
    struct run_options options;
    struct journal_place place; /* its url NULL: local */
    bool has_remote;            /* the repository has one, whether used or not */
    const struct run_source *source;
    const char *root, *below;
    const char *lock; /* its path */
    struct clock clock;
    FILE *log;
    int verbosity;
    struct progress *progress;
    void (*report)(void *context, const struct run_event *event);
    void *report_context;

    /* The run's own. */
    struct http *http;
    struct journal *journal;
    struct engine engine;
    struct run_plan plan;
    const char *loaded; /* the commit whose posts were loaded */
    const struct ledger *ledger;
    bool is_harmless; /* only accounts that reach nobody take part */
    bool is_guarded, is_interrupted, is_busy, has_input_error;
    size_t begun;
    struct run_stop *stops;
    size_t stop_count, stop_capacity;
    struct run_tried *tried;
    size_t tried_count, tried_capacity;
};

/* Does it all. Fails where nothing could be done (clock, git, ledger, brand files). Afterwards
 * `journal->ledger` and `plan` are as they stand now; run_close() gives them back. */
int run_publish(struct run *run, struct err *err) __attribute__((warn_unused_result));
void run_close(struct run *run);

/* The exit status (docs/ci.md): 4 before 3 before 1. In run_status.c. */
int run_status(const struct run *run);

#endif

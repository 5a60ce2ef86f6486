/* A run, step by step. */
#include "publish/run.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/http.h"
#include "io/lock.h"
#include "io/process.h"
#include "io/secret.h"
#include "io/terminal.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "publish/bounds.h"
#include "publish/pins.h"
#include "publish/protocol.h"
#include "publish/run_batch.h"
#include "publish/run_clock.h"
#include "publish/run_end.h"

enum {
    RETRY_PATIENCE_S = 30, /* without --wait, for a network that asked for a moment */
    FRESH_START_S = 60,    /* a pause after which trouble may be over */
    LOCK_POLL_MS = 60 * 1000,
    FETCH_TRIES = 3, /* after a wait: a host that is away for a moment costs no hour */
    FETCH_PAUSE_MS = 20 * 1000,
    MAX_PINNINGS = 5, /* then the next batch tries again */
};

/* --- the clock, the tips, the posts, the plan --- */

static void make_lanes(struct run *run)
{
    const struct workspace *workspace = run->plan.workspace;
    struct engine *engine = &run->engine;
    engine_release(engine);
    engine->lanes = arena_alloc_array(run->arena, workspace->account_count, sizeof *engine->lanes);
    engine->lane_count = workspace->account_count;
    for (size_t i = 0; i < workspace->account_count; i++)
        engine->lanes[i].account = &workspace->accounts[i];
}

static int look(struct run *run, struct err *err)
{
    const struct run_source *source = run->source;
    bool is_new_tip = !text_equal(run->loaded, run->journal->content);
    if (is_new_tip) {
        run->loaded = arena_strdup(run->arena, run->journal->content);
        if (source->load(source->context, run->journal->content_repo, run->loaded, err) != 0)
            return -1;
    }
    run->ledger = &run->journal->ledger;
    if (source->plan(source->context, run->ledger, clock_now_utc(&run->clock), &run->plan, err) !=
        0)
        return -1;
    if (is_new_tip && journal_require_place(run->journal, &run->plan.workspace->brand, err) != 0)
        return -1;
    if (is_new_tip)
        make_lanes(run);
    run->engine.birth_utc = journal_birth(&run->clock, run->plan.workspace->calendar.max_late_s);
    return 0;
}

static int begin(struct run *run, struct err *err)
{
    int64_t shift_s = run->clock.shift_s;
    bool is_rehearsal = shift_s > PROTOCOL_SKEW_S || shift_s < -PROTOCOL_SKEW_S;
    run->is_harmless = is_rehearsal || (run->options.is_local && run->has_remote);
    if (run_clock_fetch(run, err) != 0)
        return -1;
    run->engine = (struct engine){
        .arena = run->arena,
        .journal = run->journal,
        .http = run->http,
        .source = &run->source->engine,
        .root = run->root,
        .below = run->below,
        .clock = run->clock,
        .self = process_self(run->arena),
        .run = process_run_name(run->arena),
        .allowed_origins = secret_allowed_origins(),
        .log = run->log,
        .verbosity = run->verbosity,
        .progress = run->progress,
    };
    if (look(run, err) != 0)
        return -1;
    bounds_enter(run);
    return run_clock_ask_service(run, err);
}

/* Queued posts have their slots before anything else is done; another run may be doing the same. */
static int pin(struct run *run, struct err *err)
{
    bool has_written = true;
    for (int i = 0; i < MAX_PINNINGS && has_written; i++) {
        if (pins_write(run, &has_written, err) != 0)
            return -1;
        if (has_written && look(run, err) != 0)
            return -1;
    }
    return 0;
}

/* --- the batches --- */

/* What is due next, for the dashboard. */
static void show_coming(struct run *run)
{
    struct engine *engine = &run->engine;
    size_t first = 0;
    while (first < run->plan.count && run->plan.deliveries[first].state != DELIVERY_SCHEDULED)
        first++;
    engine->coming = &run->plan.deliveries[first];
    engine->coming_count = run->plan.count - first;
}

static int work(struct run *run, bool *has_worked, int64_t *next_utc, int64_t *retry_utc,
                struct err *err)
{
    if (batch_gather(run, next_utc, retry_utc, err) != 0)
        return -1;
    *has_worked = run->engine.job_count > 0;
    show_coming(run);
    engine_run(&run->engine);
    if (run->progress)
        progress_clear(run->progress);
    batch_report(run);
    engine_clear(&run->engine);
    return 0;
}

/* Whether to stay for what comes next, and until when. */
static bool is_worth_waiting(const struct run *run, int64_t end_utc, int64_t next_utc,
                             int64_t retry_utc, int64_t *until_utc)
{
    int64_t now_utc = clock_now_utc(&run->clock);
    if (batch_is_at_limit(run))
        return false;
    if (next_utc != NO_TIME && next_utc <= end_utc)
        *until_utc = next_utc;
    else if (retry_utc != NO_TIME && retry_utc - now_utc <= RETRY_PATIENCE_S)
        *until_utc = retry_utc;
    else
        return false;
    if (retry_utc != NO_TIME && retry_utc < *until_utc)
        *until_utc = retry_utc;
    return true;
}

/* After a while what did not work may be tried again. */
static void forget_trouble(struct run *run)
{
    run->tried_count = 0;
    run->stop_count = 0;
    for (size_t i = 0; i < run->engine.lane_count; i++)
        if (run->engine.lanes[i].state == LANE_STOPPED)
            run->engine.lanes[i].state = LANE_NEW;
}

/* Sleeps until then. Meanwhile others on this machine (a hold, a resolve) may have the lock. */
static int wait_until(struct run *run, int *lock, int64_t until_utc, struct err *err)
{
    lock_release(lock);
    if (until_utc - clock_now_utc(&run->clock) > FRESH_START_S)
        forget_trouble(run);
    for (;;) {
        int64_t left_s = until_utc - clock_now_utc(&run->clock);
        if (left_s <= 0 || process_signal())
            break;
        if (run->progress)
            progress_show(run->progress, _("waiting for %lld s"), (long long)left_s);
        process_sleep_ms(left_s > 1 ? 1000 : left_s * 1000);
    }
    if (run->progress)
        progress_clear(run->progress);
    while (*lock < 0 && !process_signal())
        if (lock_take(lock, run->lock, LOCK_POLL_MS, err) != 0)
            return -1;
    return 0;
}

static int fetch_after_wait(struct run *run, struct err *err)
{
    struct err trouble = { 0 };
    for (int tries = 1; journal_fetch(run->journal, &trouble) != 0; tries++) {
        if (tries == FETCH_TRIES || process_signal()) {
            *err = trouble;
            return -1;
        }
        trouble = (struct err){ 0 };
        process_sleep_ms(FETCH_PAUSE_MS);
    }
    return 0;
}

static int batches(struct run *run, int *lock, struct err *err)
{
    int64_t end_utc = clock_now_utc(&run->clock) + run->options.wait_s;
    for (;;) {
        bool has_worked = false;
        int64_t next_utc = NO_TIME;
        int64_t retry_utc = NO_TIME;
        int64_t until_utc = NO_TIME;
        if (engine_watch_clock(&run->engine) != 0)
            return 0;
        if (pin(run, err) != 0)
            return -1;
        if (work(run, &has_worked, &next_utc, &retry_utc, err) != 0)
            return -1;
        if (process_signal() || run->engine.failure.kind != ERR_NONE)
            return 0;
        if (!has_worked) {
            if (!is_worth_waiting(run, end_utc, next_utc, retry_utc, &until_utc))
                return 0;
            if (wait_until(run, lock, until_utc, err) != 0)
                return -1;
            if (process_signal())
                return 0;
            if (fetch_after_wait(run, err) != 0)
                return -1;
        }
        if (look(run, err) != 0)
            return -1;
    }
}

/* --- the end --- */

static int finish(struct run *run, struct err *err)
{
    run_end(run);
    run->is_interrupted = process_signal() != 0;
    const struct run_event event = { .kind = EVENT_NOTE,
                                     .text = _("told to stop: the next run goes on from here") };
    if (run->is_interrupted)
        run_tell(run, &event);
    return look(run, err);
}

static int do_work(struct run *run, int *lock, struct err *err)
{
    if (begin(run, err) != 0)
        return -1;
    if (run->options.is_dry)
        return batch_preview(run, err) != 0 ? -1 : look(run, err);
    if (batches(run, lock, err) != 0)
        return -1;
    return finish(run, err);
}

int run_publish(struct run *run, struct err *err)
{
    CLEANUP(lock_release) int lock = -1;
    process_catch_signals();
    clock_hold();
    /* A dry run writes nothing, but into the store where the ledger must be fetched first. */
    run->place.is_for_looking = run->options.is_dry && !run->place.url;
    if (!run->place.is_for_looking && lock_take(&lock, run->lock, 0, err) != 0)
        return -1;
    run->is_busy = lock < 0 && !run->place.is_for_looking;
    if (run->is_busy)
        return 0;
    if (http_open(&run->http, run->verbosity > 1 ? run->log : NULL, err) != 0)
        return -1;
    int result = do_work(run, &lock, err);
    run_mend_store(run, result);
    return result;
}

void run_close(struct run *run)
{
    engine_release(&run->engine);
    http_close(&run->http);
    journal_close(&run->journal);
}

/* A run: publish-protocol, "A run", step by step. */
#include "publish/run.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/http.h"
#include "io/lock.h"
#include "io/output.h"
#include "io/process.h"
#include "io/repo.h"
#include "io/repo_remote.h"
#include "io/secret.h"
#include "io/terminal.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "publish/bounds.h"
#include "publish/clocks.h"
#include "publish/due.h"
#include "publish/lane.h"
#include "publish/pins.h"
#include "publish/protocol.h"
#include "publish/run_batch.h"

enum {
    HEARTBEAT_S = 60 * 60,
    RETRY_PATIENCE_S = 30, /* without --wait, for a network that asked for a moment */
    FRESH_START_S = 60,    /* a pause after which trouble may be over */
    CLOCK_QUESTIONS = 3,   /* that a git host may leave unanswered, besides the first */
    LOCK_POLL_MS = 60 * 1000,
    MAX_PINNINGS = 5, /* then the next batch tries again */
};

/* --- step 1: the clock --- */

static int compare_clock(struct run *run, const char *url, enum clocks_verdict *verdict,
                         struct err *err)
{
    int64_t skew_s = 0;
    const char *origin = clocks_origin(run->arena, url);
    *verdict = clocks_compare(run->http, run->arena, url, &skew_s);
    if ((*verdict == CLOCKS_UNKNOWN || *verdict == CLOCKS_SILENT) && run->verbosity > 0)
        output_printf(run->log, _("the clock was not compared: no time from '%s'\n"),
                      origin ? origin : "ssh");
    if (*verdict != CLOCKS_DIFFER)
        return 0;
    return err_set(err, ERR_SYSTEM,
                   _("this machine's clock is %lld seconds %s that of '%s': nothing is sent until "
                     "it is right"),
                   (long long)(skew_s < 0 ? -skew_s : skew_s),
                   skew_s < 0 ? _("behind") : _("ahead of"), origin);
}

/* A host that has just given us the ledger gives us the time, too: a run whose clock is wrong by a
 * year, and whose one question was lost, would call everything missed. */
static int fetch_by_its_clock(struct run *run, struct err *err)
{
    enum clocks_verdict verdict = CLOCKS_UNKNOWN;
    if (run->place.url && repo_remote_check(run->place.url, err) != 0)
        return -1;
    if (run->place.url && compare_clock(run, run->place.url, &verdict, err) != 0)
        return -1;
    if (journal_open(&run->journal, &run->place, err) != 0 || journal_fetch(run->journal, err) != 0)
        return -1;
    for (int i = 0; i < CLOCK_QUESTIONS && verdict == CLOCKS_SILENT; i++)
        if (compare_clock(run, run->place.url, &verdict, err) != 0)
            return -1;
    if (verdict != CLOCKS_SILENT)
        return 0;
    return err_set(
        err, ERR_SYSTEM,
        _("'%s' does not say what time it is: nothing is sent by a clock that nobody has "
          "looked at; run publish again"),
        clocks_origin(run->arena, run->place.url));
}

static bool is_open(const struct delivery *delivery)
{
    return delivery->state == DELIVERY_DUE || delivery->state == DELIVERY_RETRYING ||
           delivery->state == DELIVERY_SENDING;
}

/* Of the thousands that are sent long since nothing more is asked: due_pause() reads them all. */
static bool is_target(struct run *run, const struct delivery *delivery)
{
    const struct account *account = delivery->account;
    struct err ignored = { 0 };
    int64_t now_utc = clock_now_utc(&run->clock);
    if (!is_open(delivery) || !account->network || account->network->is_offline ||
        account->is_manual || !batch_is_wanted(run, delivery->post, account))
        return false;
    if (due_is_put_off(delivery, now_utc) ||
        due_pause(account, run->plan.deliveries, run->plan.count, now_utc) != NO_TIME)
        return false; /* it gets no request at all */
    return lane_take_secret(&run->engine, batch_lane(run, account), &ignored) == 0;
}

/* One of the services that something goes to, and may go to. */
static const char *find_target(struct run *run)
{
    for (size_t i = 0; i < run->plan.count; i++)
        if (is_target(run, &run->plan.deliveries[i]))
            return run->plan.deliveries[i].account->service;
    return NULL;
}

/* --- steps 2 and 3: the tips, the posts, the plan --- */

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
    if (fetch_by_its_clock(run, err) != 0)
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
    const char *target = run->options.is_dry ? NULL : find_target(run);
    enum clocks_verdict ignored;
    return target ? compare_clock(run, target, &ignored, err) : 0;
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

static int batches(struct run *run, int *lock, struct err *err)
{
    int64_t end_utc = clock_now_utc(&run->clock) + run->options.wait_s;
    for (;;) {
        bool has_worked = false;
        int64_t next_utc = NO_TIME;
        int64_t retry_utc = NO_TIME;
        int64_t until_utc = NO_TIME;
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
            if (journal_fetch(run->journal, err) != 0)
                return -1;
        }
        if (look(run, err) != 0)
            return -1;
    }
}

/* --- the end --- */

/* A sign of life, with nothing else to say; also the birth of a ledger. One from the future is of
 * a rehearsal, and says nothing about this run. */
static int beat(struct run *run, struct err *err)
{
    const struct ledger *ledger = &run->journal->ledger;
    int64_t now_utc = clock_now_utc(&run->clock);
    if (ledger->birth_utc != NO_TIME && ledger->last_run_utc != NO_TIME &&
        ledger->last_run_utc <= now_utc + PROTOCOL_SKEW_S &&
        now_utc - ledger->last_run_utc < HEARTBEAT_S)
        return 0;
    struct ledger_update update = {
        .birth_utc = ledger->birth_utc == NO_TIME ? run->engine.birth_utc : NO_TIME,
        .run = run->engine.run,
        .now_utc = now_utc,
    };
    return journal_write(run->journal, &update, err);
}

/* Blogs are rebuilt by every run, so that a fresh machine has the same pages. */
static void rebuild_sites(struct run *run)
{
    const struct workspace *workspace = run->plan.workspace;
    const struct engine_source *source = &run->source->engine;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        struct err err = { 0 };
        if (!account->out || !account->network || account->is_manual ||
            source->build_site(source->context, account, &run->journal->ledger, NULL, 0, &err) == 0)
            continue;
        const struct run_event event = { .kind = EVENT_STOPPED,
                                         .account = account->id,
                                         .text = err.text };
        run_tell(run, &event);
        if (err.kind == ERR_INPUT || err.kind == ERR_REFUSED)
            run->has_input_error = true;
        else
            run->engine.has_outside_failed = true;
    }
}

static void tell_genesis(struct run *run)
{
    const struct journal *journal = run->journal;
    if (!journal->is_new || journal->place.genesis || !journal->ledger.tip)
        return;
    const char *root = repo_root_commit(journal->store, run->arena, journal->ledger.tip);
    if (!root)
        return;
    const struct run_event event = {
        .kind = EVENT_NOTE,
        .text = arena_printf(run->arena,
                             _("the ledger '%s' was begun; to make sure that it is never replaced, "
                               "add to brand/brand.yml:\n  ledger: {branch: %s, genesis: %s}"),
                             journal->place.branch, journal->place.branch, root),
    };
    run_tell(run, &event);
}

static void tell_faults(struct run *run)
{
    const struct ledger *ledger = &run->journal->ledger;
    for (size_t i = 0; i < ledger->fault_count; i++) {
        const struct run_event event = {
            .kind = EVENT_NOTE,
            .text = arena_printf(run->arena,
                                 _("the record '%s' on the ledger's branch can't be read: %s; its "
                                   "delivery is left alone"),
                                 ledger->faults[i].path, ledger->faults[i].problem),
        };
        run_tell(run, &event);
    }
}

static void tell_holds(struct run *run)
{
    const struct holds *holds = &run->journal->ledger.holds;
    if (!holds->is_broken)
        return;
    const struct run_event event = {
        .kind = EVENT_NOTE,
        .text = arena_printf(run->arena, _("hold.yml can't be read, so all is held: %s"),
                             holds->problem),
    };
    run_tell(run, &event);
}

static void tell_failure(struct run *run)
{
    const struct run_event event = { .kind = EVENT_NOTE, .text = run->engine.failure.text };
    if (run->engine.failure.kind != ERR_NONE)
        run_tell(run, &event);
}

static int finish(struct run *run, struct err *err)
{
    if (run->engine.failure.kind == ERR_NONE && beat(run, &run->engine.failure) != 0)
        run->engine.has_outside_failed = true;
    tell_failure(run);
    rebuild_sites(run);
    tell_faults(run);
    tell_holds(run);
    tell_genesis(run);
    run->is_interrupted = process_signal() != 0;
    return look(run, err);
}

/* What failed may have failed because of it, and would again. */
static void tell_broken_store(struct run *run, int result)
{
    struct err err = { 0 };
    const struct run_event event = { .kind = EVENT_NOTE, .text = err.text };
    bool has_failed = result != 0 || run->engine.failure.kind != ERR_NONE ||
                      (run->journal && run->journal->ledger.fault_count > 0);
    if (has_failed && journal_mend(run->journal, &err))
        run_tell(run, &event);
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
    tell_broken_store(run, result);
    return result;
}

void run_close(struct run *run)
{
    engine_release(&run->engine);
    http_close(&run->http);
    journal_close(&run->journal);
}

/* A rehearsal says nothing about accounts that take no part in it. */
static bool counts(const struct run *run, const struct delivery *delivery)
{
    return !run->is_harmless || due_is_harmless(delivery->account);
}

static bool has_state(const struct run *run, enum delivery_state state)
{
    for (size_t i = 0; i < run->plan.count; i++)
        if (run->plan.deliveries[i].state == state && counts(run, &run->plan.deliveries[i]))
            return true;
    return false;
}

/* Taking a post back does not settle what became of it. */
static bool has_withdrawn_need(const struct run *run)
{
    for (size_t i = 0; i < run->plan.withdrawn_count; i++) {
        const struct record *record = run->plan.withdrawn[i];
        const struct account *account = workspace_account(run->plan.workspace, record->account);
        if (record_needs_person(record) &&
            (!run->is_harmless || (account && due_is_harmless(account))))
            return true;
    }
    return false;
}

/* Blocked, and its time has come. */
static bool has_due_blocked(const struct run *run)
{
    for (size_t i = 0; i < run->plan.count; i++) {
        const struct delivery *delivery = &run->plan.deliveries[i];
        if (delivery->state == DELIVERY_BLOCKED && delivery->due_utc != NO_TIME &&
            delivery->due_utc <= clock_now_utc(&run->clock) && counts(run, delivery))
            return true;
    }
    return false;
}

static bool has_stop(const struct run *run, int status)
{
    for (size_t i = 0; i < run->stop_count; i++)
        if (err_exit_status(run->stops[i].why.kind) == status)
            return true;
    return false;
}

int run_status(const struct run *run)
{
    if (run->is_busy)
        return 0;
    if (run->engine.failure.kind != ERR_NONE || run->engine.has_outside_failed ||
        run->is_interrupted || run->journal->ledger.fault_count > 0 || has_stop(run, 4))
        return 4;
    if (run->is_guarded || run->journal->ledger.holds.is_broken || has_stop(run, 3) ||
        has_state(run, DELIVERY_FAILED) || has_state(run, DELIVERY_MISSED) ||
        has_state(run, DELIVERY_UNCERTAIN) || has_withdrawn_need(run))
        return 3;
    return run->has_input_error || run->plan.needs_edit || has_due_blocked(run) || has_stop(run, 1)
               ? 1
               : 0;
}

/* Batches: missed, in flight, due, in this order. */
#include "publish/run_batch.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "publish/content.h"
#include "publish/due.h"
#include "publish/job.h"
#include "publish/protocol.h"

enum {
    MAX_TRIES = 5,  /* of one delivery in one run */
    MAX_JOBS = 200, /* in a batch: payloads are kept in memory */
};

/* What this run has worked on, so that it ends. */
struct run_tried {
    const char *post, *account;
    int count;
};

void run_tell(const struct run *run, const struct run_event *event)
{
    if (run->report)
        run->report(run->report_context, event);
}

/* A second time in one run only where the network asked for a moment's patience. */
static bool may_try(struct run *run, const char *post, const char *account,
                    const struct record *record)
{
    for (size_t i = 0; i < run->tried_count; i++)
        if (text_equal(run->tried[i].post, post) && text_equal(run->tried[i].account, account))
            return record && record->retry_after_utc != NO_TIME &&
                   run->tried[i].count++ < MAX_TRIES;
    run->tried = list_grow(run->arena, run->tried, run->tried_count, &run->tried_capacity,
                           sizeof *run->tried);
    run->tried[run->tried_count++] =
        (struct run_tried){ .post = arena_strdup(run->arena, post),
                            .account = arena_strdup(run->arena, account),
                            .count = 1 };
    return true;
}

static bool is_wanted(const struct run *run, const char *post, const struct account *account)
{
    return (!run->options.account || text_equal(run->options.account, account->id)) &&
           (!run->options.post || text_equal(run->options.post, post)) &&
           (!run->is_harmless || due_is_harmless(account));
}

static bool is_held(const struct run *run, const char *post, const char *account,
                    const char *campaign)
{
    const struct holds *holds = &run->ledger->holds;
    return holds->is_broken ||
           holds_find(holds, post, account, campaign, clock_now_utc(&run->clock));
}

static int64_t earlier(int64_t a, int64_t b)
{
    if (a == NO_TIME || b == NO_TIME)
        return a == NO_TIME ? b : a;
    return a < b ? a : b;
}

static struct lane *lane_of(struct run *run, const struct account *account)
{
    return &run->engine.lanes[account->index];
}

/* --- what became too late --- */

/* When it was to go out: by its post, or later by a person's word (`resolve`). */
static int64_t due_of(const struct delivery *delivery)
{
    int64_t recorded_utc = delivery->record ? delivery->record->due_utc : NO_TIME;
    return recorded_utc > delivery->due_utc ? recorded_utc : delivery->due_utc;
}

static bool is_too_late(const struct delivery *delivery, int64_t now_utc)
{
    if (delivery->state == DELIVERY_MISSED)
        return !delivery->record || delivery->record->state != RECORD_MISSED;
    return delivery->state == DELIVERY_RETRYING && due_of(delivery) != NO_TIME &&
           (now_utc > due_of(delivery) + delivery->max_late_s ||
            (delivery->expires_utc != NO_TIME && now_utc > delivery->expires_utc));
}

static struct record new_record(const struct delivery *delivery)
{
    return (struct record){
        .post = delivery->post,
        .account = delivery->account->id,
        .network = delivery->account->network_name,
        .due_utc = delivery->due_utc,
        .due_offset_s = delivery->due_offset_s,
        .claimed_utc = NO_TIME,
        .sent_utc = NO_TIME,
        .retry_after_utc = NO_TIME,
        .request_utc = NO_TIME,
        .request_sent_bytes = -1,
        .lookup_utc = NO_TIME,
    };
}

static void write_missed(struct run *run)
{
    int64_t now_utc = clock_now_utc(&run->clock);
    for (size_t i = 0; i < run->plan.count; i++) {
        const struct delivery *delivery = &run->plan.deliveries[i];
        if (!is_too_late(delivery, now_utc) || !is_wanted(run, delivery->post, delivery->account) ||
            is_held(run, delivery->post, delivery->account->id, delivery->campaign))
            continue;
        struct record record = delivery->record ? *delivery->record : new_record(delivery);
        struct job *job =
            engine_add(&run->engine, NULL, JOB_WRITE, &record, delivery->record != NULL);
        job->record.state = RECORD_MISSED;
        job->record.due_utc = due_of(delivery);
        job->record.due_offset_s = delivery->due_offset_s;
        job->record.run = run->engine.run;
    }
}

/* --- what is in flight --- */

/* The frozen payload, as it was recorded and no other. */
static bool take_frozen(struct run *run, struct job *job)
{
    struct err ignored = { 0 };
    job->payload = ledger_payload(run->ledger, &job->arena, run->journal->store, job->record.post,
                                  job->record.account, &job->payload_bytes);
    return job->payload &&
           json_parse(&job->document, &job->arena, job->payload, job->payload_bytes, &ignored) ==
               0 &&
           text_equal(content_hash(&job->arena, job->document), job->record.content) &&
           attempt_take_parts(&job->record, &job->arena, job->document) == 0;
}

static const char *campaign_of(const struct run *run, const struct record *record)
{
    for (size_t i = 0; i < run->plan.count; i++)
        if (text_equal(run->plan.deliveries[i].post, record->post) &&
            text_equal(run->plan.deliveries[i].account->id, record->account))
            return run->plan.deliveries[i].campaign;
    return NULL;
}

static struct recovery judge(const struct run *run, const struct record *record,
                             const struct account *account)
{
    struct recovery_facts facts = engine_facts(&run->engine).clocks;
    const struct process owner = { .boot = record->owner.boot,
                                   .pid = record->owner.pid,
                                   .started = record->owner.started };
    const struct process *self = &run->engine.self;
    facts.is_own = *self->boot && text_equal(owner.boot, self->boot) && owner.pid == self->pid &&
                   text_equal(owner.started, self->started);
    facts.is_owner_gone = !facts.is_own && process_is_gone(&owner);
    facts.can_look_up = account->network->lookup;
    facts.key_window_s = account->network->key_window_s;
    return recover(record, &facts);
}

static void settle(struct run *run, const struct record *record, const struct recovery *recovery)
{
    const struct attempt_facts facts = engine_facts(&run->engine);
    struct job *job = engine_add(&run->engine, NULL, JOB_WRITE, record, true);
    if (recovery->kind == RECOVERY_UNCERTAIN)
        attempt_uncertain(&job->record, &job->arena, recovery->reason);
    else
        (void)attempt_give_up(&job->record, &job->arena, "its run ended before it was sent",
                              &facts);
}

static void begin_recovery(struct run *run, const struct record *record,
                           const struct account *account, const struct recovery *recovery)
{
    static const struct recovery damaged = { .kind = RECOVERY_UNCERTAIN,
                                             .reason =
                                                 "its frozen payload is missing, or was changed" };
    enum job_kind kind = recovery->kind == RECOVERY_LOOK_UP ? JOB_LOOK_UP : JOB_REPEAT;
    struct job *job = engine_add(&run->engine, lane_of(run, account), kind, record, true);
    job->looks_first = recovery->looks_first;
    job->campaign = campaign_of(run, record);
    if (take_frozen(run, job))
        return;
    job->phase = PHASE_OVER;
    settle(run, record, &damaged);
}

static void recover_one(struct run *run, const struct record *record, int64_t *next_utc)
{
    const struct account *account = workspace_account(run->plan.workspace, record->account);
    if (!account || !account->network || account->is_manual ||
        !is_wanted(run, record->post, account))
        return;
    struct recovery recovery = judge(run, record, account);
    switch (recovery.kind) {
    case RECOVERY_NONE:
        return;
    case RECOVERY_WAIT:
        *next_utc = earlier(*next_utc, recovery.at_utc);
        return;
    case RECOVERY_CLAIM:
    case RECOVERY_UNCERTAIN:
        settle(run, record, &recovery);
        return;
    case RECOVERY_REPEAT:
        if (is_held(run, record->post, record->account, campaign_of(run, record)))
            return;
        break;
    case RECOVERY_LOOK_UP:
        break;
    }
    if (run->engine.lanes[account->index].state != LANE_STOPPED &&
        may_try(run, record->post, record->account, record))
        begin_recovery(run, record, account, &recovery);
}

/* --- what is due --- */

/* A text that this account got not long ago under another id: a post that was renamed, most
 * likely. */
static const struct record *find_twin(const struct run *run, const struct record *record)
{
    int64_t within_s = run->plan.workspace->calendar.repeat_within_s;
    for (size_t i = 0; i < run->ledger->record_count; i++) {
        const struct record *other = &run->ledger->records[i];
        if (other->state == RECORD_SENT && text_equal(other->account, record->account) &&
            !text_equal(other->post, record->post) && text_equal(other->content, record->content) &&
            record->due_utc - other->sent_utc < within_s)
            return other;
    }
    return NULL;
}

static bool has_sent_parts(const struct record *record)
{
    for (size_t i = 0; record && i < record->part_count; i++)
        if (record->parts[i].state == RECORD_SENT)
            return true;
    return false;
}

/* Today's text, frozen; `why_blocked` set where it may not go out. */
static int freeze(struct run *run, struct job *job, const struct delivery *delivery,
                  const char **why_blocked, struct err *err)
{
    struct run_payload payload = { 0 };
    if (run->source->freeze(run->source->context, &job->arena, delivery, delivery->record,
                            run->ledger, &payload, err) != 0)
        return -1;
    if (payload.why_blocked) {
        *why_blocked = payload.why_blocked;
        return 0;
    }
    job->payload = payload.text;
    job->payload_bytes = payload.bytes;
    job->has_new_payload = true;
    if (json_parse(&job->document, &job->arena, payload.text, payload.bytes, err) != 0)
        return -1;
    if (attempt_take_parts(&job->record, &job->arena, job->document) != 0)
        return err_set(err, ERR_SYSTEM, _("'%s' has nothing to send"), delivery->post);
    job->record.commit = arena_strdup(&job->arena, run->loaded);
    job->record.content = content_hash(&job->arena, job->document);
    const struct record *twin = payload.is_repeat ? NULL : find_twin(run, &job->record);
    if (twin)
        *why_blocked = arena_printf(&job->arena,
                                    _("this very text went to '%s' as '%s' already; if it is meant "
                                      "to go again, write `repeats: %s`"),
                                    twin->account, twin->post, twin->post);
    return 0;
}

static void tell_blocked(struct run *run, const struct delivery *delivery, const char *why)
{
    const struct run_event event = { .kind = EVENT_BLOCKED, .delivery = delivery, .text = why };
    run->has_input_error = true;
    run_tell(run, &event);
}

static int begin_due(struct run *run, const struct delivery *delivery, struct err *err)
{
    struct record record = delivery->record ? *delivery->record : new_record(delivery);
    bool is_frozen =
        delivery->record && (delivery->record->keeps_payload || has_sent_parts(delivery->record));
    const char *why_blocked = NULL;
    record.due_utc = due_of(delivery);
    record.due_offset_s = delivery->due_offset_s;
    struct job *job = engine_add(&run->engine, lane_of(run, delivery->account), JOB_SEND, &record,
                                 delivery->record != NULL);
    job->campaign = delivery->campaign;
    if (is_frozen && !take_frozen(run, job))
        why_blocked = _("its frozen payload is missing, or was changed");
    else if (!is_frozen && freeze(run, job, delivery, &why_blocked, err) != 0)
        return -1;
    if (why_blocked) {
        tell_blocked(run, delivery, why_blocked);
        job->phase = PHASE_OVER;
    } else {
        run->begun++;
    }
    return 0;
}

static bool is_at_limit(const struct run *run)
{
    return (run->options.limit > 0 && run->begun >= run->options.limit) ||
           run->engine.job_count >= MAX_JOBS;
}

static int begin_account(struct run *run, const struct due_account *due, struct err *err)
{
    for (size_t i = 0; i < due->count && !is_at_limit(run); i++) {
        const struct delivery *delivery = due->items[i];
        if (is_held(run, delivery->post, due->account->id, delivery->campaign) ||
            !may_try(run, delivery->post, due->account->id, delivery->record))
            continue;
        if (begin_due(run, delivery, err) != 0)
            return -1;
        if (due->account->gap_s > 0)
            break; /* what it leaves for the next is known when it is out */
    }
    return 0;
}

static void tell_guarded(struct run *run, const struct due_account *due)
{
    const struct run_event event = { .kind = EVENT_GUARDED,
                                     .account = due->account->id,
                                     .count = due->overdue };
    if (!run->is_guarded || run->options.is_dry)
        run_tell(run, &event);
    run->is_guarded = true;
}

static struct due_rules rules_of(const struct run *run)
{
    return (struct due_rules){
        .now_utc = clock_now_utc(&run->clock),
        .real_utc = clock_real_utc(),
        .is_harmless = run->is_harmless,
        .confirms_backlog = run->options.confirms_backlog,
        .account = run->options.account,
        .post = run->options.post,
    };
}

int batch_gather(struct run *run, int64_t *next_utc, int64_t *retry_utc, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct due_set due = { 0 };
    const struct due_rules rules = rules_of(run);
    *retry_utc = NO_TIME;
    write_missed(run);
    for (size_t i = 0; i < run->ledger->record_count; i++)
        recover_one(run, &run->ledger->records[i], retry_utc);
    due_select(&due, &scratch, run->plan.deliveries, run->plan.count, run->plan.workspace, &rules);
    *next_utc = earlier(due.next_utc, *retry_utc);
    for (size_t i = 0; i < due.count; i++) {
        const struct due_account *one = &due.accounts[i];
        if (one->is_guarded)
            tell_guarded(run, one);
        else if (one->not_before_utc == NO_TIME &&
                 run->engine.lanes[one->account->index].state != LANE_STOPPED &&
                 begin_account(run, one, err) != 0)
            return -1;
    }
    for (size_t i = 0; i < run->plan.count; i++) {
        const struct delivery *delivery = &run->plan.deliveries[i];
        if (delivery->state == DELIVERY_RETRYING && delivery->record &&
            is_wanted(run, delivery->post, delivery->account) &&
            delivery->record->retry_after_utc > rules.now_utc)
            *retry_utc = earlier(*retry_utc, delivery->record->retry_after_utc);
    }
    return 0;
}

static void keep_stop(struct run *run, const struct lane *lane)
{
    for (size_t i = 0; i < run->stop_count; i++)
        if (text_equal(run->stops[i].account, lane->account->id))
            return;
    run->stops =
        list_grow(run->arena, run->stops, run->stop_count, &run->stop_capacity, sizeof *run->stops);
    run->stops[run->stop_count++] =
        (struct run_stop){ .account = arena_strdup(run->arena, lane->account->id),
                           .why = lane->why };
    const struct run_event event = { .kind = EVENT_STOPPED,
                                     .account = lane->account->id,
                                     .text = lane->why.text };
    run_tell(run, &event);
}

void batch_report(struct run *run)
{
    for (const struct job *job = run->engine.jobs; job; job = job->next) {
        const struct run_event event = { .kind = EVENT_SETTLED, .record = &job->record };
        if (job->expected && !job->is_lost && !job->is_dirty &&
            job->record.state == job->expected->state && job->phase == PHASE_OVER &&
            (job->is_claimed || job->kind == JOB_WRITE || job->kind == JOB_LOOK_UP))
            run_tell(run, &event);
    }
    for (size_t i = 0; i < run->engine.lane_count; i++)
        if (run->engine.lanes[i].state == LANE_STOPPED)
            keep_stop(run, &run->engine.lanes[i]);
}

/* --- --dry-run --- */

static int preview_account(struct run *run, const struct due_account *due, struct err *err)
{
    for (size_t i = 0; i < due->count && !is_at_limit(run); i++) {
        const struct delivery *delivery = due->items[i];
        struct run_event event = { .kind = EVENT_WOULD_SEND, .delivery = delivery };
        if (is_held(run, delivery->post, due->account->id, delivery->campaign))
            continue;
        if (due->not_before_utc != NO_TIME || (i > 0 && due->account->gap_s > 0)) {
            event.kind = EVENT_LATER;
            event.at_utc = due->not_before_utc;
            run_tell(run, &event);
            continue;
        }
        struct record record = delivery->record ? *delivery->record : new_record(delivery);
        struct job *job = engine_add(&run->engine, NULL, JOB_SEND, &record, false);
        const char *why_blocked = NULL;
        if (freeze(run, job, delivery, &why_blocked, err) != 0)
            return -1;
        if (why_blocked) {
            tell_blocked(run, delivery, why_blocked);
            continue;
        }
        run->begun++;
        run_tell(run, &event);
    }
    return 0;
}

int batch_preview(struct run *run, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct due_set due = { 0 };
    const struct due_rules rules = rules_of(run);
    due_select(&due, &scratch, run->plan.deliveries, run->plan.count, run->plan.workspace, &rules);
    for (size_t i = 0; i < due.count; i++) {
        if (due.accounts[i].is_guarded)
            tell_guarded(run, &due.accounts[i]);
        else if (preview_account(run, &due.accounts[i], err) != 0)
            return -1;
    }
    engine_clear(&run->engine);
    return 0;
}

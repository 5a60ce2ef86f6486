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
    int sends, recoveries;
};

void run_tell(const struct run *run, const struct run_event *event)
{
    if (run->report)
        run->report(run->report_context, event);
}

static struct run_tried *tried_of(struct run *run, const char *post, const char *account)
{
    for (size_t i = 0; i < run->tried_count; i++)
        if (text_equal(run->tried[i].post, post) && text_equal(run->tried[i].account, account))
            return &run->tried[i];
    run->tried = list_grow(run->arena, run->tried, run->tried_count, &run->tried_capacity,
                           sizeof *run->tried);
    run->tried[run->tried_count] =
        (struct run_tried){ .post = arena_strdup(run->arena, post),
                            .account = arena_strdup(run->arena, account) };
    return &run->tried[run->tried_count++];
}

bool batch_may_try(struct run *run, const struct delivery *delivery)
{
    struct run_tried *tried = tried_of(run, delivery->post, delivery->account->id);
    const struct record *record = delivery->record;
    bool was_asked_to_wait = record && record->retry_after_utc != NO_TIME;
    return tried->sends++ == 0 || (was_asked_to_wait && tried->sends <= MAX_TRIES);
}

bool batch_may_recover(struct run *run, const struct record *record)
{
    return tried_of(run, record->post, record->account)->recoveries++ == 0;
}

bool batch_is_wanted(const struct run *run, const char *post, const struct account *account)
{
    return (!run->options.account || text_equal(run->options.account, account->id)) &&
           (!run->options.post || text_equal(run->options.post, post)) &&
           (!run->is_harmless || due_is_harmless(account));
}

bool batch_is_held(const struct run *run, const char *post, const char *account,
                   const char *campaign)
{
    const struct holds *holds = &run->ledger->holds;
    return holds->is_broken ||
           holds_find(holds, post, account, campaign, clock_now_utc(&run->clock));
}

int64_t batch_earlier(int64_t a, int64_t b)
{
    if (a == NO_TIME || b == NO_TIME)
        return a == NO_TIME ? b : a;
    return a < b ? a : b;
}

struct lane *batch_lane(struct run *run, const struct account *account)
{
    return &run->engine.lanes[account->index];
}

struct record batch_new_record(const struct delivery *delivery)
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

bool batch_take_frozen(struct run *run, struct job *job)
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

/* --- what is due --- */

static size_t count_sent(const struct record *record)
{
    size_t count = 0;
    for (size_t i = 0; record && i < record->part_count; i++)
        count += record->parts[i].state == RECORD_SENT;
    return count;
}

/* Whether the frozen bytes go out, and not today's text: what has begun is ended as it was begun,
 * unless a part was refused, and a person has mended it and says so. */
static bool is_frozen(const struct record *record)
{
    return record &&
           (record->keeps_payload || (count_sent(record) > 0 && !record_is_meant(record)));
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
    if (count_sent(&job->record) < count_sent(delivery->record)) {
        *why_blocked = _("parts of it are out that it no longer has: put them back, or let 'pregon "
                         "resolve --retry --same' send the rest as it was");
        return 0;
    }
    job->record.commit = arena_strdup(&job->arena, run->loaded);
    const char *content = content_hash(&job->arena, job->document);
    if (!text_equal(content, job->record.content))
        attempt_forget_slots(&job->record);
    job->record.content = content;
    *why_blocked =
        batch_find_again(run, &job->arena, delivery, payload.is_repeat ? NULL : &job->record);
    return 0;
}

/* It is so from now on in this run's plan too. */
static void block(struct run *run, struct delivery *delivery, const char *why)
{
    const struct run_event event = { .kind = EVENT_BLOCKED, .delivery = delivery, .text = why };
    delivery->why_blocked = arena_strdup(run->arena, why);
    run->has_input_error = true;
    run_tell(run, &event);
}

static int begin_due(struct run *run, struct delivery *delivery, struct err *err)
{
    struct record record = delivery->record ? *delivery->record : batch_new_record(delivery);
    bool keeps_bytes = is_frozen(delivery->record);
    const char *why_blocked = NULL;
    record.due_utc = due_utc(delivery);
    record.due_offset_s = delivery->due_offset_s;
    struct job *job = engine_add(&run->engine, batch_lane(run, delivery->account), JOB_SEND,
                                 &record, delivery->record != NULL);
    job->campaign = delivery->campaign;
    if (keeps_bytes && !batch_take_frozen(run, job))
        why_blocked = _("its frozen payload is missing, or was changed");
    else if (!keeps_bytes && freeze(run, job, delivery, &why_blocked, err) != 0)
        return -1;
    if (why_blocked) {
        block(run, delivery, why_blocked);
        job->phase = PHASE_OVER;
    } else {
        run->begun++;
    }
    return 0;
}

bool batch_is_at_limit(const struct run *run)
{
    return run->options.limit > 0 && run->begun >= run->options.limit;
}

static bool is_full(const struct run *run)
{
    return batch_is_at_limit(run) || run->engine.job_count >= MAX_JOBS;
}

static int begin_account(struct run *run, const struct due_account *due, struct err *err)
{
    for (size_t i = 0; i < due->count && !is_full(run); i++) {
        struct delivery *delivery = due->items[i];
        if (batch_is_held(run, delivery->post, due->account->id, delivery->campaign) ||
            !batch_may_try(run, delivery))
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
    batch_write_late(run);
    batch_recover(run, retry_utc);
    due_select(&due, &scratch, run->plan.deliveries, run->plan.count, run->plan.workspace, &rules);
    *next_utc = batch_earlier(due.next_utc, *retry_utc);
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
            batch_is_wanted(run, delivery->post, delivery->account) &&
            delivery->record->retry_after_utc > rules.now_utc)
            *retry_utc = batch_earlier(*retry_utc, delivery->record->retry_after_utc);
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
        if (job->is_worn_out)
            (void)batch_may_recover(run, &job->record);
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
    for (size_t i = 0; i < due->count && !is_full(run); i++) {
        struct delivery *delivery = due->items[i];
        struct run_event event = { .kind = EVENT_WOULD_SEND, .delivery = delivery };
        if (batch_is_held(run, delivery->post, due->account->id, delivery->campaign))
            continue;
        if (due->not_before_utc != NO_TIME || (i > 0 && due->account->gap_s > 0)) {
            event.kind = EVENT_LATER;
            event.at_utc = due->not_before_utc;
            run_tell(run, &event);
            continue;
        }
        struct record record = delivery->record ? *delivery->record : batch_new_record(delivery);
        struct job *job = engine_add(&run->engine, NULL, JOB_SEND, &record, false);
        const char *why_blocked = NULL;
        if (freeze(run, job, delivery, &why_blocked, err) != 0)
            return -1;
        if (why_blocked) {
            block(run, delivery, why_blocked);
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

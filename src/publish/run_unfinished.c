/* Unfinished: what became too late to send, and what some run has begun. */
#include "publish/run_batch.h"

#include "base/text.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "publish/due.h"
#include "publish/recover.h"

enum { MAX_WRITES = 200 /* in a batch; the next has the others */ };

/* --- what became too late --- */

static bool is_too_late(const struct delivery *delivery, int64_t now_utc)
{
    if (delivery->state == DELIVERY_MISSED)
        return !delivery->record || delivery->record->state != RECORD_MISSED;
    return due_is_retried_too_late(delivery, now_utc);
}

static void write_state(struct run *run, const struct delivery *delivery, enum record_state state)
{
    struct record record = delivery->record ? *delivery->record : batch_new_record(delivery);
    struct job *job = engine_add(&run->engine, NULL, JOB_WRITE, &record, delivery->record != NULL);
    job->record.state = state;
    job->record.due_utc = due_utc(delivery);
    job->record.due_offset_s = delivery->due_offset_s;
    job->record.run = run->engine.run;
}

/* Older than the ledger by this run's clock, but not by the birth that is written down: a rehearsal
 * in the future began it. */
static bool is_older_in_rehearsal(const struct run *run, const struct delivery *delivery)
{
    return delivery->state == DELIVERY_SKIPPED && !delivery->record && run->is_harmless &&
           delivery->due_utc >= run->engine.birth_utc;
}

void batch_write_late(struct run *run)
{
    int64_t now_utc = clock_now_utc(&run->clock);
    for (size_t i = 0; i < run->plan.count && run->engine.job_count < MAX_WRITES; i++) {
        const struct delivery *delivery = &run->plan.deliveries[i];
        if (!batch_is_wanted(run, delivery->post, delivery->account))
            continue;
        if (is_older_in_rehearsal(run, delivery))
            write_state(run, delivery, RECORD_SKIPPED);
        else if (is_too_late(delivery, now_utc) &&
                 !batch_is_held(run, delivery->post, delivery->account->id, delivery->campaign))
            write_state(run, delivery, RECORD_MISSED);
    }
}

/* --- what is in flight --- */

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
    struct job *job = engine_add(&run->engine, batch_lane(run, account), kind, record, true);
    job->looks_first = recovery->looks_first;
    job->campaign = campaign_of(run, record);
    if (batch_take_frozen(run, job))
        return;
    job->phase = PHASE_OVER;
    settle(run, record, &damaged);
}

static void recover_one(struct run *run, const struct record *record, int64_t *next_utc)
{
    const struct account *account = workspace_account(run->plan.workspace, record->account);
    if (!account || !account->network || account->is_manual ||
        !batch_is_wanted(run, record->post, account))
        return;
    int64_t pause_utc =
        due_pause(account, run->plan.deliveries, run->plan.count, clock_now_utc(&run->clock));
    struct recovery recovery = judge(run, record, account);
    bool asks = recovery.kind == RECOVERY_REPEAT || recovery.kind == RECOVERY_LOOK_UP;
    if (asks && pause_utc != NO_TIME)
        recovery = (struct recovery){ .kind = RECOVERY_WAIT, .at_utc = pause_utc };
    switch (recovery.kind) {
    case RECOVERY_NONE:
        return;
    case RECOVERY_WAIT:
        *next_utc = batch_earlier(*next_utc, recovery.at_utc);
        return;
    case RECOVERY_CLAIM:
    case RECOVERY_UNCERTAIN:
        settle(run, record, &recovery);
        return;
    case RECOVERY_REPEAT:
        if (batch_is_held(run, record->post, record->account, campaign_of(run, record)))
            return;
        break;
    case RECOVERY_LOOK_UP:
        break;
    }
    if (run->engine.lanes[account->index].state != LANE_STOPPED && batch_may_recover(run, record))
        begin_recovery(run, record, account, &recovery);
}

void batch_recover(struct run *run, int64_t *next_utc)
{
    /* Nearly all are sent long since, and the facts cost system calls. */
    for (size_t i = 0; i < run->ledger->record_count; i++)
        if (recover_is_needed(&run->ledger->records[i]))
            recover_one(run, &run->ledger->records[i], next_utc);
}

/* The gate before a create: the last look at whether it may be sent. */
#include "publish/job_gate.h"

#include "base/text.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "publish/job.h"
#include "publish/journal.h"
#include "publish/protocol.h"
#include "publish/talk.h"

enum { MAX_RENEWALS = 5 };

static bool is_still_ours(const struct engine *engine, const struct job *job)
{
    const struct record *there =
        ledger_find(&engine->journal->ledger, job->record.post, job->record.account);
    return there && job->expected && there->attempt == job->expected->attempt &&
           text_equal(there->owner.nonce, job->expected->owner.nonce);
}

static bool is_held(const struct engine *engine, const struct job *job)
{
    const struct holds *holds = &engine->journal->ledger.holds;
    return holds->is_broken || holds_find(holds, job->record.post, job->record.account,
                                          job->campaign, clock_now_utc(&engine->clock));
}

/* What the ledger says must be younger than a minute: somebody may have stopped everything. */
static int refresh(struct engine *engine)
{
    int64_t age_ms = clock_boot_ms() - engine->journal->fetched_boot_ms;
    if (age_ms <= PROTOCOL_FETCH_S * INT64_C(1000))
        return 0;
    return journal_fetch(engine->journal, &engine->failure);
}

/* For how long the server still remembers the key; no other class has one. */
static int64_t key_left_ms(const struct engine *engine, const struct job *job)
{
    const struct recovery_facts facts = job_recovery_facts(engine, job);
    return job->record.class_letter == 'K'
               ? recover_key_left_s(&job->record, &facts) * INT64_C(1000)
               : INT64_MAX / 2;
}

/* The last moment at which the create may begin. */
static int64_t start_by(const struct engine *engine, const struct job *job)
{
    int64_t limit_ms = attempt_start_limit_ms(job->expected);
    int64_t by_confirm = job->confirmed_boot_ms + limit_ms;
    int64_t by_stamp = job->stamped_boot_ms + limit_ms + PROTOCOL_CONFIRM_S * INT64_C(1000);
    int64_t by_key = clock_boot_ms() + key_left_ms(engine, job);
    int64_t by_claim = by_confirm < by_stamp ? by_confirm : by_stamp;
    return by_claim < by_key ? by_claim : by_key;
}

void job_pass_gate(struct engine *engine, struct job *job)
{
    if (engine->is_stopping || engine_watch_clock(engine) != 0 ||
        engine->failure.kind != ERR_NONE) {
        job_give_up(engine, job, "the run ended before it was sent");
        return;
    }
    if (refresh(engine) != 0) {
        job_give_up(engine, job, "the ledger could not be read again before it was sent");
        return;
    }
    if (!is_still_ours(engine, job)) {
        job_lost(job);
        return;
    }
    if (is_held(engine, job)) {
        job_give_up(engine, job, "held before it was sent");
        return;
    }
    /* A run that was held up may find that the key under which it would repeat is forgotten. */
    if (key_left_ms(engine, job) <= 0) {
        job_recover(engine, job);
        return;
    }
    int64_t start_by_ms = start_by(engine, job);
    if (attempt_is_begun(job->expected, job->talk.driver.part) && clock_boot_ms() < start_by_ms) {
        job->is_creating = true;
        job->phase = PHASE_TALK;
        talk_send(engine, &job->talk, start_by_ms);
    } else if (job->renewals++ < MAX_RENEWALS + (int)job->record.part_count) {
        job->phase = PHASE_BEGIN;
    } else {
        job_give_up(engine, job, "its claim became too old again and again");
    }
}

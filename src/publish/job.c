/* Jobs: the life of a delivery within a run. */
#include "publish/job.h"

#include "io/secret.h"
#include "model/account.h"
#include "model/moment.h"
#include "model/network_class.h"
#include "publish/job_gate.h"
#include "publish/lane.h"
#include "publish/protocol.h"
#include "publish/talk.h"

enum {
    TOO_MANY_REQUESTS = 429,
    /* A run stays for an unclear delivery this long; what takes longer is for a later one. */
    PATIENCE_S = 180,
    /* All waiting for pictures and videos of one delivery. */
    TALK_LIMIT_MS = 15 * 60 * 1000,
    MAX_REPEATS = 2,
    REPEAT_PAUSE_MS = 1000,
};

bool job_is_active(const struct job *job)
{
    return job->phase != PHASE_RESULT && job->phase != PHASE_OVER;
}

static void finish(struct engine *engine, struct job *job)
{
    job->talk.state = TALK_IDLE;
    job->phase = PHASE_RESULT;
    job->is_dirty = true;
    if (job->record.state == RECORD_SENDING || job->record.state == RECORD_PREPARED)
        engine->has_outside_failed = true;
}

/* Without a word in the ledger: what stands there is right as it is. */
static void leave(struct engine *engine, struct job *job)
{
    job->talk.state = TALK_IDLE;
    job->phase = PHASE_OVER;
    engine->has_outside_failed = true;
}

void job_lost(struct job *job)
{
    job->talk.state = TALK_IDLE;
    job->is_lost = true;
    job->is_dirty = false;
    job->phase = PHASE_OVER;
}

void job_give_up(struct engine *engine, struct job *job, const char *why)
{
    struct attempt_facts facts = engine_facts(engine);
    if (!job->is_claimed) {
        job->talk.state = TALK_IDLE;
        job->phase = PHASE_OVER;
        return;
    }
    (void)attempt_give_up(&job->record, &job->arena, why, &facts);
    finish(engine, job);
}

static void begin_talk(struct job *job, struct step (*step)(struct driver *, const struct reply *))
{
    job->talk.lane = job->lane;
    job->talk.job = job;
    job->talk.arena = &job->arena;
    job->talk.driver = (struct driver){
        .network = job->lane->account->network,
        .account = job->lane->account,
        .arena = &job->arena,
        .payload = job->document,
        .record = &job->record,
        .session = &job->lane->session,
    };
    job->is_creating = false;
    job->phase = PHASE_TALK;
    job->talk_until_boot_ms = clock_boot_ms() + TALK_LIMIT_MS;
    talk_begin(&job->talk, step);
}

void job_start(struct engine *engine, struct job *job)
{
    const struct network *network = job->lane->account->network;
    (void)engine;
    bool looks = job->kind == JOB_LOOK_UP || (job->looks_first && network->lookup);
    begin_talk(job, looks ? network->lookup : network->next);
}

void job_written(struct engine *engine, struct job *job)
{
    job->is_dirty = false;
    switch (job->phase) {
    case PHASE_CLAIM:
        job->phase = PHASE_READY;
        return;
    case PHASE_BEGIN:
        job_pass_gate(engine, job);
        return;
    case PHASE_SAVE:
        job->phase = PHASE_TALK;
        talk_tell(&job->talk, REPLY_SAVED);
        return;
    case PHASE_RESULT:
        job->phase = PHASE_OVER;
        return;
    default:
        return;
    }
}

/* What is wrong with the account, or with the way to it, is wrong for its other posts too. */
static void stop_lane(struct job *job, const struct step *step)
{
    struct err why = { 0 };
    (void)err_set(&why, step->kind == STEP_AUTH ? ERR_REFUSED : ERR_RETRY, "%s",
                  step->message ? secret_strike(&job->arena, step->message) : "");
    lane_stop(job->lane, &why);
}

static void log_in_again(struct job *job)
{
    job->has_logged_in_again = true;
    job->phase = PHASE_LOGIN;
    lane_begin_again(job->lane);
}

/* --- look-ups --- */

/* The part that was looked for is there. Of a thread, the next one may be unclear too. */
static void take_found(struct engine *engine, struct job *job)
{
    struct attempt_facts facts = engine_facts(engine);
    const struct network *network = job->lane->account->network;
    const struct record_part *next = recover_part(&job->record);
    attempt_looked(&job->record, &job->arena, "found on the account", &facts);
    if (!next) {
        attempt_sent(&job->record, &facts);
        finish(engine, job);
    } else if (job->is_claimed) {
        begin_talk(job, network->next);
    } else if (next->state == RECORD_SENDING) {
        job->looks = 0;
        begin_talk(job, network->lookup);
    } else {
        attempt_go_on(&job->record);
        finish(engine, job);
    }
}

static void take_absent(struct engine *engine, struct job *job)
{
    struct attempt_facts facts = engine_facts(engine);
    if (job->kind == JOB_REPEAT) {
        begin_talk(job, job->lane->account->network->next);
    } else if (++job->looks < 2) {
        attempt_looked(&job->record, &job->arena, "looked once, and it is not there", &facts);
        job->phase = PHASE_PAUSE;
        job->wake_boot_ms = clock_boot_ms() + PROTOCOL_SECOND_LOOK_S * INT64_C(1000);
    } else {
        attempt_absent(&job->record, &job->arena, &facts);
        finish(engine, job);
    }
}

void job_put_off(struct engine *engine, struct job *job, const struct step *verdict)
{
    struct attempt_facts facts = engine_facts(engine);
    if (job->kind == JOB_SEND) {
        job->record.class_letter = lane_class(job->lane);
        attempt_claim(&job->record, &job->arena, &facts);
        (void)attempt_refused(&job->record, &job->arena, verdict, &facts);
    } else {
        attempt_put_off(&job->record, &job->arena, verdict, &facts);
    }
    job->record.http_status = TOO_MANY_REQUESTS;
    finish(engine, job);
    engine->has_outside_failed = true;
}

static void judge_look(struct engine *engine, struct job *job, const struct step *step)
{
    if (step->kind == STEP_LOGIN && !job->has_logged_in_again) {
        log_in_again(job);
    } else if (step->kind == STEP_BUSY && job->talk.reply.status == TOO_MANY_REQUESTS) {
        job->kind = JOB_LOOK_UP; /* what is unclear stays so, also where it is claimed */
        job_put_off(engine, job, step);
        stop_lane(job, step);
    } else if (step->kind == STEP_AUTH) {
        leave(engine, job);
        stop_lane(job, step);
    } else if (step->kind != STEP_DONE && job->kind == JOB_REPEAT) {
        begin_talk(job, job->lane->account->network->next);
    } else if (step->kind != STEP_DONE) {
        /* A failing look-up settles nothing. */
        leave(engine, job);
    } else if (step->found == LOOKUP_FOUND) {
        take_found(engine, job);
    } else if (step->found == LOOKUP_ABSENT) {
        take_absent(engine, job);
    } else if (job->kind == JOB_REPEAT) {
        begin_talk(job, job->lane->account->network->next);
    } else {
        attempt_uncertain(&job->record, &job->arena,
                          "looked, and can't tell whether what is there is this post");
        finish(engine, job);
    }
}

/* --- unclear requests --- */

struct recovery_facts job_recovery_facts(const struct engine *engine, const struct job *job)
{
    const struct network *network = job->lane->account->network;
    const struct attempt_facts now = engine_facts(engine);
    return (struct recovery_facts){
        .now_utc = now.clocks.now_utc,
        .real_utc = now.clocks.real_utc,
        .is_own = true,
        .can_look_up = network->lookup,
        .key_window_s = network->key_window_s,
    };
}

/* Repeating is harmless, but not without end: a later run goes on. */
static void repeat(struct engine *engine, struct job *job, bool looks_first)
{
    if (job->repeats++ >= MAX_REPEATS || engine->is_stopping) {
        job->is_worn_out = true;
        finish(engine, job);
        return;
    }
    job->kind = JOB_REPEAT;
    job->looks_first = looks_first;
    job_start(engine, job);
}

void job_recover(struct engine *engine, struct job *job)
{
    const struct recovery_facts facts = job_recovery_facts(engine, job);
    struct recovery recovery = recover(&job->record, &facts);
    switch (recovery.kind) {
    case RECOVERY_WAIT:
        if (recovery.at_utc - facts.now_utc > PATIENCE_S) {
            finish(engine, job);
            return;
        }
        job->phase = PHASE_PAUSE;
        job->is_dirty = true;
        job->wake_boot_ms = clock_boot_ms() + (recovery.at_utc - facts.now_utc) * 1000;
        return;
    case RECOVERY_REPEAT:
        repeat(engine, job, recovery.looks_first);
        return;
    case RECOVERY_LOOK_UP:
        job->kind = JOB_LOOK_UP;
        job_start(engine, job);
        return;
    case RECOVERY_UNCERTAIN:
        attempt_uncertain(&job->record, &job->arena, recovery.reason);
        finish(engine, job);
        return;
    case RECOVERY_CLAIM:
    case RECOVERY_NONE:
        finish(engine, job);
        return;
    }
}

static void take_unclear(struct engine *engine, struct job *job, const struct step *step)
{
    const struct attempt_request request = {
        .begun_utc = job->talk.request_utc,
        .sent_bytes = job->talk.reply.sent_bytes,
        .http_status = job->talk.reply.status,
    };
    attempt_unclear(&job->record, &job->arena, step, &request);
    /* Of a thread each part has its own tries. */
    if (job->unclear_part != job->talk.driver.part)
        job->repeats = 0;
    job->unclear_part = job->talk.driver.part;
    job->is_unclear = true;
    if (network_class_may_always_repeat(job->record.class_letter) && job->repeats > 0) {
        job->phase = PHASE_PAUSE;
        job->is_dirty = true;
        job->wake_boot_ms = clock_boot_ms() + REPEAT_PAUSE_MS * job->repeats;
        return;
    }
    job_recover(engine, job);
}

/* --- verdicts of a create, and of what leads to it --- */

static void take_refusal(struct engine *engine, struct job *job, const struct step *step)
{
    struct attempt_facts facts = engine_facts(engine);
    const struct reply *reply = &job->talk.reply;
    bool is_unreachable = reply->kind == REPLY_NOT_SENT && job->talk.request.kind == REQUEST_HTTP;
    if (reply->kind == REPLY_ANSWER)
        job->record.http_status = reply->status;
    if (!attempt_refused(&job->record, &job->arena, step, &facts))
        job->is_worn_out = true; /* asking again now would be answered alike */
    finish(engine, job);
    if (step->kind == STEP_BUSY)
        engine->has_outside_failed = true;
    if (step->kind == STEP_AUTH || is_unreachable || reply->status == TOO_MANY_REQUESTS)
        stop_lane(job, step);
}

/* The session ended. Once is normal; a second time the credentials are not right. */
static void take_login(struct engine *engine, struct job *job, const struct step *step)
{
    struct step verdict = *step;
    verdict.kind = STEP_AUTH;
    if (job->has_logged_in_again)
        take_refusal(engine, job, &verdict);
    else
        log_in_again(job);
}

static void take_done(struct engine *engine, struct job *job)
{
    struct attempt_facts facts = engine_facts(engine);
    const struct step confused = { .kind = STEP_UNKNOWN,
                                   .code = "driver",
                                   .message = "the driver ended before all parts were sent" };
    if (recover_part(&job->record)) {
        take_unclear(engine, job, &confused);
        return;
    }
    attempt_sent(&job->record, &facts);
    finish(engine, job);
}

/* The part whose request was unclear is there: what is said of the next is said of it alone. */
static void forget_settled(struct job *job)
{
    if (!job->is_unclear || job->record.parts[job->unclear_part].state != RECORD_SENT)
        return;
    job->is_unclear = false;
    job->record.request_utc = NO_TIME;
}

void job_judge(struct engine *engine, struct job *job, const struct step *step)
{
    job->is_creating = false;
    forget_settled(job);
    if (job->talk.step == job->lane->account->network->lookup) {
        judge_look(engine, job, step);
        return;
    }
    switch (step->kind) {
    case STEP_SEND:
        job_pass_gate(engine, job);
        return;
    case STEP_SAVE:
        job->phase = PHASE_SAVE;
        return;
    case STEP_PREPARED:
        attempt_prepare(&job->record, job->talk.driver.part);
        job->phase = PHASE_SAVE;
        return;
    case STEP_LOGIN:
        take_login(engine, job, step);
        return;
    case STEP_DONE:
        take_done(engine, job);
        return;
    case STEP_REFUSED:
    case STEP_AUTH:
    case STEP_BUSY:
        take_refusal(engine, job, step);
        return;
    case STEP_UNKNOWN:
        take_unclear(engine, job, step);
        return;
    case STEP_WAIT:
        return; /* talk_advance() keeps these */
    }
}

/* --- the end of a run --- */

void job_stop(struct engine *engine, struct job *job)
{
    switch (job->phase) {
    case PHASE_QUEUED:
    case PHASE_CLAIM:
        job->phase = PHASE_OVER;
        return;
    case PHASE_PAUSE:
        if (job->is_claimed)
            finish(engine, job);
        else
            leave(engine, job);
        return;
    case PHASE_TALK:
        /* Its answer is awaited, or has come and says what became of it. */
        if (job->is_creating)
            return;
        break;
    case PHASE_RESULT:
    case PHASE_OVER:
        return;
    default:
        break;
    }
    if (job->kind == JOB_SEND)
        job_give_up(engine, job, "the run was ended before it was sent");
    else
        leave(engine, job);
}

void job_abandon(struct engine *engine, struct job *job)
{
    const struct step verdict = { .kind = STEP_UNKNOWN,
                                  .code = "interrupted",
                                  .message = "the run was ended before an answer came" };
    const struct attempt_request request = { .begun_utc = job->talk.request_utc, .sent_bytes = -1 };
    attempt_unclear(&job->record, &job->arena, &verdict, &request);
    finish(engine, job);
}

/* The engine's loop: lanes begin, drivers go on, the ledger is written, answers come. */
#include "publish/engine.h"

#include <stdlib.h>

#include "base/message.h"
#include "io/http.h"
#include "io/terminal.h"
#include "model/account.h"
#include "model/moment.h"
#include "model/network_class.h"
#include "publish/job.h"
#include "publish/job_gate.h"
#include "publish/journal.h"
#include "publish/lane.h"
#include "publish/protocol.h"
#include "publish/talk.h"
#include "publish/writer.h"

enum {
    STOP_MS = 3000,         /* after a signal; the push has the rest of the five seconds */
    WAIT_MS = 1000,         /* at most, between two looks at everything */
    GATHER_MS = 2000,       /* others may be nearly ready for the same push */
    KEEP_RESULT_MS = 15000, /* a result waits for company so long */
    LOGIN_LOOK_MS = 100,
};

struct attempt_facts engine_facts(const struct engine *engine)
{
    return (struct attempt_facts){
        .clocks = { .now_utc = clock_now_utc(&engine->clock), .real_utc = clock_real_utc() },
        .run = engine->run,
        .self = engine->self,
    };
}

int engine_watch_clock(struct engine *engine)
{
    int64_t moved_s = clock_moved_s();
    if (moved_s <= PROTOCOL_SKEW_S && moved_s >= -PROTOCOL_SKEW_S)
        return 0;
    if (engine->failure.kind == ERR_NONE)
        (void)err_set(&engine->failure, ERR_RETRY,
                      _("this machine's clock was set %lld seconds %s while the run was at work: "
                        "nothing more is sent; run publish again"),
                      (long long)(moved_s < 0 ? -moved_s : moved_s),
                      moved_s < 0 ? _("back") : _("forward"));
    return -1;
}

struct job *engine_add(struct engine *engine, struct lane *lane, enum job_kind kind,
                       const struct record *record, bool is_in_ledger)
{
    struct job *job = calloc(1, sizeof *job);
    if (!job)
        out_of_memory();
    job->lane = lane;
    job->kind = kind;
    job->record = record_copy(&job->arena, record);
    if (is_in_ledger) {
        job->expected = arena_alloc(&job->arena, sizeof *job->expected);
        *job->expected = record_copy(&job->arena, record);
    }
    if (kind == JOB_WRITE) {
        job->phase = PHASE_RESULT;
        job->is_dirty = true;
    }
    if (!engine->jobs)
        engine->last_job = &engine->jobs;
    *engine->last_job = job;
    engine->last_job = &job->next;
    engine->job_count++;
    return job;
}

void engine_clear(struct engine *engine)
{
    while (engine->jobs) {
        struct job *job = engine->jobs;
        engine->jobs = job->next;
        arena_release(&job->arena);
        free(job);
    }
    engine->job_count = 0;
}

void engine_release(struct engine *engine)
{
    engine_clear(engine);
    for (size_t i = 0; i < engine->lane_count; i++)
        arena_release(&engine->lanes[i].arena);
    engine->lane_count = 0;
}

/* --- lanes --- */

static void stop_lane_jobs(struct engine *engine, struct lane *lane)
{
    for (struct job *job = engine->jobs; job; job = job->next)
        if (job->lane == lane && lane->is_put_off && job->phase == PHASE_QUEUED) {
            job_put_off(engine, job, &lane->verdict);
            lane->is_put_off = false; /* one record is enough: it stops the account */
        } else if (job->lane == lane && (job->phase == PHASE_QUEUED || job->phase == PHASE_CLAIM ||
                                         job->phase == PHASE_READY || job->phase == PHASE_LOGIN))
            job_give_up(engine, job, "the account was stopped before it was sent");
}

/* What is harmless to hold is claimed for the whole queue; of the other classes one at a time. */
static void claim_ahead(struct engine *engine, const struct lane *lane)
{
    char letter = lane_class(lane);
    if (!network_class_may_repeat(letter))
        return;
    for (struct job *job = engine->jobs; job; job = job->next)
        if (job->lane == lane && job->phase == PHASE_QUEUED && job->kind == JOB_SEND) {
            job->record.class_letter = letter;
            job->phase = PHASE_CLAIM;
        }
}

/* The job whose turn it is; NULL where the lane has nothing to do. */
static struct job *head_of(const struct engine *engine, const struct lane *lane)
{
    struct job *job = engine->jobs;
    while (job && (job->lane != lane || !job_is_active(job)))
        job = job->next;
    return job;
}

static void begin_next_job(struct engine *engine, struct lane *lane)
{
    struct job *job = head_of(engine, lane);
    if (!job)
        return;
    switch (job->phase) {
    case PHASE_QUEUED:
        if (job->kind == JOB_LOOK_UP) {
            job_start(engine, job);
            return;
        }
        if (job->kind == JOB_SEND)
            job->record.class_letter = lane_class(lane);
        job->phase = PHASE_CLAIM;
        claim_ahead(engine, lane);
        return;
    case PHASE_READY:
        job_start(engine, job);
        return;
    case PHASE_LOGIN:
        job->phase = PHASE_TALK;
        talk_tell(&job->talk, REPLY_LOGGED_IN);
        return;
    default:
        return;
    }
}

static void advance_login(struct engine *engine, struct lane *lane)
{
    struct step step;
    if (lane->state == LANE_NEW)
        lane_begin(engine, lane);
    if (lane->login.state == TALK_SLEEP && clock_boot_ms() >= lane->login.wake_boot_ms)
        talk_tell(&lane->login, REPLY_WAITED);
    if (lane->state == LANE_LOGIN && talk_advance(engine, &lane->login, &step))
        lane_judge(engine, lane, &step);
}

static void advance_lane(struct engine *engine, struct lane *lane)
{
    if (!head_of(engine, lane))
        return;
    advance_login(engine, lane);
    if (lane->state == LANE_STOPPED)
        stop_lane_jobs(engine, lane);
    else if (lane->state == LANE_READY)
        begin_next_job(engine, lane);
}

/* --- jobs --- */

static void wake(struct engine *engine, struct job *job)
{
    if (clock_boot_ms() < job->wake_boot_ms)
        return;
    if (job->kind == JOB_LOOK_UP)
        job_start(engine, job);
    else
        job_recover(engine, job);
}

static void advance_talk(struct engine *engine, struct job *job)
{
    static const struct step took_too_long = { .kind = STEP_BUSY,
                                               .code = "timeout",
                                               .message = "the network was not ready in time" };
    struct step step;
    int64_t now_ms = clock_boot_ms();
    if (job->talk.state == TALK_SLEEP && now_ms >= job->talk_until_boot_ms) {
        job_judge(engine, job, &took_too_long);
        return;
    }
    if (job->talk.state == TALK_SLEEP && now_ms >= job->talk.wake_boot_ms)
        talk_tell(&job->talk, REPLY_WAITED);
    while (job->phase == PHASE_TALK && talk_advance(engine, &job->talk, &step))
        job_judge(engine, job, &step);
}

static void advance_jobs(struct engine *engine)
{
    for (struct job *job = engine->jobs; job; job = job->next) {
        if (job->phase == PHASE_PAUSE)
            wake(engine, job);
        if (job->phase == PHASE_TALK)
            advance_talk(engine, job);
    }
}

/* --- the ledger --- */

static bool is_busy(const struct engine *engine)
{
    for (const struct job *job = engine->jobs; job; job = job->next)
        if (job->phase == PHASE_TALK && job->is_creating && job->talk.state == TALK_ASK)
            return true;
    for (size_t i = 0; i < engine->lane_count; i++)
        if (engine->lanes[i].state == LANE_LOGIN && head_of(engine, &engine->lanes[i]))
            return true;
    return false;
}

/* One push carries what all accounts have to say, so it waits a little for those that are nearly
 * there; results alone wait longer, for the next claim to take them along. */
static bool is_time_to_flush(struct engine *engine)
{
    bool is_awaited = false;
    bool is_wanted = false;
    for (const struct job *job = engine->jobs; job; job = job->next) {
        is_awaited = is_awaited || writer_is_awaited_by(job);
        is_wanted = is_wanted || writer_is_wanted_by(job);
    }
    if (!is_wanted || engine->failure.kind != ERR_NONE)
        return false;
    int64_t now_ms = clock_boot_ms();
    if (!engine->wants_since_boot_ms)
        engine->wants_since_boot_ms = now_ms;
    int64_t waited_ms = now_ms - engine->wants_since_boot_ms;
    return is_awaited ? !is_busy(engine) || waited_ms >= GATHER_MS : waited_ms >= KEEP_RESULT_MS;
}

/* --- waiting --- */

static void take_answer(struct engine *engine, struct http_answer *answer)
{
    struct talk *talk = answer->owner;
    if (answer->date_utc != NO_TIME)
        talk->lane->skew_s = clock_real_utc() - answer->date_utc;
    if (talk->state != TALK_ASK)
        return; /* given up meanwhile */
    if (answer->is_too_late && talk->job) {
        job_pass_gate(engine, talk->job);
        return;
    }
    talk->reply = answer->reply;
    talk->state = TALK_TELL;
}

static int64_t nearer_ms(int64_t wait_ms, int64_t at_boot_ms, int64_t now_ms)
{
    int64_t left_ms = at_boot_ms > now_ms ? at_boot_ms - now_ms : 0;
    return left_ms < wait_ms ? left_ms : wait_ms;
}

/* Whether a lane can go on at once. */
static bool is_ready(const struct engine *engine, const struct lane *lane)
{
    const struct job *head = head_of(engine, lane);
    if (!head || lane->state == LANE_LOGIN)
        return false;
    return head->phase == PHASE_QUEUED || head->phase == PHASE_READY ||
           head->phase == PHASE_LOGIN ||
           (head->phase == PHASE_TALK && head->talk.state == TALK_TELL);
}

/* How long nothing can happen but an answer. */
static int64_t idle_ms(const struct engine *engine)
{
    int64_t now_ms = clock_boot_ms();
    int64_t wait_ms = WAIT_MS;
    if (engine->is_stopping)
        wait_ms = nearer_ms(wait_ms, engine->stop_by_boot_ms, now_ms);
    for (size_t i = 0; i < engine->lane_count; i++) {
        const struct lane *lane = &engine->lanes[i];
        if (is_ready(engine, lane))
            return 0;
        if (lane->state == LANE_LOGIN && lane->login.state == TALK_SLEEP)
            wait_ms = nearer_ms(wait_ms, lane->login.wake_boot_ms, now_ms);
    }
    size_t active = 0;
    for (const struct job *job = engine->jobs; job; job = job->next) {
        active += job_is_active(job);
        if (job->phase == PHASE_PAUSE)
            wait_ms = nearer_ms(wait_ms, job->wake_boot_ms, now_ms);
        else if (job->phase == PHASE_TALK && job->talk.state == TALK_SLEEP)
            wait_ms = nearer_ms(wait_ms, job->talk.wake_boot_ms, now_ms);
        else if (writer_is_awaited_by(job))
            wait_ms = nearer_ms(wait_ms, engine->wants_since_boot_ms + GATHER_MS, now_ms);
    }
    return active > 0 ? wait_ms : 0;
}

/* --- the end --- */

static void stop(struct engine *engine)
{
    static const struct err interrupted = { .kind = ERR_RETRY, .text = "interrupted" };
    for (struct job *job = engine->jobs; job; job = job->next)
        job_stop(engine, job);
    for (size_t i = 0; i < engine->lane_count; i++)
        if (engine->lanes[i].state == LANE_LOGIN)
            lane_stop(&engine->lanes[i], &interrupted);
}

static void watch_for_the_end(struct engine *engine)
{
    if (process_signal() && !engine->is_stopping) {
        engine->is_stopping = true;
        engine->stop_by_boot_ms = clock_boot_ms() + STOP_MS;
        stop(engine);
    }
    if (engine_watch_clock(engine) != 0 || engine->failure.kind != ERR_NONE)
        stop(engine);
    if (!engine->is_stopping || clock_boot_ms() < engine->stop_by_boot_ms)
        return;
    for (struct job *job = engine->jobs; job; job = job->next)
        if (job->phase == PHASE_TALK)
            job_abandon(engine, job);
}

static bool is_over(struct engine *engine)
{
    size_t over = 0;
    for (const struct job *job = engine->jobs; job; job = job->next)
        over += !job_is_active(job);
    if (engine->progress)
        progress_show(engine->progress, _("sending: %zu of %zu"), over, engine->job_count);
    return over == engine->job_count;
}

void engine_run(struct engine *engine)
{
    while (!is_over(engine)) {
        struct http_answer answer;
        watch_for_the_end(engine);
        for (size_t i = 0; i < engine->lane_count; i++)
            advance_lane(engine, &engine->lanes[i]);
        advance_jobs(engine);
        if (is_time_to_flush(engine))
            writer_flush(engine);
        else if (http_next(engine->http, &answer, idle_ms(engine)))
            take_answer(engine, &answer);
    }
    writer_finish(engine);
}

void engine_log_in(struct engine *engine)
{
    for (;;) {
        struct http_answer answer;
        size_t open = 0;
        for (size_t i = 0; i < engine->lane_count; i++) {
            struct lane *lane = &engine->lanes[i];
            if (!lane->account->network || lane->account->is_manual)
                continue;
            advance_login(engine, lane);
            open += lane->state == LANE_LOGIN;
        }
        if (open == 0 || process_signal())
            return;
        if (http_next(engine->http, &answer, LOGIN_LOOK_MS))
            take_answer(engine, &answer);
    }
}

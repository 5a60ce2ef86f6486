/* The writer: stamps, gathers, pushes. */
#include "publish/writer.h"

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "model/account.h"
#include "model/moment.h"
#include "model/network_class.h"
#include "publish/job.h"
#include "publish/journal.h"
#include "publish/lane.h"
#include "publish/protocol.h"

enum {
    FINISH_MS = 60 * 1000, /* the run's budget for results that can't be pushed */
    FIRST_PAUSE_MS = 1000,
    LINE_BYTES = 16 * 1024,
};

bool writer_is_awaited_by(const struct job *job)
{
    return job->phase == PHASE_CLAIM || job->phase == PHASE_BEGIN || job->phase == PHASE_SAVE;
}

bool writer_is_wanted_by(const struct job *job)
{
    return writer_is_awaited_by(job) ||
           (job->is_dirty && (job->phase == PHASE_RESULT || job->phase == PHASE_PAUSE));
}

static bool part_has_media(const struct job *job, size_t part)
{
    const struct json *one = json_get(job->document, "parts");
    one = one ? one->first : NULL;
    while (one && part-- > 0)
        one = one->next;
    const struct json *media = json_get(one, "media");
    return media && media->count > 0;
}

/* A claim of L, U, N: reserved while pictures go up, else the first part is begun at once. */
static void begin_first_part(struct job *job, const struct attempt_facts *facts)
{
    size_t part = 0;
    while (part < job->record.part_count && job->record.parts[part].state == RECORD_SENT)
        part++;
    if (part < job->record.part_count && !part_has_media(job, part))
        attempt_begin(&job->record, part, facts);
}

static void stamp_claim(struct job *job, const struct attempt_facts *facts)
{
    job->stamped_boot_ms = clock_boot_ms();
    attempt_claim(&job->record, &job->arena, facts);
    if (!network_class_may_repeat(job->record.class_letter))
        begin_first_part(job, facts);
}

/* The create is next. For I, K and D the claim had allowed it, and has become too old: it is made
 * anew, and forgets its time where nothing was sent under it. */
static void stamp_begin(struct job *job, const struct attempt_facts *facts)
{
    job->stamped_boot_ms = clock_boot_ms();
    if (!network_class_may_repeat(job->record.class_letter)) {
        attempt_begin(&job->record, job->talk.driver.part, facts);
        return;
    }
    if (recover_is_resolved(&job->record) && job->record.request_utc == NO_TIME &&
        job->record.state == RECORD_SENDING)
        job->record.state = RECORD_RETRY;
    attempt_claim(&job->record, &job->arena, facts);
}

/* What goes into one push, and the jobs it is of. */
struct batch {
    struct ledger_change *changes;
    struct job **jobs;
    size_t count;
    struct ledger_pin *pins;
    struct lane **lanes;
    size_t pin_count;
};

/* Of claims a push takes so many only: what is claimed must be sent soon. */
static bool is_too_many(const struct job *job, size_t *claims, size_t *idempotent_claims)
{
    if (job->phase != PHASE_CLAIM)
        return false;
    if (network_class_may_repeat(job->record.class_letter))
        return (*idempotent_claims)++ >= PROTOCOL_CLAIM_IDEMPOTENT_MAX;
    return (*claims)++ >= PROTOCOL_CLAIM_MAX;
}

static void gather(struct batch *out, struct engine *engine, struct arena *arena)
{
    const struct attempt_facts facts = engine_facts(engine);
    size_t claims = 0;
    size_t idempotent_claims = 0;
    out->changes = arena_alloc_array(arena, engine->job_count, sizeof *out->changes);
    out->jobs = arena_alloc_array(arena, engine->job_count, sizeof(struct job *));
    for (struct job *job = engine->jobs; job; job = job->next) {
        if (!writer_is_wanted_by(job) || is_too_many(job, &claims, &idempotent_claims))
            continue;
        if (job->phase == PHASE_CLAIM)
            stamp_claim(job, &facts);
        else if (job->phase == PHASE_BEGIN)
            stamp_begin(job, &facts);
        out->changes[out->count] = (struct ledger_change){
            .record = &job->record,
            .payload = job->has_new_payload ? job->payload : NULL,
            .payload_bytes = job->payload_bytes,
            .expected = job->expected,
        };
        out->jobs[out->count++] = job;
    }
    out->pins = arena_alloc_array(arena, engine->lane_count, sizeof *out->pins);
    out->lanes = arena_alloc_array(arena, engine->lane_count, sizeof(struct lane *));
    for (size_t i = 0; i < engine->lane_count; i++) {
        struct lane *lane = &engine->lanes[i];
        if (!lane->has_new_pin)
            continue;
        out->pins[out->pin_count] =
            (struct ledger_pin){ .account = lane->account->id, .identity = lane->session.identity };
        out->lanes[out->pin_count++] = lane;
    }
}

/* The dashboard shows the ledger as it will be, so it is made with the last push of a batch. */
static const char *dashboard(const struct engine *engine, struct arena *arena,
                             const struct batch *batch)
{
    struct ledger shown = engine->journal->ledger;
    for (const struct job *job = engine->jobs; job; job = job->next)
        if (job_is_active(job))
            return NULL;
    struct record *records =
        arena_alloc_array(arena, shown.record_count + batch->count, sizeof *records);
    for (size_t i = 0; i < shown.record_count; i++)
        records[i] = shown.records[i];
    shown.records = records;
    size_t known = shown.record_count;
    for (size_t i = 0; i < batch->count; i++) {
        const struct record *written = batch->changes[i].record;
        size_t at = 0;
        while (at < known && !(text_equal(records[at].post, written->post) &&
                               text_equal(records[at].account, written->account)))
            at++;
        records[at < known ? at : shown.record_count++] = *written;
    }
    return ledger_dashboard(arena, &shown, engine->coming, engine->coming_count,
                            clock_now_utc(&engine->clock));
}

static void fail(struct engine *engine, const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct job *job = batch->jobs[i];
        if (writer_is_awaited_by(job))
            job_give_up(engine, job, "the ledger could not be written before it was sent");
    }
}

static void confirm(struct engine *engine, const struct batch *batch)
{
    int64_t now_ms = clock_boot_ms();
    for (size_t i = 0; i < batch->pin_count; i++)
        batch->lanes[i]->has_new_pin = false;
    for (size_t i = 0; i < batch->count; i++) {
        struct job *job = batch->jobs[i];
        if (batch->changes[i].is_lost) {
            job_lost(job);
            continue;
        }
        if (job->phase == PHASE_CLAIM || job->phase == PHASE_BEGIN) {
            job->is_claimed = true;
            job->confirmed_boot_ms = now_ms;
        }
        if (!job->expected)
            job->expected = arena_alloc(&job->arena, sizeof *job->expected);
        *job->expected = record_copy(&job->arena, &job->record);
        job->has_new_payload = false;
    }
    for (size_t i = 0; i < batch->count; i++)
        if (!batch->changes[i].is_lost)
            job_written(engine, batch->jobs[i]);
}

void writer_flush(struct engine *engine)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct batch batch = { 0 };
    struct err err = { 0 };
    gather(&batch, engine, &arena);
    engine->wants_since_boot_ms = 0;
    if (batch.count == 0 && batch.pin_count == 0)
        return;
    struct ledger_update update = {
        .changes = batch.changes,
        .change_count = batch.count,
        .pins = batch.pins,
        .pin_count = batch.pin_count,
        .birth_utc = engine->journal->ledger.birth_utc == NO_TIME ? engine->birth_utc : NO_TIME,
        .run = engine->run,
        .now_utc = clock_now_utc(&engine->clock),
        .dashboard = dashboard(engine, &arena, &batch),
    };
    if (journal_write(engine->journal, &update, &err) != 0) {
        engine->failure = err;
        fail(engine, &batch);
        return;
    }
    confirm(engine, &batch);
}

static bool has_results(const struct engine *engine)
{
    for (const struct job *job = engine->jobs; job; job = job->next)
        if (job->phase == PHASE_RESULT && job->is_dirty)
            return true;
    return false;
}

/* For machines and people alike: what happened, and is not written anywhere else. */
static void print_unrecorded(struct engine *engine, const struct job *job)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer line = text_buffer_in(&arena, LINE_BYTES);
    struct json_writer json = json_writer_to(&line, JSON_COMPACT);
    const struct record *record = &job->record;
    json_begin_object(&json, NULL);
    json_put_string(&json, "unrecorded", record_state_name(record->state));
    json_put_string(&json, "post", record->post);
    json_put_string(&json, "account", record->account);
    json_put_integer(&json, "attempt", record->attempt);
    json_begin_array(&json, "parts");
    for (size_t i = 0; i < record->part_count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "state", record_state_name(record->parts[i].state));
        json_put_string(&json, "id", record->parts[i].id);
        json_put_string(&json, "url", record->parts[i].url);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    output_printf(engine->log, "%s\n", text_end(&line));
}

void writer_finish(struct engine *engine)
{
    int64_t until_ms = clock_boot_ms() + FINISH_MS;
    int64_t pause_ms = FIRST_PAUSE_MS;
    struct err first = engine->failure;
    while (has_results(engine) && engine->failure.kind != ERR_SYSTEM) {
        engine->failure = (struct err){ 0 };
        writer_flush(engine);
        if (engine->failure.kind == ERR_NONE || engine->is_stopping ||
            clock_boot_ms() + pause_ms > until_ms)
            break;
        process_sleep_ms(pause_ms);
        pause_ms *= 2;
    }
    if (engine->failure.kind == ERR_NONE)
        engine->failure = first;
    for (const struct job *job = engine->jobs; job; job = job->next)
        if (job->phase == PHASE_RESULT && job->is_dirty)
            print_unrecorded(engine, job);
}

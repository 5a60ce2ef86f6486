/* Attempts: from one state of a record to the next. */
#include "publish/attempt.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "io/secret.h"
#include "lib/hash.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/network_class.h"
#include "model/record.h"
#include "publish/protocol.h"

enum {
    NONCE_BYTES = 16,
    WORDS_BYTES = 500, /* of a network's answer: enough to understand it */
    MAX_RETRY_S = 24 * 60 * 60,
};

/* A network's words for a record: no secret in them, nothing that a terminal obeys, no novel. */
static const char *tame(struct arena *arena, const char *text)
{
    if (!text)
        return NULL;
    const char *struck = secret_strike(arena, text);
    const char *visible = unicode_visible(arena, struck, strlen(struck), false);
    size_t bytes = strlen(visible);
    if (bytes > WORDS_BYTES)
        bytes = utf8_valid_bytes(visible, WORDS_BYTES);
    return arena_strndup(arena, visible, bytes);
}

static const struct record_part *find_part(const struct record *record, const char *key)
{
    for (size_t i = 0; i < record->part_count; i++)
        if (text_equal(record->parts[i].key, key))
            return &record->parts[i];
    return NULL;
}

int attempt_take_parts(struct record *record, struct arena *arena, const struct json *payload)
{
    const struct json *list = json_get(payload, "parts");
    if (!list || list->kind != JSON_ARRAY || list->count == 0)
        return -1;
    struct record_part *parts = arena_alloc_array(arena, list->count, sizeof *parts);
    size_t count = 0;
    for (const struct json *one = list->first; one; one = one->next) {
        const char *key = json_get_string(one, "key");
        const struct record_part *known = key ? find_part(record, key) : NULL;
        if (!key)
            return -1;
        parts[count++] = known ? *known
                               : (struct record_part){ .key = arena_strdup(arena, key),
                                                       .first_try_utc = NO_TIME };
    }
    record->parts = parts;
    record->part_count = count;
    return 0;
}

void attempt_forget_slots(struct record *record)
{
    for (size_t i = 0; i < record->part_count; i++) {
        if (record->parts[i].state == RECORD_SENT)
            continue;
        record->parts[i].slots = NULL;
        record->parts[i].slot_count = 0;
    }
}

static const char *make_nonce(struct arena *arena)
{
    unsigned char random[NONCE_BYTES];
    process_random(random, sizeof random);
    return hash_hex(arena, random, sizeof random);
}

static bool is_in_flight(const struct record *record)
{
    return record->state == RECORD_SENDING || record->state == RECORD_PREPARED;
}

static void forget_trouble(struct record *record)
{
    record->error_code = record->error_message = record->remedy = NULL;
    record->http_status = 0;
    record->request_sent_bytes = -1;
    record->lookup = NULL;
    record->lookup_utc = NO_TIME;
    record->retry_after_utc = NO_TIME;
}

void attempt_claim(struct record *record, struct arena *arena, const struct attempt_facts *facts)
{
    bool was_in_flight = is_in_flight(record);
    bool sends_at_once = record->class_letter == 'I' || record->class_letter == 'K';
    record->request_utc = was_in_flight ? recover_last_request_utc(record) : NO_TIME;
    record->attempt++;
    record->run = facts->run;
    record->owner = (struct claim_owner){
        .nonce = make_nonce(arena),
        .boot = facts->self.boot,
        .pid = facts->self.pid,
        .started = facts->self.started,
    };
    record->claimed_utc = facts->clocks.now_utc;
    record->clock_offset_s = facts->clocks.now_utc - facts->clocks.real_utc;
    forget_trouble(record);
    for (size_t i = 0; i < record->part_count; i++) {
        struct record_part *part = &record->parts[i];
        if (part->state == RECORD_SENT)
            continue;
        if (!was_in_flight)
            part->first_try_utc = NO_TIME;
        if (sends_at_once && part->first_try_utc == NO_TIME)
            part->first_try_utc = facts->clocks.now_utc;
        if (sends_at_once)
            part->state = RECORD_SENDING;
        else if (record->state != RECORD_PREPARED)
            part->state = RECORD_NONE;
    }
    if (sends_at_once)
        record->state = RECORD_SENDING;
    else if (record->state != RECORD_PREPARED)
        record->state = RECORD_RESERVED;
}

void attempt_begin(struct record *record, size_t part, const struct attempt_facts *facts)
{
    record->claimed_utc = facts->clocks.now_utc;
    record->parts[part].state = RECORD_SENDING;
    record->parts[part].first_try_utc = facts->clocks.now_utc;
    record->state = RECORD_SENDING;
}

void attempt_prepare(struct record *record, size_t part)
{
    if (record->parts[part].first_try_utc == NO_TIME)
        record->parts[part].first_try_utc = record->claimed_utc;
    record->parts[part].state = RECORD_PREPARED;
    record->state = RECORD_PREPARED;
}

bool attempt_is_begun(const struct record *record, size_t part)
{
    if (part >= record->part_count)
        return false;
    if (record->class_letter == 'D')
        return record->state == RECORD_PREPARED && record->parts[part].state == RECORD_PREPARED;
    return record->state == RECORD_SENDING && record->parts[part].state == RECORD_SENDING;
}

int64_t attempt_start_limit_ms(const struct record *record)
{
    bool may_repeat = network_class_may_repeat(record->class_letter);
    return (may_repeat ? PROTOCOL_START_IDEMPOTENT_S : PROTOCOL_START_S) * INT64_C(1000);
}

void attempt_sent(struct record *record, const struct attempt_facts *facts)
{
    forget_trouble(record);
    record->request_utc = NO_TIME;
    record->state = RECORD_SENT;
    record->sent_utc = facts->clocks.now_utc;
}

/* The first part that is not sent, and those behind it, which nobody has touched then. */
static void settle_parts(struct record *record, enum record_state state)
{
    bool is_first = true;
    for (size_t i = 0; i < record->part_count; i++) {
        struct record_part *part = &record->parts[i];
        if (part->state == RECORD_SENT)
            continue;
        part->state = is_first ? state : RECORD_NONE;
        part->first_try_utc = NO_TIME;
        is_first = false;
    }
    record->state = state;
}

static void note(struct record *record, struct arena *arena, const struct step *verdict)
{
    record->error_code = tame(arena, verdict->code);
    record->error_message = tame(arena, verdict->message);
    record->remedy = tame(arena, verdict->remedy);
}

/* When the network wants to hear from us again. */
static void wait_as_told(struct record *record, const struct step *verdict,
                         const struct attempt_facts *facts)
{
    int64_t wait_s = (verdict->wait_ms + 999) / 1000;
    bool is_told = verdict->kind == STEP_BUSY && wait_s > 0;
    if (wait_s > MAX_RETRY_S)
        wait_s = MAX_RETRY_S;
    record->retry_after_utc = is_told ? facts->clocks.now_utc + wait_s : NO_TIME;
}

void attempt_put_off(struct record *record, struct arena *arena, const struct step *verdict,
                     const struct attempt_facts *facts)
{
    note(record, arena, verdict);
    wait_as_told(record, verdict, facts);
}

bool attempt_refused(struct record *record, struct arena *arena, const struct step *verdict,
                     const struct attempt_facts *facts)
{
    note(record, arena, verdict);
    bool settles = verdict->kind == STEP_REFUSED ? recover_is_conclusive(record, &facts->clocks)
                                                 : recover_is_resolved(record);
    wait_as_told(record, verdict, facts);
    if (!settles)
        return false;
    settle_parts(record, verdict->kind == STEP_REFUSED ? RECORD_FAILED : RECORD_RETRY);
    record->request_utc = NO_TIME;
    return true;
}

void attempt_unclear(struct record *record, struct arena *arena, const struct step *verdict,
                     const struct attempt_request *request)
{
    note(record, arena, verdict);
    record->request_utc = request->begun_utc;
    record->request_sent_bytes = request->sent_bytes;
    record->http_status = request->http_status;
}

bool attempt_give_up(struct record *record, struct arena *arena, const char *why,
                     const struct attempt_facts *facts)
{
    const struct step verdict = { .kind = STEP_BUSY, .code = "not-sent", .message = why };
    return attempt_refused(record, arena, &verdict, facts);
}

void attempt_looked(struct record *record, struct arena *arena, const char *found,
                    const struct attempt_facts *facts)
{
    record->lookup = tame(arena, found);
    record->lookup_utc = facts->clocks.now_utc;
}

void attempt_absent(struct record *record, struct arena *arena, const struct attempt_facts *facts)
{
    attempt_looked(record, arena, "looked twice, and it is not there", facts);
    settle_parts(record, RECORD_RETRY);
    record->request_utc = NO_TIME;
    record->retry_after_utc = NO_TIME;
}

void attempt_go_on(struct record *record)
{
    const char *lookup = record->lookup;
    int64_t lookup_utc = record->lookup_utc;
    forget_trouble(record);
    record->lookup = lookup;
    record->lookup_utc = lookup_utc;
    record->request_utc = NO_TIME;
    settle_parts(record, RECORD_RETRY);
}

void attempt_uncertain(struct record *record, struct arena *arena, const char *reason)
{
    struct record_part *part = recover_part(record);
    if (!record->error_message)
        record->error_message = tame(arena, reason);
    if (!record->lookup)
        record->lookup = tame(arena, reason);
    record->remedy = arena_printf(
        arena,
        "look at the account; if it is there: pregon resolve %s %s --sent ADDRESS; if it is not: "
        "pregon resolve %s %s --retry",
        record->post, record->account, record->post, record->account);
    if (part)
        part->state = RECORD_UNCERTAIN;
    record->state = RECORD_UNCERTAIN;
}

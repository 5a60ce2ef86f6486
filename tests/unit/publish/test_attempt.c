#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/secret.h"
#include "lib/json.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/record.h"
#include "publish/attempt.h"

enum { NOW = 2000000000 };

static const struct attempt_facts facts = {
    .clocks = { .now_utc = NOW, .real_utc = NOW - 60 },
    .run = "host-7",
    .self = { .boot = "boot", .pid = 7, .started = "99" },
};

static const char payload[] = "{\"parts\": [{\"key\": \"one\"}, {\"key\": \"two\"}]}";

static struct record begin(struct arena *arena, char letter)
{
    struct err err = { 0 };
    const struct json *document = NULL;
    struct record record = { .post = "a",
                             .account = "b",
                             .class_letter = letter,
                             .request_utc = NO_TIME,
                             .retry_after_utc = NO_TIME,
                             .lookup_utc = NO_TIME };
    assert_int_equal(json_parse(&document, arena, payload, strlen(payload), &err), 0);
    assert_int_equal(attempt_take_parts(&record, arena, document), 0);
    assert_int_equal(record.part_count, 2);
    return record;
}

TEST(a_claim_is_the_next_attempt_under_a_new_nonce)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = begin(&arena, 'I');
    attempt_claim(&record, &arena, &facts);
    assert_int_equal(record.attempt, 1);
    assert_int_equal(strlen(record.owner.nonce), 32);
    assert_string_equal(record.owner.boot, "boot");
    assert_int_equal(record.claimed_utc, NOW);
    assert_int_equal(record.clock_offset_s, 60);
    const char *nonce = record.owner.nonce;
    attempt_claim(&record, &arena, &facts);
    assert_int_equal(record.attempt, 2);
    assert_string_not_equal(record.owner.nonce, nonce);
}

TEST(a_prepared_part_may_be_published_and_its_claim_stays_prepared)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = begin(&arena, 'D');
    attempt_claim(&record, &arena, &facts);
    assert_int_equal(record.state, RECORD_RESERVED);
    assert_false(attempt_is_begun(&record, 0));
    attempt_prepare(&record, 0);
    assert_int_equal(record.state, RECORD_PREPARED);
    assert_true(attempt_is_begun(&record, 0));
    assert_false(attempt_is_begun(&record, 1));
    assert_int_equal(record.parts[0].first_try_utc, NOW);
    attempt_claim(&record, &arena, &facts);
    assert_int_equal(record.state, RECORD_PREPARED);
    assert_true(attempt_is_begun(&record, 0));
}

TEST(a_new_content_keeps_the_slots_of_sent_parts_alone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = begin(&arena, 'K');
    struct slot slots[] = { { "media-1", "12" } };
    for (size_t i = 0; i < 2; i++) {
        record.parts[i].slots = slots;
        record.parts[i].slot_count = 1;
    }
    record.parts[0].state = RECORD_SENT;
    attempt_forget_slots(&record);
    assert_string_equal(record_slot(&record.parts[0], "media-1"), "12");
    assert_null(record_slot(&record.parts[1], "media-1"));
}

TEST(a_claim_opens_all_parts_of_class_i_and_k_and_none_of_the_others)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (const char *letter = "IKDLUN"; *letter; letter++) {
        struct record record = begin(&arena, *letter);
        bool opens = *letter == 'I' || *letter == 'K';
        attempt_claim(&record, &arena, &facts);
        assert_int_equal(record.state, opens ? RECORD_SENDING : RECORD_RESERVED);
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(attempt_is_begun(&record, i), opens);
            assert_true(record.parts[i].first_try_utc == (opens ? NOW : NO_TIME));
        }
        assert_false(attempt_is_begun(&record, 2));
    }
}

TEST(parts_of_the_other_classes_are_opened_one_by_one)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = begin(&arena, 'L');
    attempt_claim(&record, &arena, &facts);
    attempt_begin(&record, 0, &facts);
    assert_int_equal(record.state, RECORD_SENDING);
    assert_true(attempt_is_begun(&record, 0));
    assert_false(attempt_is_begun(&record, 1));
    assert_int_equal(attempt_start_limit_ms(&record), 60 * 1000);
    record.class_letter = 'I';
    assert_int_equal(attempt_start_limit_ms(&record), 600 * 1000);
}

TEST(a_refusal_fails_and_a_busy_network_is_tried_again)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct step refused = {
        .kind = STEP_REFUSED, .code = "422", .message = "too long", .remedy = "shorten it"
    };
    const struct step busy = { .kind = STEP_BUSY, .code = "429", .wait_ms = 61500 };
    const struct step days = { .kind = STEP_BUSY, .wait_ms = INT64_C(100) * 3600 * 1000 };
    struct record record = begin(&arena, 'I');
    attempt_claim(&record, &arena, &facts);
    assert_true(attempt_refused(&record, &arena, &refused, &facts));
    assert_int_equal(record.state, RECORD_FAILED);
    assert_string_equal(record.error_message, "too long");
    assert_int_equal(record.parts[0].state, RECORD_FAILED);
    assert_int_equal(record.parts[1].state, RECORD_NONE);
    attempt_claim(&record, &arena, &facts);
    assert_null(record.error_message);
    assert_true(attempt_refused(&record, &arena, &busy, &facts));
    assert_int_equal(record.state, RECORD_RETRY);
    assert_int_equal(record.retry_after_utc, NOW + 62);
    assert_true(record.parts[0].first_try_utc == NO_TIME);
    attempt_claim(&record, &arena, &facts);
    assert_true(attempt_refused(&record, &arena, &days, &facts));
    assert_int_equal(record.retry_after_utc, NOW + 24 * 3600);
}

TEST(a_refusal_says_nothing_about_an_unclear_request_of_the_same_attempt)
{
    static const struct step verdicts[] = {
        { .kind = STEP_REFUSED, .code = "403", .message = "no" },
        { .kind = STEP_AUTH, .code = "401", .message = "who?" },
        { .kind = STEP_BUSY, .code = "429", .message = "later", .wait_ms = 60000 },
    };
    const struct step lost = { .kind = STEP_UNKNOWN, .code = "lost", .message = "no answer" };
    const struct attempt_request request = { .begun_utc = NOW, .sent_bytes = 900 };
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct record record = begin(&arena, 'K');
        attempt_claim(&record, &arena, &facts);
        attempt_unclear(&record, &arena, &lost, &request);
        assert_false(attempt_refused(&record, &arena, &verdicts[i], &facts));
        assert_int_equal(record.state, RECORD_SENDING);
        assert_int_equal(record.request_utc, NOW);
        assert_int_equal(record.retry_after_utc, i == 2 ? NOW + 60 : NO_TIME);
    }
}

TEST(a_part_that_is_sent_stays_sent)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct step busy = { .kind = STEP_BUSY };
    struct record record = begin(&arena, 'I');
    attempt_claim(&record, &arena, &facts);
    record.parts[0].state = RECORD_SENT;
    record.parts[0].id = "id";
    assert_true(attempt_refused(&record, &arena, &busy, &facts));
    assert_int_equal(record.state, RECORD_RETRY);
    assert_int_equal(record.parts[0].state, RECORD_SENT);
    assert_int_equal(record.parts[1].state, RECORD_RETRY);
    attempt_claim(&record, &arena, &facts);
    assert_int_equal(record.parts[0].state, RECORD_SENT);
    assert_int_equal(record.parts[1].state, RECORD_SENDING);
    assert_true(record.retry_after_utc == NO_TIME);
}

/* Attempt 1 went unclear; whatever becomes of attempt 2 says nothing about it. */
TEST(an_unclear_attempt_is_remembered_by_the_next)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct attempt_facts later = facts;
    later.clocks.now_utc += 300;
    later.clocks.real_utc += 300;
    const struct step refused = { .kind = STEP_REFUSED, .message = "no" };
    const struct step lost = { .kind = STEP_UNKNOWN, .message = "reset" };
    const struct attempt_request request = { .begun_utc = NOW + 5,
                                             .sent_bytes = 120,
                                             .http_status = 502 };
    struct record record = begin(&arena, 'K');
    attempt_claim(&record, &arena, &facts);
    attempt_unclear(&record, &arena, &lost, &request);
    assert_int_equal(record.state, RECORD_SENDING);
    assert_int_equal(record.request_utc, NOW + 5);
    assert_int_equal(record.request_sent_bytes, 120);
    assert_int_equal(record.http_status, 502);
    attempt_claim(&record, &arena, &later);
    assert_int_equal(record.attempt, 2);
    assert_int_equal(record.parts[0].first_try_utc, NOW);
    assert_true(record.request_utc >= NOW + 5);
    assert_false(attempt_refused(&record, &arena, &refused, &later));
    assert_int_equal(record.state, RECORD_SENDING);
    assert_string_equal(record.error_message, "no");
    assert_false(attempt_give_up(&record, &arena, "held", &later));
    assert_int_equal(record.state, RECORD_SENDING);
    attempt_absent(&record, &arena, &later);
    assert_int_equal(record.state, RECORD_RETRY);
    assert_true(record.request_utc == NO_TIME);
    attempt_claim(&record, &arena, &later);
    assert_true(attempt_refused(&record, &arena, &refused, &later));
    assert_int_equal(record.state, RECORD_FAILED);
}

TEST(what_is_given_up_unsent_is_tried_again)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = begin(&arena, 'L');
    attempt_claim(&record, &arena, &facts);
    assert_true(attempt_give_up(&record, &arena, "held before it was sent", &facts));
    assert_int_equal(record.state, RECORD_RETRY);
    assert_true(record.retry_after_utc == NO_TIME);
}

TEST(an_uncertain_record_says_what_is_known_and_how_to_settle_it)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct step lost = { .kind = STEP_UNKNOWN,
                               .code = "lost",
                               .message = "connection reset" };
    const struct attempt_request request = { .begun_utc = NOW, .sent_bytes = 7 };
    struct record record = begin(&arena, 'N');
    attempt_claim(&record, &arena, &facts);
    attempt_begin(&record, 0, &facts);
    attempt_unclear(&record, &arena, &lost, &request);
    attempt_uncertain(&record, &arena, "nobody can look");
    assert_int_equal(record.state, RECORD_UNCERTAIN);
    assert_int_equal(record.parts[0].state, RECORD_UNCERTAIN);
    assert_int_equal(record.request_utc, NOW);
    assert_string_equal(record.error_message, "connection reset");
    assert_string_equal(record.lookup, "nobody can look");
    assert_non_null(strstr(record.remedy, "pregon resolve a b --sent"));
}

TEST(a_records_words_hold_no_secret_and_no_control_character)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char novel[2000];
    memset(novel, 'x', sizeof novel - 1);
    novel[sizeof novel - 1] = '\0';
    secret_learn("canary-in-an-error");
    const struct step echo = { .kind = STEP_REFUSED,
                               .code = "a\nb",
                               .message = "bad token canary-in-an-error\033[2J",
                               .remedy = novel };
    struct record record = begin(&arena, 'I');
    attempt_claim(&record, &arena, &facts);
    assert_true(attempt_refused(&record, &arena, &echo, &facts));
    assert_null(strstr(record.error_message, "canary"));
    assert_null(strchr(record.error_message, '\033'));
    assert_null(strchr(record.error_code, '\n'));
    assert_true(strlen(record.remedy) <= 500);
}

TEST(parts_keep_what_is_known_of_them_when_the_payload_is_read_again)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    const struct json *document = NULL;
    static const char other[] = "{\"parts\": [{\"key\": \"two\"}, {\"key\": \"three\"}]}";
    static const char *const broken[] = { "{}", "{\"parts\": []}", "{\"parts\": [{}]}",
                                          "{\"parts\": 1}" };
    struct record record = begin(&arena, 'I');
    record.parts[1].id = "known";
    assert_int_equal(json_parse(&document, &arena, other, strlen(other), &err), 0);
    assert_int_equal(attempt_take_parts(&record, &arena, document), 0);
    assert_string_equal(record.parts[0].id, "known");
    assert_null(record.parts[1].id);
    assert_string_equal(record.parts[1].key, "three");
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        assert_int_equal(json_parse(&document, &arena, broken[i], strlen(broken[i]), &err), 0);
        assert_int_equal(attempt_take_parts(&record, &arena, document), -1);
        assert_int_equal(record.part_count, 2);
    }
}

TEST(a_draft_made_anew_keeps_when_the_first_was_tried)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct attempt_facts later = facts;
    later.clocks.now_utc += 90000;
    struct record record = begin(&arena, 'D');
    attempt_claim(&record, &arena, &facts);
    attempt_prepare(&record, 0);
    attempt_claim(&record, &arena, &later);
    attempt_prepare(&record, 0); /* the network had dropped the first one */
    assert_int_equal(record.claimed_utc, NOW + 90000);
    assert_int_equal(record.parts[0].first_try_utc, NOW);
    assert_int_equal(record.parts[0].state, RECORD_PREPARED);
}

TEST(an_uncertain_record_leaves_sent_parts_sent)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = begin(&arena, 'N');
    record.parts[0].state = record.parts[1].state = RECORD_SENT;
    record.state = RECORD_SENDING; /* somebody edited it */
    attempt_uncertain(&record, &arena, "the record contradicts itself");
    assert_int_equal(record.state, RECORD_UNCERTAIN);
    assert_int_equal(record.parts[0].state, RECORD_SENT);
    assert_int_equal(record.parts[1].state, RECORD_SENT);
    assert_string_equal(record.error_message, "the record contradicts itself");
}

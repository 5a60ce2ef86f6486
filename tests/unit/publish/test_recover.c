#include "../test.h"

#include <stdbool.h>

#include "model/moment.h"
#include "model/record.h"
#include "publish/protocol.h"
#include "publish/recover.h"

enum { NOW = 2000000000, NONE = -1, WINDOW = 3600 };
enum owner { OTHER, GONE, OWN };

/* One row of the table: a record of so many seconds ago, and what is to be done with it. */
struct row {
    char class_letter;
    enum record_state state;
    enum owner owner;
    int64_t claimed_s; /* ago */
    int64_t request_s; /* ago, NONE: not recorded */
    int64_t first_s;   /* ago, NONE: with the claim */
    bool can_not_look_up;
    enum recovery_kind kind;
    int64_t wait_s;
};

static struct recovery decide(const struct row *row)
{
    int64_t claimed_utc = NOW - row->claimed_s;
    struct record_part part = {
        .state = row->state,
        .first_try_utc = row->first_s == NONE ? claimed_utc : NOW - row->first_s,
    };
    const struct record record = {
        .class_letter = row->class_letter,
        .state = row->state,
        .claimed_utc = claimed_utc,
        .request_utc = row->request_s == NONE ? NO_TIME : NOW - row->request_s,
        .parts = &part,
        .part_count = 1,
    };
    const struct recovery_facts facts = {
        .now_utc = NOW,
        .real_utc = NOW,
        .is_own = row->owner == OWN,
        .is_owner_gone = row->owner == GONE,
        .can_look_up = !row->can_not_look_up,
        .key_window_s = WINDOW,
    };
    return recover(&record, &facts);
}

static void expect(const struct row *row)
{
    struct recovery recovery = decide(row);
    if (recovery.kind != row->kind)
        fail_msg("class %c, state %d, owner %d, claimed %d s ago: %d instead of %d",
                 row->class_letter, (int)row->state, (int)row->owner, (int)row->claimed_s,
                 (int)recovery.kind, (int)row->kind);
    if (row->kind == RECOVERY_WAIT)
        assert_int_equal(recovery.at_utc, NOW + row->wait_s);
    if (row->kind == RECOVERY_UNCERTAIN)
        assert_non_null(recovery.reason);
    if (row->kind == RECOVERY_REPEAT)
        assert_int_equal(recovery.looks_first, row->class_letter == 'K' && !row->can_not_look_up);
}

#define ROWS(name, ...)                                                                            \
    const struct row name[] = { __VA_ARGS__ };                                                     \
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)                                        \
    expect(&name[i])

TEST(what_is_settled_or_never_begun_is_not_recovered)
{
    static const enum record_state states[] = { RECORD_NONE,   RECORD_PINNED, RECORD_RETRY,
                                                RECORD_FAILED, RECORD_SENT,   RECORD_UNCERTAIN,
                                                RECORD_MISSED, RECORD_SKIPPED };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        for (const char *letter = "IDKLUN"; *letter; letter++)
            for (enum owner owner = OTHER; owner <= OWN; owner++)
                expect(&(struct row){ *letter, states[i], owner, 10 * PROTOCOL_LEASE_S, NONE, NONE,
                                      false, RECOVERY_NONE, 0 });
}

TEST(a_reservation_is_claimed_anew_when_its_lease_is_over_or_its_owner_gone)
{
    for (const char *letter = "DKLUN"; *letter; letter++) {
        ROWS(rows, { *letter, RECORD_RESERVED, OTHER, 1799, NONE, NONE, false, RECOVERY_WAIT, 1 },
             { *letter, RECORD_RESERVED, OTHER, 1800, NONE, NONE, false, RECOVERY_CLAIM, 0 },
             { *letter, RECORD_RESERVED, GONE, 0, NONE, NONE, false, RECOVERY_CLAIM, 0 },
             { *letter, RECORD_RESERVED, OWN, 0, NONE, NONE, false, RECOVERY_CLAIM, 0 });
    }
}

TEST(class_i_is_repeated_at_once_or_after_two_minutes)
{
    ROWS(rows, { 'I', RECORD_SENDING, OTHER, 0, NONE, NONE, false, RECOVERY_WAIT, 120 },
         { 'I', RECORD_SENDING, OTHER, 119, NONE, NONE, false, RECOVERY_WAIT, 1 },
         { 'I', RECORD_SENDING, OTHER, 120, NONE, NONE, false, RECOVERY_REPEAT, 0 },
         { 'I', RECORD_SENDING, GONE, 0, NONE, NONE, false, RECOVERY_REPEAT, 0 },
         { 'I', RECORD_SENDING, OWN, 0, 0, NONE, false, RECOVERY_REPEAT, 0 },
         { 'I', RECORD_SENDING, OTHER, 40000000, 40000000, NONE, true, RECOVERY_REPEAT, 0 });
}

TEST(class_d_publishes_the_recorded_id_again)
{
    ROWS(rows, { 'D', RECORD_PREPARED, OTHER, 1799, NONE, NONE, false, RECOVERY_WAIT, 1 },
         { 'D', RECORD_PREPARED, OTHER, 1800, NONE, NONE, false, RECOVERY_REPEAT, 0 },
         { 'D', RECORD_PREPARED, GONE, 0, NONE, NONE, false, RECOVERY_REPEAT, 0 },
         { 'D', RECORD_PREPARED, OWN, 1, 1, NONE, false, RECOVERY_REPEAT, 0 });
}

/* 3600 s less 45 for the call, 900 until it has landed and 120 for the clocks: before 2535 s. */
TEST(class_k_is_repeated_while_the_key_is_remembered)
{
    ROWS(rows, { 'K', RECORD_SENDING, OTHER, 1799, NONE, NONE, false, RECOVERY_WAIT, 1 },
         { 'K', RECORD_SENDING, OTHER, 1800, NONE, NONE, false, RECOVERY_REPEAT, 0 },
         { 'K', RECORD_SENDING, OTHER, 2534, NONE, NONE, false, RECOVERY_REPEAT, 0 },
         { 'K', RECORD_SENDING, OTHER, 2535, NONE, NONE, false, RECOVERY_LOOK_UP, 0 },
         { 'K', RECORD_SENDING, OTHER, 2535, NONE, NONE, true, RECOVERY_UNCERTAIN, 0 },
         { 'K', RECORD_SENDING, OTHER, 2534, NONE, NONE, true, RECOVERY_REPEAT, 0 },
         { 'K', RECORD_SENDING, GONE, 0, NONE, NONE, false, RECOVERY_REPEAT, 0 });
}

TEST(class_k_waits_for_its_own_lost_request_before_it_repeats)
{
    ROWS(rows, { 'K', RECORD_SENDING, OWN, 10, 0, NONE, false, RECOVERY_WAIT, 120 },
         { 'K', RECORD_SENDING, OWN, 130, 119, NONE, false, RECOVERY_WAIT, 1 },
         { 'K', RECORD_SENDING, OWN, 130, 120, NONE, false, RECOVERY_REPEAT, 0 });
}

/* The window runs from the first attempt of all, the quiet from the last. */
TEST(class_k_counts_its_window_from_the_first_attempt)
{
    ROWS(rows, { 'K', RECORD_SENDING, OTHER, 1800, NONE, 2534, false, RECOVERY_REPEAT, 0 },
         { 'K', RECORD_SENDING, OTHER, 1800, NONE, 2535, false, RECOVERY_LOOK_UP, 0 },
         { 'K', RECORD_SENDING, GONE, 100, NONE, 2535, false, RECOVERY_WAIT,
           120 + 600 + 45 + 900 - 100 },
         { 'K', RECORD_SENDING, OWN, 100, 50, 2535, false, RECOVERY_WAIT,
           120 + 600 + 45 + 900 - 100 });
}

/* A create begins before that: 45 s for it, 900 s until it has landed, 120 s between two clocks. */
TEST(class_k_knows_how_long_its_key_is_remembered)
{
    struct record_part part = { .state = RECORD_SENDING, .first_try_utc = NOW - 3000 };
    const struct record record = { .class_letter = 'K',
                                   .state = RECORD_SENDING,
                                   .claimed_utc = NOW - 10,
                                   .parts = &part,
                                   .part_count = 1 };
    const struct recovery_facts facts = { .now_utc = NOW, .real_utc = NOW, .key_window_s = WINDOW };
    assert_int_equal(recover_key_left_s(&record, &facts), 600 - 1065);
    part.first_try_utc = NO_TIME;
    assert_int_equal(recover_key_left_s(&record, &facts), 3600 - 10 - 1065);
}

/* Claimed, at most 120 s to confirm it, 60 s to begin, 45 s to write, then 900 s of quiet. */
TEST(classes_l_and_u_look_up_after_the_quiet)
{
    for (const char *letter = "LU"; *letter; letter++) {
        ROWS(rows, { *letter, RECORD_SENDING, OTHER, 1799, NONE, NONE, false, RECOVERY_WAIT, 1 },
             { *letter, RECORD_SENDING, OTHER, 1799, 1799, NONE, false, RECOVERY_WAIT, 1 },
             { *letter, RECORD_SENDING, OTHER, 1800, NONE, NONE, false, RECOVERY_LOOK_UP, 0 },
             { *letter, RECORD_SENDING, GONE, 0, NONE, NONE, false, RECOVERY_WAIT, 1125 },
             { *letter, RECORD_SENDING, GONE, 1124, NONE, NONE, false, RECOVERY_WAIT, 1 },
             { *letter, RECORD_SENDING, GONE, 1125, NONE, NONE, false, RECOVERY_LOOK_UP, 0 },
             { *letter, RECORD_SENDING, GONE, 950, 944, NONE, false, RECOVERY_WAIT, 1 },
             { *letter, RECORD_SENDING, GONE, 950, 945, NONE, false, RECOVERY_LOOK_UP, 0 },
             { *letter, RECORD_SENDING, OWN, 950, 945, NONE, false, RECOVERY_LOOK_UP, 0 },
             { *letter, RECORD_SENDING, OWN, 1, 0, NONE, false, RECOVERY_WAIT, 945 },
             { *letter, RECORD_SENDING, GONE, 0, NONE, NONE, true, RECOVERY_UNCERTAIN, 0 });
    }
}

TEST(class_n_and_unknown_classes_are_uncertain_at_once)
{
    for (const char *letter = "NX"; *letter; letter++) {
        ROWS(rows, { *letter, RECORD_SENDING, OTHER, 1799, NONE, NONE, false, RECOVERY_WAIT, 1 },
             { *letter, RECORD_SENDING, OTHER, 1800, NONE, NONE, false, RECOVERY_UNCERTAIN, 0 },
             { *letter, RECORD_SENDING, GONE, 0, NONE, NONE, false, RECOVERY_UNCERTAIN, 0 },
             { *letter, RECORD_SENDING, OWN, 0, 0, NONE, false, RECOVERY_UNCERTAIN, 0 });
    }
}

TEST(a_claim_from_the_future_is_nobodys_for_ever)
{
    ROWS(rows, { 'L', RECORD_SENDING, OTHER, -120, NONE, NONE, false, RECOVERY_WAIT, 1920 },
         { 'L', RECORD_SENDING, OTHER, -121, NONE, NONE, false, RECOVERY_UNCERTAIN, 0 },
         { 'K', RECORD_SENDING, OTHER, -900000000, NONE, NONE, false, RECOVERY_UNCERTAIN, 0 },
         { 'I', RECORD_SENDING, OTHER, -900000000, NONE, NONE, false, RECOVERY_REPEAT, 0 },
         { 'N', RECORD_RESERVED, OTHER, -900000000, NONE, NONE, false, RECOVERY_CLAIM, 0 });
}

/* Every class, state, owner and moment: what must never be decided, and that waiting ends. */
TEST(no_decision_breaks_a_rule_at_any_moment)
{
    static const enum record_state states[] = { RECORD_RESERVED, RECORD_SENDING, RECORD_PREPARED };
    static const int64_t requests[] = { NONE, 0, 60 };
    for (const char *letter = "IDKLUN"; *letter; letter++)
        for (size_t which = 0; which < 3; which++)
            for (enum owner owner = OTHER; owner <= OWN; owner++)
                for (size_t request = 0; request < 3; request++)
                    for (int64_t age = 0; age < 5000; age++) {
                        struct row row = { .class_letter = *letter,
                                           .state = states[which],
                                           .owner = owner,
                                           .claimed_s = age,
                                           .first_s = NONE };
                        row.request_s = requests[request] == NONE ? NONE : age - requests[request];
                        if (row.request_s < NONE)
                            continue;
                        struct recovery recovery = decide(&row);
                        bool is_leased =
                            owner == OTHER &&
                            age < (*letter == 'I' ? PROTOCOL_LEASE_IDEMPOTENT_S : PROTOCOL_LEASE_S);
                        if (is_leased)
                            assert_int_equal(recovery.kind, RECOVERY_WAIT);
                        bool may_repeat = *letter == 'I' || *letter == 'D' ||
                                          (*letter == 'K' && age < WINDOW - 195);
                        if (states[which] == RECORD_SENDING && !may_repeat)
                            assert_int_not_equal(recovery.kind, RECOVERY_REPEAT);
                        if (states[which] == RECORD_SENDING)
                            assert_int_not_equal(recovery.kind, RECOVERY_CLAIM);
                        if (recovery.kind == RECOVERY_LOOK_UP)
                            assert_true(age >= PROTOCOL_CREATE_S + PROTOCOL_QUIET_S);
                        if (recovery.kind != RECOVERY_WAIT)
                            continue;
                        int64_t later_s = recovery.at_utc - NOW;
                        assert_true(later_s > 0);
                        row.claimed_s += later_s;
                        row.first_s = row.first_s == NONE ? NONE : row.first_s + later_s;
                        row.request_s = row.request_s == NONE ? NONE : row.request_s + later_s;
                        assert_int_not_equal(decide(&row).kind, RECOVERY_NONE);
                        row.owner = row.owner == OTHER ? GONE : row.owner;
                        if (states[which] != RECORD_SENDING || *letter == 'I' || *letter == 'N')
                            assert_int_not_equal(decide(&row).kind, RECOVERY_WAIT);
                    }
}

TEST(nothing_is_settled_while_an_earlier_request_is_open)
{
    struct record_part part = { .state = RECORD_SENDING, .first_try_utc = NOW };
    struct record record = { .class_letter = 'K',
                             .state = RECORD_SENDING,
                             .claimed_utc = NOW,
                             .request_utc = NO_TIME,
                             .parts = &part,
                             .part_count = 1 };
    struct recovery_facts facts = { .now_utc = NOW, .real_utc = NOW };
    assert_true(recover_is_resolved(&record));
    part.first_try_utc = NO_TIME;
    assert_true(recover_is_resolved(&record));
    part.first_try_utc = NOW - 300;
    assert_false(recover_is_resolved(&record));
    assert_false(recover_is_conclusive(&record, &facts));
    record.request_utc = NOW - 90000; /* a look-up must tell, however long ago it was */
    assert_false(recover_is_conclusive(&record, &facts));
    record.class_letter = 'I';
    assert_true(recover_is_conclusive(&record, &facts));
    record.request_utc = NOW - 944;
    assert_false(recover_is_conclusive(&record, &facts));
    record.request_utc = NOW - 945;
    assert_true(recover_is_conclusive(&record, &facts));
    part.state = RECORD_SENT;
    record.request_utc = NO_TIME;
    assert_true(recover_is_resolved(&record));
}

TEST(a_new_claim_remembers_when_the_old_one_may_have_sent)
{
    struct record record = { .class_letter = 'I', .claimed_utc = NOW, .request_utc = NO_TIME };
    assert_int_equal(recover_last_request_utc(&record), NOW + 120 + 600);
    record.request_utc = NOW + 5;
    assert_int_equal(recover_last_request_utc(&record), NOW + 120 + 600);
    record.request_utc = NOW + 5000;
    assert_int_equal(recover_last_request_utc(&record), NOW + 5000);
    record.class_letter = 'L';
    record.request_utc = NO_TIME;
    assert_int_equal(recover_last_request_utc(&record), NOW + 120 + 60);
    record.request_utc = NOW + 5;
    assert_int_equal(recover_last_request_utc(&record), NOW + 5);
}

/* A rehearsal that moved its clock leaves times that no other run must wait for. */
TEST(the_age_of_a_record_is_that_of_the_clock_that_shows_more)
{
    struct record record = { .clock_offset_s = 86400 };
    struct recovery_facts facts = { .now_utc = NOW, .real_utc = NOW };
    assert_int_equal(recover_age_s(&record, NOW + 86400 - 60, &facts), 60);
    record.clock_offset_s = 0;
    facts.now_utc = NOW + 3600;
    assert_int_equal(recover_age_s(&record, NOW - 60, &facts), 3660);
    record.clock_offset_s = 3600;
    assert_int_equal(recover_age_s(&record, NOW + 3600 - 60, &facts), 60);
}

TEST(a_refusal_is_conclusive_for_class_d_too_once_all_is_quiet)
{
    struct record_part part = { .state = RECORD_PREPARED, .first_try_utc = NOW - 5000 };
    struct record record = { .class_letter = 'D',
                             .state = RECORD_PREPARED,
                             .claimed_utc = NOW,
                             .request_utc = NOW - 945,
                             .parts = &part,
                             .part_count = 1 };
    const struct recovery_facts facts = { .now_utc = NOW, .real_utc = NOW };
    assert_true(recover_is_conclusive(&record, &facts));
    record.request_utc = NOW - 944;
    assert_false(recover_is_conclusive(&record, &facts));
    record.request_utc = NO_TIME; /* an attempt before this one began, who knows when */
    assert_false(recover_is_conclusive(&record, &facts));
}

TEST(a_record_without_open_parts_counts_its_window_from_the_claim)
{
    struct record record = { .class_letter = 'K',
                             .state = RECORD_SENDING,
                             .claimed_utc = NOW - 10,
                             .request_utc = NO_TIME };
    const struct recovery_facts facts = { .now_utc = NOW, .real_utc = NOW, .key_window_s = WINDOW };
    assert_null(recover_part(&record));
    assert_int_equal(recover_key_left_s(&record, &facts), 3600 - 10 - 1065);
    assert_int_equal(recover(&record, &facts).kind, RECOVERY_WAIT);
}

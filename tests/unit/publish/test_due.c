#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/record.h"
#include "model/workspace.h"
#include "publish/due.h"

enum { NOW = 2000000000, MINUTE = 60, HOUR = 3600 };

static const struct network online = { .name = "online" };
static const struct network offline = { .name = "offline", .is_offline = true };

static struct account accounts[] = {
    { .id = "one", .network = &online, .service = "https://one.example", .index = 0 },
    { .id = "two", .network = &offline, .index = 1 },
    { .id = "three", .network = &online, .service = "http://127.0.0.1:99", .index = 2 },
    { .id = "four", .network = &online, .is_manual = true, .index = 3 },
    { .id = "five", .service = "http://127.0.0.1:99", .index = 4 }, /* of a newer release */
};

static struct workspace workspace = { .accounts = accounts,
                                      .account_count = 5,
                                      .calendar = { .backlog = 3 } };

static struct delivery delivery(const char *post, size_t account, enum delivery_state state,
                                int64_t due_utc)
{
    return (struct delivery){
        .post = post,
        .account = &accounts[account],
        .state = state,
        .due_utc = due_utc,
        .expires_utc = NO_TIME,
        .max_late_s = HOUR,
    };
}

static struct record record_sent(int64_t sent_utc)
{
    return (struct record){ .state = RECORD_SENT,
                            .sent_utc = sent_utc,
                            .claimed_utc = sent_utc,
                            .retry_after_utc = NO_TIME };
}

static const struct due_rules at_now = { .now_utc = NOW, .real_utc = NOW };

TEST(due_deliveries_are_gathered_by_account_in_their_order)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct delivery items[] = {
        delivery("a", 0, DELIVERY_SENT, NOW - HOUR),      delivery("b", 1, DELIVERY_DUE, NOW - 9),
        delivery("c", 0, DELIVERY_DUE, NOW - 8),          delivery("c", 3, DELIVERY_DUE, NOW - 8),
        delivery("d", 0, DELIVERY_RETRYING, NOW - 7),     delivery("e", 0, DELIVERY_HELD, NOW - 6),
        delivery("f", 0, DELIVERY_SCHEDULED, NOW + HOUR), delivery("g", 2, DELIVERY_SENDING, NOW),
    };
    due_select(&set, &arena, items, 8, &workspace, &at_now);
    assert_int_equal(set.count, 2);
    assert_ptr_equal(set.accounts[0].account, &accounts[0]);
    assert_int_equal(set.accounts[0].count, 2);
    assert_ptr_equal(set.accounts[0].items[0], &items[2]);
    assert_ptr_equal(set.accounts[0].items[1], &items[4]);
    assert_true(set.accounts[0].not_before_utc == NO_TIME);
    assert_int_equal(set.accounts[1].count, 1);
    assert_int_equal(set.next_utc, NOW + HOUR);
}

TEST(what_is_sent_by_hand_is_not_waited_for)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct delivery items[] = { delivery("a", 3, DELIVERY_SCHEDULED, NOW + MINUTE),
                                delivery("a", 0, DELIVERY_SCHEDULED, NOW + HOUR) };
    due_select(&set, &arena, items, 1, &workspace, &at_now);
    assert_true(set.next_utc == NO_TIME);
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_int_equal(set.next_utc, NOW + HOUR);
}

TEST(what_is_tried_again_until_it_is_too_late_is_not_sent)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct record retry = { .state = RECORD_RETRY, .due_utc = NOW, .retry_after_utc = NO_TIME };
    struct delivery items[] = { delivery("a", 0, DELIVERY_RETRYING, NOW - 2 * HOUR),
                                delivery("b", 0, DELIVERY_RETRYING, NOW - 2 * HOUR),
                                delivery("c", 0, DELIVERY_RETRYING, NOW - MINUTE),
                                delivery("d", 0, DELIVERY_RETRYING, NOW - MINUTE) };
    items[1].record = &retry; /* a person said so a moment ago */
    items[3].expires_utc = NOW - 1;
    due_select(&set, &arena, items, 4, &workspace, &at_now);
    assert_int_equal(set.count, 1);
    assert_int_equal(set.accounts[0].count, 2);
    assert_string_equal(set.accounts[0].items[0]->post, "b");
    assert_string_equal(set.accounts[0].items[1]->post, "c");
}

TEST(one_may_ask_for_a_post_or_an_account_alone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct delivery items[] = { delivery("a", 0, DELIVERY_DUE, NOW),
                                delivery("a", 1, DELIVERY_DUE, NOW),
                                delivery("b", 0, DELIVERY_DUE, NOW) };
    struct due_rules rules = at_now;
    rules.post = "a";
    due_select(&set, &arena, items, 3, &workspace, &rules);
    assert_int_equal(set.count, 2);
    assert_int_equal(set.accounts[0].count, 1);
    rules.account = "two";
    due_select(&set, &arena, items, 3, &workspace, &rules);
    assert_int_equal(set.count, 1);
    assert_ptr_equal(set.accounts[0].items[0], &items[1]);
}

TEST(a_rehearsal_reaches_nobody)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct delivery items[] = { delivery("a", 0, DELIVERY_DUE, NOW),
                                delivery("a", 1, DELIVERY_DUE, NOW),
                                delivery("a", 2, DELIVERY_DUE, NOW) };
    struct due_rules rules = at_now;
    rules.is_harmless = true;
    due_select(&set, &arena, items, 3, &workspace, &rules);
    assert_int_equal(set.count, 2);
    assert_ptr_equal(set.accounts[0].account, &accounts[1]);
    assert_ptr_equal(set.accounts[1].account, &accounts[2]);
}

TEST(more_overdue_than_the_backlog_stops_that_account_alone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct delivery items[] = {
        delivery("a", 0, DELIVERY_DUE, NOW),      delivery("b", 0, DELIVERY_DUE, NOW),
        delivery("c", 0, DELIVERY_RETRYING, NOW), delivery("d", 0, DELIVERY_MISSED, NOW - HOUR),
        delivery("e", 0, DELIVERY_DUE, NOW),      delivery("a", 1, DELIVERY_DUE, NOW),
    };
    struct due_rules rules = at_now;
    due_select(&set, &arena, items, 4, &workspace, &rules);
    assert_false(set.accounts[0].is_guarded);
    due_select(&set, &arena, items, 6, &workspace, &rules);
    assert_true(set.accounts[0].is_guarded);
    assert_int_equal(set.accounts[0].overdue, 4);
    assert_false(set.accounts[1].is_guarded);
    rules.post = "a"; /* asking for one post is no confirmation */
    due_select(&set, &arena, items, 6, &workspace, &rules);
    assert_true(set.accounts[0].is_guarded);
    rules.confirms_backlog = true;
    due_select(&set, &arena, items, 6, &workspace, &rules);
    assert_false(set.accounts[0].is_guarded);
}

/* Of the gap (90 minutes) and the distance of the due times the smaller one must have passed. */
TEST(the_gap_holds_between_sends_also_when_catching_up)
{
    static const struct {
        int64_t distance_s, sent_s, left_s;
    } rows[] = {
        { 120 * MINUTE, 10 * MINUTE, 80 * MINUTE },
        { 120 * MINUTE, 90 * MINUTE, 0 },
        { 30 * MINUTE, 10 * MINUTE, 20 * MINUTE },
        { 30 * MINUTE, 31 * MINUTE, 0 },
        { 0, 0, 0 },
        { -30 * MINUTE, 10 * MINUTE, 20 * MINUTE },
        { 120 * MINUTE, -5 * MINUTE, 90 * MINUTE },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    accounts[0].gap_s = 90 * MINUTE;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct due_set set;
        struct record record = record_sent(NOW - rows[i].sent_s);
        struct delivery items[] = {
            delivery("a", 0, DELIVERY_SENT, NOW - HOUR - rows[i].distance_s),
            delivery("b", 0, DELIVERY_DUE, NOW - HOUR),
        };
        items[0].record = &record;
        due_select(&set, &arena, items, 2, &workspace, &at_now);
        int64_t expected = rows[i].left_s ? NOW + rows[i].left_s : NO_TIME;
        assert_true(set.accounts[0].not_before_utc == expected);
        assert_true(set.next_utc == expected);
        items[1].is_urgent = true;
        due_select(&set, &arena, items, 2, &workspace, &at_now);
        assert_true(set.accounts[0].not_before_utc == NO_TIME);
    }
    accounts[0].gap_s = 0;
}

TEST(what_may_be_visible_already_counts_for_the_gap)
{
    static const struct {
        enum record_state state;
        bool counts;
    } rows[] = {
        { RECORD_SENT, true },      { RECORD_SENDING, true },  { RECORD_PREPARED, true },
        { RECORD_UNCERTAIN, true }, { RECORD_FAILED, false },  { RECORD_MISSED, false },
        { RECORD_RESERVED, false }, { RECORD_SKIPPED, false }, { RECORD_RETRY, false },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    accounts[0].gap_s = HOUR;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct due_set set;
        struct record record = record_sent(NOW - MINUTE);
        struct delivery items[] = { delivery("a", 0, DELIVERY_SENDING, NOW - 5 * HOUR),
                                    delivery("b", 0, DELIVERY_DUE, NOW - HOUR) };
        record.state = rows[i].state;
        items[0].record = &record;
        due_select(&set, &arena, items, 2, &workspace, &at_now);
        assert_int_equal(set.accounts[0].not_before_utc != NO_TIME, rows[i].counts);
    }
    accounts[0].gap_s = 0;
}

TEST(what_is_tried_again_later_waits_alone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct record record = { .state = RECORD_RETRY, .retry_after_utc = NOW + 300 };
    struct delivery items[] = { delivery("a", 0, DELIVERY_RETRYING, NOW - HOUR),
                                delivery("b", 0, DELIVERY_DUE, NOW - MINUTE) };
    items[0].record = &record;
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_int_equal(set.accounts[0].count, 1);
    assert_ptr_equal(set.accounts[0].items[0], &items[1]);
    assert_true(set.accounts[0].not_before_utc == NO_TIME);
    assert_int_equal(set.accounts[0].overdue, 2);
    assert_int_equal(set.next_utc, NOW + 300);
    record.retry_after_utc = NOW;
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_int_equal(set.accounts[0].count, 2);
    items[0].why = "held";
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_int_equal(set.accounts[0].count, 1);
    assert_int_equal(set.accounts[0].overdue, 1);
}

TEST(after_too_many_requests_the_whole_account_waits)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct record record = { .state = RECORD_RETRY,
                             .retry_after_utc = NOW + 300,
                             .http_status = 429 };
    struct delivery items[] = { delivery("a", 0, DELIVERY_DUE, NOW - HOUR),
                                delivery("b", 0, DELIVERY_RETRYING, NOW - MINUTE) };
    items[1].record = &record;
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_int_equal(set.accounts[0].not_before_utc, NOW + 300);
    /* Also what is unclear, and was asked about too often. */
    items[1].state = DELIVERY_SENDING;
    record.state = RECORD_SENDING;
    record.claimed_utc = NOW;
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_int_equal(set.accounts[0].not_before_utc, NOW + 300);
    assert_int_equal(due_pause(&accounts[0], items, 2, NOW), NOW + 300);
    assert_true(due_pause(&accounts[1], items, 2, NOW) == NO_TIME);
    record.retry_after_utc = NOW;
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_true(set.accounts[0].not_before_utc == NO_TIME);
    assert_true(due_pause(&accounts[0], items, 2, NOW) == NO_TIME);
}

TEST(an_account_of_an_unknown_network_is_never_sent_to)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct delivery items[] = { delivery("a", 4, DELIVERY_DUE, NOW),
                                delivery("b", 4, DELIVERY_SCHEDULED, NOW + HOUR) };
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_int_equal(set.count, 0);
    assert_true(set.next_utc == NO_TIME);
}

TEST(only_what_is_offline_or_on_this_machine_is_harmless)
{
    static const struct {
        struct account account;
        bool is_harmless;
    } rows[] = {
        { { .network = &offline }, true },
        { { .network = &online, .service = "http://127.0.0.1:99" }, true },
        { { .network = &online, .service = "http://[::1]:99" }, true },
        { { .network = &online, .service = "https://one.example" }, false },
        { { .network = &online, .service = "http://127.0.0.1@one.example" }, false },
        { { .network = &online, .service = "127.0.0.1" }, false },
        { { .network = &online }, false }, /* the network's own host */
        { { .service = "http://127.0.0.1:99" }, false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (due_is_harmless(&rows[i].account) != rows[i].is_harmless)
            fail_msg("row %zu", i);
}

TEST(what_expires_later_or_was_due_nobody_knows_when_is_still_tried_again)
{
    struct delivery retrying = delivery("a", 0, DELIVERY_RETRYING, NOW - MINUTE);
    retrying.expires_utc = NOW;
    assert_false(due_is_retried_too_late(&retrying, NOW));
    assert_true(due_is_retried_too_late(&retrying, NOW + 1));
    retrying = delivery("a", 0, DELIVERY_RETRYING, NO_TIME);
    assert_false(due_is_retried_too_late(&retrying, NOW));
    retrying.state = DELIVERY_MISSED;
    retrying.due_utc = NOW - 2 * HOUR;
    assert_false(due_is_retried_too_late(&retrying, NOW));
}

TEST(of_several_waits_the_longest_holds_and_none_of_what_is_over)
{
    struct record records[] = {
        { .state = RECORD_RETRY, .retry_after_utc = NOW + 300, .http_status = 429 },
        { .state = RECORD_RETRY, .retry_after_utc = NOW + 200, .http_status = 429 },
        { .state = RECORD_RETRY, .retry_after_utc = NOW + 400, .http_status = 429 },
        { .state = RECORD_RETRY, .retry_after_utc = NOW + 500, .http_status = 503 },
        { .state = RECORD_MISSED, .retry_after_utc = NOW + 600, .http_status = 429 },
    };
    struct delivery items[5];
    for (size_t i = 0; i < 5; i++) {
        items[i] = delivery("a", 0, DELIVERY_RETRYING, NOW);
        items[i].record = &records[i];
    }
    items[4].state = DELIVERY_MISSED;
    assert_int_equal(due_pause(&accounts[0], items, 5, NOW), NOW + 400);
    assert_int_equal(due_pause(&accounts[0], items, 2, NOW), NOW + 300);
    assert_true(due_is_put_off(&items[3], NOW));
    assert_false(due_is_put_off(&items[4], NOW));
}

TEST(a_gap_is_kept_to_other_posts_of_the_same_account_alone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct due_set set;
    struct record elsewhere = record_sent(NOW - MINUTE);
    struct record own = record_sent(NOW - MINUTE); /* its first part is out */
    struct delivery items[] = { delivery("a", 0, DELIVERY_DUE, NOW),
                                delivery("b", 2, DELIVERY_SENT, NOW - 5 * HOUR) };
    own.state = RECORD_SENDING;
    items[0].record = &own;
    items[1].record = &elsewhere;
    accounts[0].gap_s = HOUR;
    due_select(&set, &arena, items, 2, &workspace, &at_now);
    assert_int_equal(set.count, 1);
    assert_true(set.accounts[0].not_before_utc == NO_TIME);
    accounts[0].gap_s = 0;
}

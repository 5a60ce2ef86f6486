#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/zone.h"
#include "model/account_set.h"
#include "model/hold.h"
#include "model/moment.h"
#include "model/post.h"
#include "model/record.h"
#include "model/workspace.h"
#include "plan/plan.h"

enum { HOUR = 3600, DAY = 24 * HOUR, NOW = 1795509000 /* 2026-11-24T09:30+01:00 */ };
#define BIRTH (NOW - 100 * (int64_t)DAY)

/* Three accounts in Madrid's zone: bluesky, blog, and instagram, which is sent by hand. */
struct scene {
    struct arena arena;
    struct account accounts[3];
    struct workspace workspace;
    struct plan plan;
};

enum { BLUESKY, BLOG, INSTAGRAM };

static void scene_open(struct scene *scene)
{
    static const char *const names[] = { "bluesky", "blog", "instagram" };
    static struct name spanish = { .text = "es" };
    struct err err = { 0 };
    size_t bytes;
    const struct zone *zone;
    const void *data = zone_bundled("Europe/Madrid", &bytes);
    *scene = (struct scene){ 0 };
    assert_non_null(data);
    assert_int_equal(zone_parse(&zone, &scene->arena, "Europe/Madrid", data, bytes, &err), 0);
    for (size_t i = 0; i < 3; i++)
        scene->accounts[i] = (struct account){ .id = names[i],
                                               .network_name = names[i],
                                               .is_manual = i == INSTAGRAM,
                                               .zone = zone,
                                               .index = i };
    scene->workspace = (struct workspace){
        .brand = { .languages = { &spanish, 1 } },
        .calendar = { .zone = zone, .max_late_s = DAY, .backlog = 25 },
        .accounts = scene->accounts,
        .account_count = 3,
    };
    scene->plan.arena = &scene->arena;
}

static void scene_close(struct scene *scene) { arena_release(&scene->arena); }

static struct delivery delivery_of(struct scene *scene, int64_t due_utc)
{
    return (struct delivery){ .post = "p",
                              .account = &scene->accounts[BLUESKY],
                              .date_utc = due_utc,
                              .expires_utc = NO_TIME,
                              .max_late_s = DAY };
}

static struct record record_of(enum record_state state, int64_t due_utc)
{
    return (struct record){ .post = "p", .account = "bluesky", .state = state, .due_utc = due_utc };
}

static void settle_all(struct scene *scene, struct delivery *deliveries, size_t count,
                       const struct record *records, size_t record_count, const struct holds *holds)
{
    scene->plan.items = deliveries;
    scene->plan.count = scene->plan.capacity = count;
    plan_settle(&scene->plan, records, record_count, holds, &scene->workspace, BIRTH, NOW);
}

/* The state of one delivery by itself. */
static enum delivery_state settle(struct scene *scene, struct delivery *delivery,
                                  const struct record *record, const struct holds *holds)
{
    settle_all(scene, delivery, 1, record, record ? 1 : 0, holds);
    assert_int_equal(scene->plan.balance[delivery->state], 1);
    return delivery->state;
}

TEST(time_alone_makes_a_delivery_scheduled_due_missed_or_skipped)
{
    static const struct {
        int64_t due_utc;
        enum delivery_state state;
    } rows[] = {
        { NOW + 1, DELIVERY_SCHEDULED }, { NOW, DELIVERY_DUE },
        { NOW - DAY, DELIVERY_DUE },     { NOW - DAY - 1, DELIVERY_MISSED },
        { BIRTH, DELIVERY_MISSED },      { BIRTH - 1, DELIVERY_SKIPPED },
        { NO_TIME, DELIVERY_SCHEDULED },
    };
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct delivery delivery = delivery_of(&scene, rows[i].due_utc);
        assert_int_equal(settle(&scene, &delivery, NULL, NULL), rows[i].state);
        assert_int_equal(delivery.is_tentative, rows[i].due_utc == NO_TIME);
    }
}

TEST(a_post_s_own_lateness_counts_in_place_of_the_calendar_s)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct delivery delivery = delivery_of(&scene, NOW - 2 * HOUR);
    delivery.max_late_s = HOUR;
    assert_int_equal(settle(&scene, &delivery, NULL, NULL), DELIVERY_MISSED);
    delivery = delivery_of(&scene, NOW - 2 * DAY);
    delivery.max_late_s = 7 * DAY;
    assert_int_equal(settle(&scene, &delivery, NULL, NULL), DELIVERY_DUE);
}

TEST(without_a_ledger_birth_is_now_less_the_lateness)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct delivery deliveries[] = { delivery_of(&scene, NOW - DAY),
                                     delivery_of(&scene, NOW - DAY - 1) };
    deliveries[1].post = "q";
    scene.plan.items = deliveries;
    scene.plan.count = 2;
    plan_settle(&scene.plan, NULL, 0, NULL, &scene.workspace, NO_TIME, NOW);
    assert_int_equal(scene.plan.balance[DELIVERY_DUE], 1);
    assert_int_equal(scene.plan.balance[DELIVERY_SKIPPED], 1);
}

TEST(a_record_decides_before_everything_else)
{
    static const struct {
        enum record_state record;
        enum delivery_state state;
    } rows[] = {
        { RECORD_RESERVED, DELIVERY_SENDING },    { RECORD_SENDING, DELIVERY_SENDING },
        { RECORD_PREPARED, DELIVERY_SENDING },    { RECORD_RETRY, DELIVERY_RETRYING },
        { RECORD_FAILED, DELIVERY_FAILED },       { RECORD_SENT, DELIVERY_SENT },
        { RECORD_UNCERTAIN, DELIVERY_UNCERTAIN }, { RECORD_MISSED, DELIVERY_MISSED },
        { RECORD_SKIPPED, DELIVERY_SKIPPED },
    };
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct hold all = { .all = true, .until_utc = NO_TIME };
    struct holds holds = { .items = &all, .count = 1 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct record record = record_of(rows[i].record, NOW - HOUR);
        struct delivery delivery = delivery_of(&scene, NOW - HOUR);
        record.error_message = "502";
        delivery.is_draft = true;
        delivery.why_blocked = "an error";
        delivery.expires_utc = NOW - 1;
        assert_int_equal(settle(&scene, &delivery, &record, &holds), rows[i].state);
        assert_ptr_equal(delivery.record, &record);
        if (rows[i].state == DELIVERY_RETRYING)
            assert_string_equal(delivery.why, "an error");
        else if (rows[i].state == DELIVERY_FAILED || rows[i].state == DELIVERY_UNCERTAIN)
            assert_string_equal(delivery.why, "502");
        else
            assert_null(delivery.why);
    }
}

TEST(what_may_be_tried_again_says_why_it_may_not_now)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct record record = record_of(RECORD_RETRY, NOW - HOUR);
    struct hold all = { .all = true, .why = "fire", .until_utc = NO_TIME };
    struct holds holds = { .items = &all, .count = 1 };
    struct delivery plain = delivery_of(&scene, NOW - HOUR);
    struct delivery held = plain;
    struct delivery draft = plain;
    struct delivery expired = plain;
    draft.is_draft = true;
    expired.expires_utc = NOW - 1;
    settle(&scene, &plain, &record, NULL);
    assert_null(plain.why);
    settle(&scene, &held, &record, &holds);
    assert_string_equal(held.why, "held: fire");
    settle(&scene, &draft, &record, NULL);
    assert_non_null(draft.why);
    settle(&scene, &expired, &record, NULL);
    assert_non_null(expired.why);
}

/* Each step takes away the first reason of the step before. */
TEST(of_several_states_the_first_of_the_protocol_s_order_is_shown)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct hold all = { .all = true, .until_utc = NO_TIME };
    struct holds holds = { .items = &all, .count = 1 };
    struct delivery delivery = delivery_of(&scene, NOW - 2 * DAY);
    delivery.account = &scene.accounts[INSTAGRAM];
    delivery.why_blocked = "an error";
    delivery.is_draft = true;
    delivery.expires_utc = NOW - 1;
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_BLOCKED);
    assert_string_equal(delivery.why, "an error");
    delivery.why_blocked = NULL;
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_DRAFT);
    delivery.is_draft = false;
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_EXPIRED);
    delivery.expires_utc = NOW;
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_HELD);
    assert_int_equal(settle(&scene, &delivery, NULL, NULL), DELIVERY_WAITING);
    delivery.account = &scene.accounts[BLUESKY];
    assert_int_equal(settle(&scene, &delivery, NULL, NULL), DELIVERY_MISSED);
    delivery.date_utc = NOW;
    assert_int_equal(settle(&scene, &delivery, NULL, NULL), DELIVERY_DUE);
    delivery.date_utc = NOW + 1;
    assert_int_equal(settle(&scene, &delivery, NULL, NULL), DELIVERY_SCHEDULED);
}

TEST(held_deliveries_are_never_missed)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct hold all = { .all = true, .until_utc = NO_TIME };
    struct holds holds = { .items = &all, .count = 1 };
    struct holds broken = { .is_broken = true, .problem = "line 1" };
    struct delivery delivery = delivery_of(&scene, NOW - 10 * DAY);
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_HELD);
    assert_int_equal(settle(&scene, &delivery, NULL, &broken), DELIVERY_HELD);
    assert_non_null(strstr(delivery.why, "line 1"));
    all.until_utc = NOW;
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_MISSED);
}

TEST(a_hold_names_accounts_posts_and_campaigns_and_what_it_spares)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct name name = { .text = "bluesky" };
    struct names names = { &name, 1 };
    struct delivery delivery = delivery_of(&scene, NOW);
    delivery.campaign = "otono";
    struct hold hold = { .accounts = names, .until_utc = NO_TIME };
    struct holds holds = { .items = &hold, .count = 1 };
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_HELD);
    hold = (struct hold){ .posts = names, .until_utc = NO_TIME };
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_DUE);
    name.text = "p";
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_HELD);
    name.text = "otono";
    hold = (struct hold){ .campaigns = names, .until_utc = NO_TIME };
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_HELD);
    hold = (struct hold){ .all = true, .except = names, .until_utc = NO_TIME };
    assert_int_equal(settle(&scene, &delivery, NULL, &holds), DELIVERY_DUE);
}

TEST(a_later_date_schedules_a_missed_delivery_again)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct record record = record_of(RECORD_MISSED, NOW - 3 * DAY);
    struct delivery delivery = delivery_of(&scene, NOW - 3 * DAY);
    assert_int_equal(settle(&scene, &delivery, &record, NULL), DELIVERY_MISSED);
    delivery.date_utc = NOW - 4 * DAY;
    assert_int_equal(settle(&scene, &delivery, &record, NULL), DELIVERY_MISSED);
    delivery.date_utc = NOW + DAY;
    assert_int_equal(settle(&scene, &delivery, &record, NULL), DELIVERY_SCHEDULED);
    delivery.date_utc = NOW - HOUR;
    assert_int_equal(settle(&scene, &delivery, &record, NULL), DELIVERY_DUE);
}

TEST(a_pinned_slot_is_the_time_of_a_queued_post)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct record record = record_of(RECORD_PINNED, NOW + HOUR);
    struct delivery delivery = delivery_of(&scene, NO_TIME);
    delivery.queue = "mananas";
    assert_int_equal(settle(&scene, &delivery, &record, NULL), DELIVERY_SCHEDULED);
    assert_int_equal(delivery.due_utc, NOW + HOUR);
    assert_int_equal(delivery.due_offset_s, HOUR);
    assert_false(delivery.is_tentative);
}

TEST(a_delivery_waits_for_the_one_that_it_links_to)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct record records[] = {
        { .post = "a", .account = "blog", .state = RECORD_SENDING },
        { .post = "a/b", .account = "blog", .state = RECORD_SENT },
    };
    struct delivery delivery = delivery_of(&scene, NOW - 2 * DAY);
    delivery.waits_for[0] = "a/b/blog"; /* sent, though its post is gone */
    delivery.waits_for[1] = "a/blog";
    settle_all(&scene, &delivery, 1, records, 2, NULL);
    assert_int_equal(delivery.state, DELIVERY_WAITING);
    assert_non_null(strstr(delivery.why, "'a/blog'"));
    assert_int_equal(scene.plan.withdrawn_count, 2);
    records[0].state = RECORD_SENT;
    settle_all(&scene, &delivery, 1, records, 2, NULL);
    assert_int_equal(delivery.state, DELIVERY_MISSED);
    assert_null(delivery.why);
    delivery.waits_for[1] = "nothing";
    settle_all(&scene, &delivery, 1, records, 2, NULL);
    assert_int_equal(delivery.state, DELIVERY_WAITING);
}

TEST(the_balance_adds_up_and_the_withdrawn_stand_outside)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct delivery deliveries[] = {
        delivery_of(&scene, NOW + DAY),  delivery_of(&scene, NOW - HOUR),
        delivery_of(&scene, NO_TIME),    delivery_of(&scene, NOW - HOUR),
        delivery_of(&scene, NOW - HOUR),
    };
    static const char *const posts[] = { "later", "a-b", "queued", "a", "a" };
    for (size_t i = 0; i < 5; i++)
        deliveries[i].post = posts[i];
    deliveries[4].account = &scene.accounts[BLOG];
    /* In the order of post and account: '-' comes before '/'. */
    const struct record records[] = {
        { .post = "a", .account = "bluesky", .state = RECORD_SENT },
        { .post = "a", .account = "x", .state = RECORD_SENT },
        { .post = "a-b", .account = "bluesky", .state = RECORD_FAILED },
        { .post = "a/gone", .account = "bluesky", .state = RECORD_SENDING },
    };
    settle_all(&scene, deliveries, 5, records, 4, NULL);
    size_t sum = 0;
    for (size_t i = 0; i < DELIVERY_STATE_COUNT; i++)
        sum += scene.plan.balance[i];
    assert_int_equal(sum, 5);
    assert_int_equal(scene.plan.withdrawn_count, 2);
    assert_int_equal(scene.plan.balance[DELIVERY_SENT], 1);
    assert_int_equal(scene.plan.balance[DELIVERY_FAILED], 1);
    assert_int_equal(scene.plan.balance[DELIVERY_DUE], 1);
    assert_int_equal(scene.plan.balance[DELIVERY_SCHEDULED], 2);
    /* By time, then post, then account; what has no time comes last. */
    static const char *const order[] = { "a", "a", "a-b", "later", "queued" };
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(deliveries[i].post, order[i]);
    assert_string_equal(deliveries[0].account->id, "blog");
}

TEST(settling_again_forgets_what_was_before)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    struct record record = record_of(RECORD_SENT, NOW);
    struct delivery delivery = delivery_of(&scene, NOW);
    delivery.why_blocked = "an error";
    assert_int_equal(settle(&scene, &delivery, &record, NULL), DELIVERY_SENT);
    assert_int_equal(settle(&scene, &delivery, NULL, NULL), DELIVERY_BLOCKED);
    assert_null(delivery.record);
    delivery.why_blocked = NULL;
    assert_int_equal(settle(&scene, &delivery, NULL, NULL), DELIVERY_DUE);
    assert_null(delivery.why);
}

static struct post post_of(const char *id, uint64_t *accounts)
{
    return (struct post){
        .id = id,
        .path = "content/posts/p.md",
        .fields = { .set = UINT64_C(1) << POST_DATE,
                    .date = { .kind = MOMENT_INSTANT, .utc = NOW },
                    .date_utc = NOW,
                    .expires_utc = NO_TIME },
        .accounts = accounts,
        .is_loaded = true,
    };
}

TEST(a_post_makes_a_delivery_for_each_of_its_accounts)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    uint64_t accounts[1] = { 0 };
    account_set_add(accounts, BLUESKY);
    account_set_add(accounts, INSTAGRAM);
    struct post post = post_of("p", accounts);
    plan_add(&scene.plan, &post, &scene.workspace, 7, NULL);
    assert_int_equal(scene.plan.count, 2);
    assert_string_equal(scene.plan.items[0].account->id, "bluesky");
    assert_string_equal(scene.plan.items[1].account->id, "instagram");
    assert_int_equal(scene.plan.items[1].due_utc, NOW);
    assert_int_equal(scene.plan.items[1].max_late_s, DAY);
    assert_int_equal(scene.plan.items[1].post_index, 7);
    assert_null(scene.plan.items[0].why_blocked);
    plan_add(&scene.plan, &post, &scene.workspace, 8, "an error");
    assert_string_equal(scene.plan.items[2].why_blocked, "an error");
}

TEST(references_to_posts_of_ours_are_waited_for_and_addresses_are_not)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    uint64_t accounts[1] = { 0 };
    account_set_add(accounts, BLUESKY);
    account_set_add(accounts, BLOG);
    struct post post = post_of("2026/p", accounts);
    post.fields.set |=
        UINT64_C(1) << POST_LINK | UINT64_C(1) << POST_QUOTE | UINT64_C(1) << POST_REPLY_TO;
    post.fields.link = "blog";
    post.fields.quote = "2026/old/mastodon";
    post.fields.reply_to = "https://horno.example/a/b";
    plan_add(&scene.plan, &post, &scene.workspace, 0, NULL);
    const struct delivery *bluesky = &scene.plan.items[0];
    assert_string_equal(bluesky->waits_for[0], "2026/p/blog");
    assert_null(bluesky->waits_for[2]);
    /* The blog's own page does not wait for itself. */
    assert_string_equal(bluesky->waits_for[1], "2026/old/mastodon");
    assert_string_equal(scene.plan.items[1].waits_for[0], "2026/old/mastodon");
}

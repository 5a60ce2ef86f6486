#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/workspace.h"
#include "plan/next_slot.h"
#include "plan/plan.h"

enum { HOUR = 3600, DAY = 24 * HOUR, NOW = 1795509000 /* Tuesday 2026-11-24T09:30+01:00 */ };
enum { FIRST = NOW + DAY - HOUR / 2 /* Wednesday at 9:00 */, EVERY_DAY = 0x7f };

/* Two accounts in Madrid, `a` and `b`; `mornings` at 9:00, for both; `nights` at 21:00, for b. */
struct scene {
    struct arena arena;
    struct account accounts[2];
    struct queue queues[2];
    struct slot_list lists[2];
    struct weekly_slot slots[2];
    struct name only_b;
    struct workspace workspace;
    struct delivery deliveries[4];
    struct plan plan;
};

static void scene_open(struct scene *scene)
{
    struct err err = { 0 };
    size_t bytes;
    const struct zone *zone;
    const void *data = zone_bundled("Europe/Madrid", &bytes);
    *scene = (struct scene){ .only_b = { .text = "b" } };
    assert_int_equal(zone_parse(&zone, &scene->arena, "Europe/Madrid", data, bytes, &err), 0);
    for (size_t i = 0; i < 2; i++) {
        scene->accounts[i] = (struct account){ .id = i ? "b" : "a",
                                               .network_name = i ? "y" : "x",
                                               .zone = zone,
                                               .per_day = -1,
                                               .index = i };
        scene->slots[i] = (struct weekly_slot){ EVERY_DAY, (i ? 21 : 9) * 60 };
        scene->lists[i] = (struct slot_list){ .slots = &scene->slots[i], .count = 1 };
        scene->queues[i] = (struct queue){ .id = i ? "nights" : "mornings",
                                           .lists = &scene->lists[i],
                                           .list_count = 1 };
    }
    scene->queues[1].accounts = (struct names){ &scene->only_b, 1 };
    scene->workspace =
        (struct workspace){ .calendar = { .zone = zone, .queues = scene->queues, .queue_count = 2 },
                            .accounts = scene->accounts,
                            .account_count = 2 };
    scene->plan = (struct plan){ .arena = &scene->arena, .items = scene->deliveries };
}

static void scene_close(struct scene *scene) { arena_release(&scene->arena); }

static struct delivery *add(struct scene *scene, const char *post, size_t account,
                            enum delivery_state state, int64_t due_utc)
{
    struct delivery *delivery = &scene->deliveries[scene->plan.count++];
    *delivery = (struct delivery){ .post = post,
                                   .account = &scene->accounts[account],
                                   .state = state,
                                   .date_utc = due_utc,
                                   .due_utc = due_utc,
                                   .expires_utc = NO_TIME,
                                   .queue_day_s = NO_TIME };
    return delivery;
}

/* Looks for the slots of the plan's first deliveries in `mornings`. */
static void find(const struct scene *scene, struct next_slot *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++)
        wanted[i] =
            (struct next_slot){ .delivery = &scene->deliveries[i], .queue = &scene->queues[0] };
    next_slots_find(&scene->plan, &scene->workspace, wanted, count, NOW);
}

TEST(next_slot_is_of_the_only_queue_that_feeds_the_account)
{
    CLEANUP(scene_close) struct scene scene;
    struct err err = { 0 };
    const struct queue *queue = NULL;
    scene_open(&scene);
    const struct delivery *of_a = add(&scene, "p", 0, DELIVERY_MISSED, NOW - DAY);
    const struct delivery *of_b = add(&scene, "p", 1, DELIVERY_MISSED, NOW - DAY);
    assert_int_equal(next_slot_queue(&queue, of_a, &scene.workspace, &err), 0);
    assert_ptr_equal(queue, &scene.queues[0]);
    assert_int_equal(next_slot_queue(&queue, of_b, &scene.workspace, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.text, "'mornings', 'nights'"));
    scene.deliveries[1].queue = "nights";
    assert_int_equal(next_slot_queue(&queue, of_b, &scene.workspace, &err), 0);
    assert_ptr_equal(queue, &scene.queues[1]);
    scene.workspace.calendar.queue_count = 0;
    assert_int_equal(next_slot_queue(&queue, of_a, &scene.workspace, &err), -1);
    assert_non_null(strstr(err.text, "none feeds 'a'"));
}

TEST(next_slots_of_two_posts_are_two_the_older_first)
{
    CLEANUP(scene_close) struct scene scene;
    struct next_slot wanted[2];
    scene_open(&scene);
    add(&scene, "late", 0, DELIVERY_MISSED, NOW - DAY);
    add(&scene, "later", 0, DELIVERY_MISSED, NOW - 2 * DAY);
    find(&scene, wanted, 2);
    assert_int_equal(wanted[0].due_utc, FIRST + DAY);
    assert_int_equal(wanted[1].due_utc, FIRST);
}

TEST(next_slots_of_one_post_are_one)
{
    CLEANUP(scene_close) struct scene scene;
    struct next_slot wanted[2];
    scene_open(&scene);
    add(&scene, "p", 0, DELIVERY_MISSED, NOW - DAY);
    add(&scene, "p", 1, DELIVERY_MISSED, NOW - 2 * DAY);
    find(&scene, wanted, 2);
    assert_int_equal(wanted[0].due_utc, FIRST);
    assert_int_equal(wanted[1].due_utc, FIRST);
}

TEST(next_slots_of_two_days_of_one_post_are_two)
{
    CLEANUP(scene_close) struct scene scene;
    struct next_slot wanted[2];
    scene_open(&scene);
    struct local_time today = zone_local(scene.accounts[0].zone, NOW);
    today.hour = 0;
    today.minute = 0;
    add(&scene, "p", 0, DELIVERY_DRAFT, NO_TIME)->queue_day_s = moment_seconds(&today) + 3 * DAY;
    add(&scene, "p", 1, DELIVERY_DRAFT, NO_TIME)->queue_day_s = moment_seconds(&today) + 2 * DAY;
    find(&scene, wanted, 2);
    assert_int_equal(wanted[0].due_utc, FIRST + 2 * DAY);
    assert_int_equal(wanted[1].due_utc, FIRST + DAY);
}

TEST(next_slot_is_behind_what_waits_and_its_own_is_free)
{
    CLEANUP(scene_close) struct scene scene;
    struct next_slot wanted[1];
    scene_open(&scene);
    struct delivery *own = add(&scene, "p", 0, DELIVERY_SCHEDULED, FIRST + DAY);
    own->queue = "mornings";
    struct delivery *other = add(&scene, "first", 0, DELIVERY_SCHEDULED, FIRST);
    other->queue = "mornings";
    find(&scene, wanted, 1);
    assert_int_equal(wanted[0].due_utc, FIRST + DAY);
}

TEST(next_slot_after_the_end_of_a_post_is_none)
{
    CLEANUP(scene_close) struct scene scene;
    struct next_slot wanted[1];
    scene_open(&scene);
    add(&scene, "p", 0, DELIVERY_MISSED, NOW - DAY)->expires_utc = NOW + HOUR;
    find(&scene, wanted, 1);
    assert_true(wanted[0].due_utc == NO_TIME);
}

/* Free slots and closed days of random calendars, held against what is asked for single moments. */
#include "../test.h"

#include <string.h>

#include "base/text.h"
#include "calendar/closed.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "plan/free_slots.h"
#include "random_plan.h"

enum { SEEDS = 60, WEEKS_S = 4 * 7 * DAY, MOST_CLOSURES = 64 };

static void open_plan(struct random_plan *scene, uint64_t seed)
{
    random_plan_open(scene, seed);
    scene->workspace.calendar.zone = scene->accounts[0].zone;
    random_plan_settle(scene);
}

static bool is_taken(const struct random_plan *scene, const struct free_slot *slot)
{
    for (size_t i = 0; i < scene->plan.count; i++) {
        const struct delivery *delivery = &scene->plan.items[i];
        if (text_equal(delivery->queue, slot->queue->id) && delivery->due_utc == slot->due_utc &&
            delivery->account == slot->account)
            return true;
    }
    return false;
}

TEST(a_free_slot_is_open_and_nobodys)
{
    size_t seen = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct random_plan scene;
        struct free_slot *slots;
        open_plan(&scene, seed);
        const struct calendar *calendar = &scene.workspace.calendar;
        size_t count = free_slots_find(&slots, &scene.arena, &scene.plan, &scene.workspace,
                                       scene.now_utc, scene.now_utc + WEEKS_S);
        for (size_t i = 0; i < count; i++) {
            const struct closed_query query = { .account = slots[i].account,
                                                .utc = slots[i].due_utc };
            assert_true(slots[i].due_utc >= scene.now_utc);
            assert_true(slots[i].due_utc < scene.now_utc + WEEKS_S);
            assert_true(i == 0 || slots[i - 1].due_utc <= slots[i].due_utc);
            assert_int_equal(slots[i].offset_s,
                             zone_offset_at(slots[i].account->zone, slots[i].due_utc, NULL));
            assert_null(closed_quiet(calendar, slots[i].account->zone, slots[i].due_utc));
            assert_null(closed_by(&scene.workspace, &query, CLOSURE_BLACKOUT));
            assert_false(is_taken(&scene, &slots[i]));
        }
        seen += count;
        random_plan_close(&scene);
    }
    assert_true(seen > SEEDS);
}

/* A minute of the day at which a post that nothing excepts would be closed out. */
static bool is_closed_at_some_time(const struct random_plan *scene, int64_t day_s)
{
    const struct account here = { .id = "here",
                                  .zone = scene->workspace.calendar.zone,
                                  .index = 0 };
    for (int64_t minute = 0; minute < DAY / MINUTE; minute++) {
        struct local_time local = moment_local(day_s + minute * MINUTE);
        int64_t instants[2];
        if (zone_instants(here.zone, &local, instants) == LOCAL_SKIPPED)
            continue;
        const struct closed_query query = { .account = &here, .utc = instants[0] };
        if (closed_by(&scene->workspace, &query, CLOSURE_BLACKOUT))
            return true;
    }
    return false;
}

static bool has_closure(const struct random_plan *scene, int64_t day_s)
{
    const struct closure *found[MOST_CLOSURES];
    size_t count = closed_on_day(found, MOST_CLOSURES, &scene->workspace.calendar, day_s);
    for (size_t i = 0; i < count; i++)
        if (found[i]->kind == CLOSURE_BLACKOUT)
            return true;
    return false;
}

TEST(a_day_is_closed_at_some_time_where_a_minute_of_it_is)
{
    enum { DAYS = 10 };
    size_t closed = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct random_plan scene;
        open_plan(&scene, seed);
        for (size_t i = 0; i < scene.workspace.calendar.closure_count; i++)
            scene.workspace.calendar.closures[i].accounts = NULL;
        struct local_time now = zone_local(scene.workspace.calendar.zone, scene.now_utc);
        int64_t first_s = moment_seconds(&now) / DAY * DAY;
        for (int day = 0; day < DAYS; day++) {
            bool is_closed = is_closed_at_some_time(&scene, first_s + day * DAY);
            assert_int_equal(has_closure(&scene, first_s + day * DAY), is_closed);
            closed += is_closed;
        }
        random_plan_close(&scene);
    }
    assert_true(closed > SEEDS / 4);
}

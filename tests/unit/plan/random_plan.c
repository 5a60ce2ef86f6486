/* Calendars and posts by chance. */
#include "random_plan.h"

#include <stdlib.h>
#include <string.h>

#include "../test.h"
#include "base/arena.h"
#include "base/err.h"
#include "calendar/calendar_parts.h"
#include "lib/moment.h"
#include "lib/recurrence.h"
#include "lib/zone.h"
#include "model/account_set.h"

size_t random_pick(struct random_plan *scene, size_t count)
{
    uint64_t z = (scene->random += 0x9E3779B97F4A7C15U); /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (size_t)((z ^ (z >> 31)) % count);
}

static bool one_of(struct random_plan *scene, size_t count)
{
    return random_pick(scene, count) == 0;
}

static uint8_t some_weekdays(struct random_plan *scene)
{
    return one_of(scene, 3) ? EVERY_WEEKDAY : (uint8_t)(1 + random_pick(scene, EVERY_WEEKDAY));
}

static void make_accounts(struct random_plan *scene)
{
    static const char *const zones[] = { "Europe/Madrid", "America/New_York",
                                         "Australia/Lord_Howe" };
    static const char *const ids[MOST_ACCOUNTS] = { "a", "b", "c", "d" };
    static const char *const networks[MOST_ACCOUNTS] = { "x", "x", "y", "y" };
    static const int64_t gaps_s[] = { 0, 30, 90 * MINUTE, 5 * HOUR, 3 * DAY };
    const struct zone *loaded[3];
    size_t zone_count = 1 + random_pick(scene, 3);
    for (size_t i = 0; i < 3; i++) {
        struct err err = { 0 };
        size_t bytes;
        const void *data = zone_bundled(zones[i], &bytes);
        assert_int_equal(zone_parse(&loaded[i], &scene->arena, zones[i], data, bytes, &err), 0);
    }
    size_t first = random_pick(scene, 3);
    scene->workspace.accounts = scene->accounts;
    scene->workspace.account_count = 1 + random_pick(scene, MOST_ACCOUNTS);
    scene->workspace.calendar.zone = loaded[first];
    for (size_t i = 0; i < scene->workspace.account_count; i++)
        scene->accounts[i] =
            (struct account){ .id = ids[i],
                              .network_name = networks[i],
                              .zone = loaded[(first + random_pick(scene, zone_count)) % 3],
                              .gap_s = gaps_s[random_pick(scene, 5)],
                              .per_day = (int64_t)random_pick(scene, 4) - 1,
                              .index = i };
}

static void make_list(struct random_plan *scene, struct queue *queue, const char *target)
{
    /* Few, so that queues meet; some that the clocks skip or repeat. */
    static const int minutes[] = { 60, 105, 135, 150, 9 * 60, 9 * 60 + 30, 18 * 60, 23 * 60 + 45 };
    struct slot_list *list = &queue->lists[queue->list_count++];
    *list = (struct slot_list){ .target = target, .count = 1 + random_pick(scene, 3) };
    list->slots = arena_alloc_array(&scene->arena, list->count, sizeof *list->slots);
    for (size_t i = 0; i < list->count; i++)
        list->slots[i] =
            (struct weekly_slot){ some_weekdays(scene), minutes[random_pick(scene, 8)] };
}

static void make_queues(struct random_plan *scene)
{
    static const char *const ids[MOST_QUEUES] = { "mornings", "nights", "others" };
    static const char *const rules[] = { "FREQ=DAILY;BYHOUR=9;BYMINUTE=0",
                                         "FREQ=MONTHLY;BYMONTHDAY=1,15;BYHOUR=18;BYMINUTE=0" };
    struct calendar *calendar = &scene->workspace.calendar;
    calendar->queues = scene->queues;
    calendar->queue_count = 1 + random_pick(scene, MOST_QUEUES);
    for (size_t i = 0; i < calendar->queue_count; i++) {
        struct queue *queue = &scene->queues[i];
        struct err err = { 0 };
        *queue = (struct queue){ .id = ids[i], .from = { .year = 2020, .month = 1, .day = 1 } };
        if (one_of(scene, 4)) {
            scene->is_monthly[i] = one_of(scene, 2);
            assert_int_equal(
                recurrence_parse(&queue->rrule, &scene->arena, rules[scene->is_monthly[i]], &err),
                0);
            continue;
        }
        queue->lists = arena_alloc_array(&scene->arena, 3, sizeof *queue->lists);
        if (!one_of(scene, 5))
            make_list(scene, queue, NULL);
        if (one_of(scene, 2))
            make_list(scene, queue, "x");
        if (one_of(scene, 2) || queue->list_count == 0)
            make_list(scene, queue, "a");
    }
}

static struct moment some_moment(struct random_plan *scene, int64_t utc)
{
    int64_t at_s = utc - utc % (15 * MINUTE);
    switch (random_pick(scene, 3)) {
    case 0:
        return (struct moment){ .kind = MOMENT_DAY, .local = moment_local(at_s - at_s % DAY) };
    case 1:
        return (struct moment){ .kind = MOMENT_INSTANT, .local = moment_local(at_s), .utc = at_s };
    default:
        return (struct moment){ .kind = MOMENT_LOCAL, .local = moment_local(at_s) };
    }
}

static void make_closures(struct random_plan *scene)
{
    struct calendar *calendar = &scene->workspace.calendar;
    static struct name excepted[] = { { .text = "autumn" }, { .text = "b" }, { .text = "p03" } };
    for (size_t count = random_pick(scene, 5); count > 0; count--) {
        int64_t from_utc = scene->now_utc + ((int64_t)random_pick(scene, 40) - 10) * DAY;
        struct closure closure = {
            .kind = one_of(scene, 6) ? CLOSURE_WARNING : CLOSURE_BLACKOUT,
            .path = "calendar.yml",
            .is_yearly = one_of(scene, 2),
            .from = some_moment(scene, from_utc + (int64_t)random_pick(scene, DAY)),
            .until = some_moment(scene, from_utc + DAY + (int64_t)random_pick(scene, 8) * DAY),
        };
        if (closure.is_yearly) {
            closure.from.kind = closure.from.kind == MOMENT_DAY ? MOMENT_DAY : MOMENT_LOCAL;
            closure.until.kind = closure.until.kind == MOMENT_DAY ? MOMENT_DAY : MOMENT_LOCAL;
            closure.from.local.year = closure.until.local.year = 2024;
        }
        if (one_of(scene, 3)) {
            uint64_t *accounts = arena_alloc_array(&scene->arena, 1, sizeof *accounts);
            account_set_add(accounts, 0);
            closure.accounts = accounts;
        }
        if (one_of(scene, 3))
            closure.except = (struct names){ excepted, 3 };
        calendar_add_closure(calendar, &scene->arena, &closure);
    }
    calendar_order_closures(calendar);
}

static void make_calendar(struct random_plan *scene)
{
    /* Near the changes of the clocks, in Madrid, New York and Lord Howe, and at the year's end. */
    static const int64_t days[] = { 1774742400, 1772928000, 1775347200, 1792886400, 1793491200,
                                    1791072000, 1798675200, 1798675200, 1835395200 };
    struct calendar *calendar = &scene->workspace.calendar;
    size_t quiet = random_pick(scene, 3);
    scene->now_utc =
        days[random_pick(scene, 9)] - (int64_t)random_pick(scene, 2 * DAY / MINUTE) * MINUTE;
    calendar->max_late_s = DAY;
    calendar->quiet.items = arena_alloc_array(&scene->arena, quiet, sizeof(struct hours));
    for (calendar->quiet.count = 0; calendar->quiet.count < quiet; calendar->quiet.count++)
        calendar->quiet.items[calendar->quiet.count] =
            (struct hours){ some_weekdays(scene), (int)random_pick(scene, 96) * 15,
                            (int)random_pick(scene, 96) * 15 };
    make_closures(scene);
    scene->campaigns[0] =
        (struct campaign){ .id = "autumn",
                           .from_utc = one_of(scene, 4) ? NO_TIME : scene->now_utc + 2 * DAY,
                           .until_utc = one_of(scene, 4) ? NO_TIME : scene->now_utc + 9 * DAY };
    scene->workspace.campaigns = scene->campaigns;
    scene->workspace.campaign_count = 1;
}

void random_plan_add(struct random_plan *scene, size_t number)
{
    bool is_queued = !one_of(scene, 4);
    size_t queue = random_pick(scene, scene->workspace.calendar.queue_count);
    int64_t date_utc =
        scene->now_utc - DAY + (int64_t)random_pick(scene, 12 * DAY / (15 * MINUTE)) * 15 * MINUTE;
    struct delivery made = {
        .post = arena_printf(&scene->arena, "p%02zu", number),
        .date_utc = is_queued ? NO_TIME : date_utc,
        .expires_utc =
            one_of(scene, 6) ? scene->now_utc + (int64_t)random_pick(scene, 9 * DAY) : NO_TIME,
        .max_late_s = DAY,
        .priority = one_of(scene, 3) ? (int)random_pick(scene, 3) : 0,
        .is_draft = one_of(scene, 10),
        .is_urgent = one_of(scene, 8),
        .queue = is_queued ? scene->queues[queue].id : NULL,
        .queue_day_s = NO_TIME,
        .campaign = one_of(scene, 4) ? "autumn" : NULL,
        .why_blocked = one_of(scene, 15) ? "an error" : NULL,
    };
    if (is_queued && one_of(scene, 5))
        made.queue_day_s = date_utc - date_utc % DAY;
    for (size_t i = 0; i < scene->workspace.account_count; i++) {
        if (scene->workspace.account_count > 1 && one_of(scene, 3))
            continue;
        made.account = &scene->accounts[i];
        assert_true(scene->plan.count < MOST_ITEMS);
        scene->deliveries[scene->plan.count++] = made;
    }
}

void random_plan_open(struct random_plan *scene, uint64_t seed)
{
    *scene = (struct random_plan){ .random = seed * 0x2545F4914F6CDD1DU };
    make_accounts(scene);
    make_queues(scene);
    make_calendar(scene);
    scene->plan =
        (struct plan){ .arena = &scene->arena, .items = scene->deliveries, .capacity = MOST_ITEMS };
    for (size_t i = 0, count = 1 + random_pick(scene, MOST_POSTS); i < count; i++)
        random_plan_add(scene, 2 * i);
}

void random_plan_close(struct random_plan *scene) { arena_release(&scene->arena); }

static int by_name(const void *left, const void *right)
{
    const struct record *a = left;
    const struct record *b = right;
    int order = strcmp(a->post, b->post);
    return order ? order : strcmp(a->account, b->account);
}

void random_plan_settle(struct random_plan *scene)
{
    qsort(scene->records, scene->record_count, sizeof *scene->records, by_name);
    plan_settle(&scene->plan, scene->records, scene->record_count, NULL, &scene->workspace,
                scene->now_utc - 50 * DAY, scene->now_utc);
}

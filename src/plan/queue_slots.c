/* Slots as local times: which instant each is, its account's zone says. */
#include "plan/queue_slots.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/moment.h"
#include "lib/recurrence.h"
#include "model/account.h"
#include "model/calendar.h"

enum {
    DAY_S = 24 * 3600,
    DAYS = 367, /* what is further away is nobody's plan */
    MOST_SLOTS = 20000,
};

static int by_number(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* In order, each once. */
static void settle(struct slot_times *times, struct arena *arena)
{
    size_t kept = 0;
    list_sort(times->local_s, times->count, sizeof *times->local_s, by_number);
    for (size_t i = 0; i < times->count; i++)
        if (kept == 0 || times->local_s[kept - 1] != times->local_s[i])
            times->local_s[kept++] = times->local_s[i];
    times->count = kept;
    times->taken_by = arena_alloc_array(arena, kept, sizeof *times->taken_by);
    times->closed_to = arena_alloc_array(arena, kept, sizeof *times->closed_to);
}

static void build_weekly(struct slot_times *out, struct arena *arena, const struct slot_list *list,
                         int64_t first_day_s)
{
    size_t room = list->count * DAYS < MOST_SLOTS ? list->count * DAYS : MOST_SLOTS;
    out->local_s = arena_alloc_array(arena, room, sizeof *out->local_s);
    for (int64_t day = 0; day < DAYS; day++) {
        int64_t day_s = first_day_s + day * DAY_S;
        struct local_time local = moment_local(day_s);
        int weekday = moment_weekday(&local);
        for (size_t i = 0; i < list->count && out->count < room; i++)
            if ((list->slots[i].weekdays >> (weekday - 1)) & 1)
                out->local_s[out->count++] = day_s + list->slots[i].minute * 60;
    }
    settle(out, arena);
}

static void build_rule(struct slot_times *out, struct arena *arena, const struct queue *queue,
                       int64_t first_day_s)
{
    struct local_time *found = arena_alloc_array(arena, MOST_SLOTS, sizeof *found);
    struct local_time from = moment_local(first_day_s);
    struct local_time until = moment_local(first_day_s + (int64_t)DAYS * DAY_S);
    out->count = recurrence_between(found, MOST_SLOTS, queue->rrule, &queue->from, &from, &until);
    out->local_s = arena_alloc_array(arena, out->count, sizeof *out->local_s);
    for (size_t i = 0; i < out->count; i++)
        out->local_s[i] = moment_seconds(&found[i]);
    settle(out, arena);
}

void queue_slots_build(struct queue_slots *out, struct arena *arena, const struct queue *queue,
                       int64_t now_utc)
{
    int64_t first_day_s = now_utc - now_utc % DAY_S - DAY_S;
    *out = (struct queue_slots){
        .queue = queue,
        .list_count = queue->rrule ? 1 : queue->list_count,
        .end_local_s = first_day_s + (int64_t)DAYS * DAY_S,
    };
    out->lists = arena_alloc_array(arena, out->list_count, sizeof *out->lists);
    for (size_t i = 0; i < out->list_count; i++) {
        if (queue->rrule)
            build_rule(&out->lists[i], arena, queue, first_day_s);
        else
            build_weekly(&out->lists[i], arena, &queue->lists[i], first_day_s);
        /* No zone is further behind UTC than half a day: what lies before is past. */
        out->lists[i].first_free = slot_times_find(&out->lists[i], now_utc - DAY_S / 2);
    }
}

/* The place of the list that feeds the account; as many as there are: none does. */
static size_t find_list(const struct queue *queue, const struct account *account)
{
    const char *const names[] = { account->id, account->network_name, NULL };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t j = 0; j < queue->list_count; j++)
            if (text_equal(queue->lists[j].target, names[i]))
                return j;
    return queue->list_count;
}

bool queue_has_slots_for(const struct queue *queue, const struct account *account)
{
    return queue->rrule || find_list(queue, account) < queue->list_count;
}

struct slot_times *queue_slots_of(const struct queue_slots *slots, const struct account *account)
{
    if (!queue_has_slots_for(slots->queue, account))
        return NULL;
    return &slots->lists[slots->queue->rrule ? 0 : find_list(slots->queue, account)];
}

size_t slot_times_find(const struct slot_times *times, int64_t local_s)
{
    size_t low = 0;
    size_t high = times->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (times->local_s[middle] < local_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void slot_times_take(struct slot_times *times, int64_t local_s, const char *post)
{
    size_t i = slot_times_find(times, local_s);
    if (i < times->count && times->local_s[i] == local_s)
        times->taken_by[i] = post;
    while (times->first_free < times->count && times->taken_by[times->first_free])
        times->first_free++;
}

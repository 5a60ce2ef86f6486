/* iCalendar: when an event happens. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/list.h"
#include "lib/ics_events.h"
#include "lib/moment.h"
#include "lib/recurrence.h"
#include "lib/zone.h"

enum { DAY_S = 24 * 3600 };

static int64_t seconds_of(const struct moment *moment) { return moment_seconds(&moment->local); }

static struct moment later(const struct moment *moment, int64_t seconds)
{
    struct moment out = *moment;
    out.local = moment_local(seconds_of(moment) + seconds);
    if (out.kind == MOMENT_INSTANT)
        out.utc += seconds;
    return out;
}

/* The local time in the event's zone: programs write instants beside local times. */
static struct local_time local_of(const struct ics_event *event, const struct moment *moment,
                                  const struct zone *zone)
{
    return moment->kind == MOMENT_INSTANT && event->from.kind == MOMENT_LOCAL && zone
               ? zone_local(zone, moment->utc)
               : moment->local;
}

static bool is_without(const struct ics_event *event, const struct local_time *local,
                       const struct zone *zone)
{
    int64_t at_s = moment_seconds(local);
    for (size_t i = 0; i < event->without_count; i++) {
        const struct moment *without = &event->without[i];
        struct local_time other = local_of(event, without, zone);
        /* A day alone means all of it. */
        if (moment_seconds(&other) == (without->kind == MOMENT_DAY ? at_s - at_s % DAY_S : at_s))
            return true;
    }
    return false;
}

static int by_start(const void *left, const void *right)
{
    int64_t a = seconds_of(&((const struct ics_times *)left)->from);
    int64_t b = seconds_of(&((const struct ics_times *)right)->from);
    return (a > b) - (a < b);
}

static void put(struct ics_times *out, size_t *count, size_t most, const struct ics_event *event,
                const struct local_time *local, const struct zone *zone)
{
    if (*count == most || is_without(event, local, zone))
        return;
    int64_t shift_s = moment_seconds(local) - seconds_of(&event->from);
    out[(*count)++] =
        (struct ics_times){ later(&event->from, shift_s), later(&event->until, shift_s) };
}

static bool is_between(const struct local_time *local, const struct local_time *from,
                       const struct local_time *until)
{
    return moment_seconds(local) >= moment_seconds(from) &&
           moment_seconds(local) < moment_seconds(until);
}

size_t ics_event_between(struct ics_times *out, size_t most, const struct ics_event *event,
                         const struct zone *zone, const struct local_time *from,
                         const struct local_time *until)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct recurrence *rule;
    struct err ignored = { 0 };
    const struct local_time *start = &event->from.local;
    size_t count = 0;
    bool has_start = false;
    if (event->rule && recurrence_parse(&rule, &arena, event->rule, &ignored) == 0) {
        if (zone && event->from.kind == MOMENT_LOCAL)
            rule = recurrence_in_zone(&arena, rule, zone);
        size_t room = most + event->without_count;
        struct local_time *found = arena_alloc_array(&arena, room, sizeof *found);
        size_t found_count = recurrence_between(found, room, rule, start, from, until);
        for (size_t i = 0; i < found_count; i++) {
            has_start |= moment_seconds(&found[i]) == moment_seconds(start);
            put(out, &count, most, event, &found[i], zone);
        }
    }
    /* The start happens, whether or not the rule says so. */
    if (!has_start && is_between(start, from, until))
        put(out, &count, most, event, start, zone);
    for (size_t i = 0; i < event->also_count; i++) {
        struct local_time also = local_of(event, &event->also[i], zone);
        if (is_between(&also, from, until))
            put(out, &count, most, event, &also, zone);
    }
    list_sort(out, count, sizeof *out, by_start);
    return count;
}

/* Open hours and slots as lines of cron. */
#include "commands/init_hours.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/recurrence.h"
#include "lib/zone.h"
#include "model/calendar.h"
#include "model/moment.h"

enum {
    HOURS = 24,
    DAY_MINUTES = 24 * 60,
    LEAD_MINUTES = 13, /* before the hour: at the full hour everybody's jobs begin */
    ALARM_MINUTE = 33,
    ALARM_HOURS = 3, /* between two alarms, and the age that is too old */
    FIRST_BY_DAY = 7,
    LAST_BY_DAY = 22,
    DAY_S = 24 * 60 * 60,
    YEAR_DAYS = 366,
    INSTANCES = 500,
    OFFSETS = 8,
};

static bool is_quiet(const struct hours_list *quiet, int weekday, int minute)
{
    for (size_t i = 0; i < quiet->count; i++) {
        const struct hours *hours = &quiet->items[i];
        bool is_over_night = hours->until_minute <= hours->from_minute;
        int day_before = (weekday + 6) % 7;
        bool is_today = (hours->weekdays >> weekday) & 1;
        bool is_yesterday = (hours->weekdays >> day_before) & 1;
        if (is_today && minute >= hours->from_minute &&
            (is_over_night || minute < hours->until_minute))
            return true;
        if (is_over_night && is_yesterday && minute < hours->until_minute)
            return true;
    }
    return false;
}

static bool is_open(const struct calendar *calendar, int hour)
{
    if (!calendar || !calendar->quiet.count)
        return hour >= FIRST_BY_DAY && hour <= LAST_BY_DAY;
    for (int weekday = 0; weekday < 7; weekday++)
        for (int minute = 0; minute < 60; minute++)
            if (!is_quiet(&calendar->quiet, weekday, hour * 60 + minute))
                return true;
    return false;
}

static void add_rule(bool hours[HOURS], struct arena *arena, const struct queue *queue,
                     const struct zone *zone, int64_t now_utc)
{
    struct local_time *found = arena_alloc_array(arena, INSTANCES, sizeof *found);
    struct local_time from = zone_local(zone, now_utc);
    struct local_time until = zone_local(zone, now_utc + (int64_t)YEAR_DAYS * DAY_S);
    const struct recurrence *rule = recurrence_in_zone(arena, queue->rrule, zone);
    size_t count = recurrence_between(found, INSTANCES, rule, &queue->from, &from, &until);
    for (size_t i = 0; i < count; i++)
        hours[found[i].hour] = true;
}

/* The local hours in which something can be due. */
static void find_hours(bool hours[HOURS], struct arena *arena, const struct calendar *calendar,
                       const struct zone *zone, int64_t now_utc)
{
    for (int hour = 0; hour < HOURS; hour++)
        hours[hour] = is_open(calendar, hour);
    for (size_t i = 0; calendar && i < calendar->queue_count; i++) {
        const struct queue *queue = &calendar->queues[i];
        for (size_t j = 0; j < queue->list_count; j++)
            for (size_t k = 0; k < queue->lists[j].count; k++)
                hours[queue->lists[j].slots[k].minute / 60] = true;
        if (queue->rrule)
            add_rule(hours, arena, queue, zone, now_utc);
    }
}

/* `4-20` or `4,7-9`. */
static const char *list_hours(struct arena *arena, const bool hours[HOURS])
{
    struct text_buffer out = text_buffer_in(arena, 200);
    for (int hour = 0; hour < HOURS; hour++) {
        int last = hour;
        if (!hours[hour])
            continue;
        while (last + 1 < HOURS && hours[last + 1])
            last++;
        text_printf(&out, last > hour ? "%s%d-%d" : "%s%d", out.bytes ? "," : "", hour, last);
        hour = last;
    }
    return text_end(&out);
}

/* Hours behind which so many runs lie that the last can't be older than the alarm's age. */
static const char *alarm_line(struct arena *arena, const bool runs[HOURS])
{
    bool alarms[HOURS] = { false };
    bool has_any = false;
    int next = 0;
    for (int hour = 0; hour < HOURS; hour++) {
        bool is_watched = hour >= next;
        for (int back = 0; back < ALARM_HOURS; back++)
            is_watched = is_watched && runs[(hour + HOURS - back) % HOURS];
        if (!is_watched)
            continue;
        alarms[hour] = has_any = true;
        next = hour + ALARM_HOURS;
    }
    return has_any ? arena_printf(arena, "%d %s * * *", ALARM_MINUTE, list_hours(arena, alarms))
                   : NULL;
}

/* What the zone is ahead of UTC in the year to come. */
static size_t find_offsets(int32_t out[OFFSETS], const struct zone *zone, int64_t now_utc)
{
    size_t count = 0;
    for (int day = 0; day < YEAR_DAYS; day++) {
        int32_t offset_s = zone_offset_at(zone, now_utc + (int64_t)day * DAY_S, NULL);
        bool is_known = false;
        for (size_t i = 0; i < count; i++)
            is_known |= out[i] == offset_s;
        if (!is_known && count < OFFSETS)
            out[count++] = offset_s;
    }
    return count;
}

static int start_of(int hour, int32_t offset_s)
{
    int minute = hour * 60 - LEAD_MINUTES - offset_s / 60;
    return (minute % DAY_MINUTES + DAY_MINUTES) % DAY_MINUTES;
}

/* Lines for all minutes of the hour at which a run begins; the alarm looks at whole hours. */
static void make_lines(struct init_hours *out, struct arena *arena, const bool hours[HOURS],
                       const int32_t *offsets, size_t offset_count)
{
    bool starts[DAY_MINUTES] = { false };
    bool begun[HOURS] = { false };
    for (int hour = 0; hour < HOURS; hour++)
        for (size_t i = 0; hours[hour] && i < offset_count; i++)
            starts[start_of(hour, offsets[i])] = true;
    out->runs = arena_alloc_array(arena, 60, sizeof *out->runs);
    for (int minute = 0; minute < 60; minute++) {
        bool of_minute[HOURS] = { false };
        bool has_any = false;
        for (int hour = 0; hour < HOURS; hour++)
            if (starts[hour * 60 + minute]) {
                of_minute[hour] = begun[hour] = has_any = true;
                out->runs_a_day++;
            }
        if (has_any)
            out->runs[out->run_count++] =
                arena_printf(arena, "%d %s * * *", minute, list_hours(arena, of_minute));
    }
    out->alarm = alarm_line(arena, begun);
}

void init_hours_make(struct init_hours *out, struct arena *arena, const struct calendar *calendar,
                     const struct zone *zone, int64_t now_utc)
{
    bool hours[HOURS];
    int32_t offsets[OFFSETS];
    struct init_hours local = { 0 };
    *out = (struct init_hours){ 0 };
    find_hours(hours, arena, calendar, zone, now_utc);
    hours[LAST_BY_DAY] |=
        !*list_hours(arena, hours); /* quiet at all times: once a day all the same */
    out->words = list_hours(arena, hours);
    make_lines(out, arena, hours, offsets, find_offsets(offsets, zone, now_utc));
    offsets[0] = 0;
    make_lines(&local, arena, hours, offsets, 1);
    out->local_runs = local.runs[0];
    /* Few runs a day: the alarm looks once, at noon. */
    out->age = out->alarm && local.alarm ? arena_printf(arena, "%dh", ALARM_HOURS) : "26h";
    out->local_alarm = out->alarm && local.alarm ? local.alarm : "33 12 * * *";
    out->alarm = out->alarm && local.alarm ? out->alarm : "33 12 * * *";
}

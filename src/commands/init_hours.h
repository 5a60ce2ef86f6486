/* When a CI service is to look for what is due: lines for its schedule, made of the calendar's open
 * hours and slots. A run at 47 minutes past waits until the next hour is over, so that each thing
 * goes out at its minute although services start jobs late. */
#ifndef PREGON_COMMANDS_INIT_HOURS_H
#define PREGON_COMMANDS_INIT_HOURS_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct calendar;
struct zone;

struct init_hours {
    const char **runs; /* in UTC, for every offset that the zone has in the year to come */
    size_t run_count;
    const char *local_runs; /* in the zone's own time, for services that know zones */
    const char *alarm, *local_alarm;
    const char *age;   /* what the alarm takes for too old: "3h" */
    const char *words; /* the open hours, for people: "7-22" */
    size_t runs_a_day; /* in UTC: hours that count in one half of the year alone, too */
};

/* `calendar` NULL: one that says nothing, which is open by day. */
void init_hours_make(struct init_hours *out, struct arena *arena, const struct calendar *calendar,
                     const struct zone *zone, int64_t now_utc);

#endif

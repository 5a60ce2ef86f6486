/* Times in a zone: a clock change skips some, and repeats others. */
#include "base/arena.h"
#include "base/message.h"
#include "lib/moment.h"
#include "lib/value.h"
#include "lib/zone.h"
#include "model/finding.h"

static const char *clock_time(struct arena *arena, const struct local_time *local)
{
    if (local->second)
        return arena_printf(arena, "%02d:%02d:%02d", local->hour, local->minute, local->second);
    return arena_printf(arena, "%02d:%02d", local->hour, local->minute);
}

static const char *day(struct arena *arena, const struct local_time *local)
{
    return arena_printf(arena, "%04d-%02d-%02d", local->year, local->month, local->day);
}

/* With its day where that is another one than that of the time that was written. */
static const char *time_beside(struct arena *arena, const struct local_time *local,
                               const struct local_time *written)
{
    const char *time = clock_time(arena, local);
    if (local->year == written->year && local->month == written->month &&
        local->day == written->day)
        return time;
    return arena_printf(arena, "%s %s", day(arena, local), time);
}

/* The first second after a change of offset between two instants. */
static int64_t change_between(const struct zone *zone, int64_t before, int64_t after)
{
    int32_t old = zone_offset_at(zone, before, NULL);
    while (after - before > 1) {
        int64_t middle = before + (after - before) / 2;
        if (zone_offset_at(zone, middle, NULL) == old)
            before = middle;
        else
            after = middle;
    }
    return after;
}

static int complain_of_skipped(struct reading *reading, struct span where,
                               const struct moment *moment, const struct zone *zone,
                               const int64_t instants[2])
{
    struct arena *arena = reading->findings->arena;
    int64_t change = change_between(zone, instants[1], instants[0]);
    struct local_time old = moment_local(change + zone_offset_at(zone, change - 1, NULL));
    struct local_time new = zone_local(zone, change);
    struct local_time earlier = zone_local(zone, instants[1]);
    struct local_time later = zone_local(zone, instants[0]);
    reading_complain(
        reading, "date", where,
        _("%s %s does not exist in %s: the clocks jump from %s to %s; write %s or %s"),
        day(arena, &moment->local), clock_time(arena, &moment->local), zone_name(zone),
        time_beside(arena, &old, &moment->local), time_beside(arena, &new, &moment->local),
        time_beside(arena, &earlier, &moment->local), time_beside(arena, &later, &moment->local));
    reading_suggest(
        reading, arena_printf(arena, "%s %s", day(arena, &earlier), clock_time(arena, &earlier)));
    reading_suggest(reading,
                    arena_printf(arena, "%s %s", day(arena, &later), clock_time(arena, &later)));
    return -1;
}

static int complain_of_repeated(struct reading *reading, struct span where,
                                const struct moment *moment, const struct zone *zone,
                                const int64_t instants[2])
{
    struct arena *arena = reading->findings->arena;
    const char *first = moment_format(arena, instants[0], zone_offset_at(zone, instants[0], NULL));
    const char *second = moment_format(arena, instants[1], zone_offset_at(zone, instants[1], NULL));
    reading_complain(reading, "date", where,
                     _("%s %s comes twice in %s, because the clocks go back: write `%s` for the "
                       "first, `%s` for the second"),
                     day(arena, &moment->local), clock_time(arena, &moment->local), zone_name(zone),
                     first, second);
    reading_suggest(reading, first);
    reading_suggest(reading, second);
    return -1;
}

int value_instant(int64_t *out_utc, struct reading *reading, struct span where,
                  const struct moment *moment, const struct zone *zone, bool is_end)
{
    enum { DAY_S = 24 * 60 * 60 };
    if (moment->kind == MOMENT_INSTANT) {
        *out_utc = moment->utc;
        return 0;
    }
    int64_t instants[2];
    if (moment->kind == MOMENT_DAY) {
        /* Some zones change their clocks at midnight; a day begins and ends all the same. */
        struct local_time start =
            moment_local(moment_seconds(&moment->local) + (is_end ? DAY_S : 0));
        zone_instants(zone, &start, instants);
        *out_utc = instants[0] - is_end;
        return 0;
    }
    switch (zone_instants(zone, &moment->local, instants)) {
    case LOCAL_UNIQUE:
        *out_utc = instants[0];
        return 0;
    case LOCAL_SKIPPED:
        return complain_of_skipped(reading, where, moment, zone, instants);
    case LOCAL_REPEATED:
        return complain_of_repeated(reading, where, moment, zone, instants);
    }
    return -1;
}

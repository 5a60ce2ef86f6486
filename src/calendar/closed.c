/* Whether a moment is closed. */
#include "calendar/closed.h"

#include <stddef.h>

#include "base/text.h"
#include "lib/hours.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account_set.h"
#include "model/workspace.h"

enum {
    DAY_S = 24 * 3600,
    ZONES_S = 26 * 3600, /* no local time is further from UTC, in two zones */
};

const struct hours *closed_quiet(const struct calendar *calendar, const struct zone *zone,
                                 int64_t utc)
{
    struct local_time local = zone_local(zone, utc);
    return hours_find(&calendar->quiet, &local);
}

/* --- closures --- */

static bool has_started(const struct moment *from, int64_t utc, int64_t local_s)
{
    if (from->kind == MOMENT_INSTANT)
        return from->utc <= utc;
    return moment_seconds(&from->local) <= local_s;
}

static bool has_ended(const struct moment *until, int64_t utc, int64_t local_s)
{
    if (until->kind == MOMENT_INSTANT)
        return until->utc <= utc;
    return moment_seconds(&until->local) + (until->kind == MOMENT_DAY ? DAY_S : 0) <= local_s;
}

/* The same day of another year: 29 February is 1 March where there is none. */
static int64_t seconds_in(int year, const struct moment *moment, bool is_end)
{
    struct local_time local = moment->local;
    local.year = year;
    return moment_seconds(&local) + (is_end && moment->kind == MOMENT_DAY ? DAY_S : 0);
}

/* Of last year's, too: it may run over the end of the year. */
static bool covers_yearly(const struct closure *closure, const struct local_time *local,
                          int64_t local_s)
{
    for (int year = local->year - 1; year <= local->year; year++) {
        int64_t from_s = seconds_in(year, &closure->from, false);
        int64_t until_s = seconds_in(year, &closure->until, true);
        if (until_s <= from_s)
            until_s = seconds_in(year + 1, &closure->until, true);
        if (from_s <= local_s && local_s < until_s)
            return true;
    }
    return false;
}

static bool lets_through(const struct workspace *workspace, const struct closure *closure,
                         const struct closed_query *query)
{
    if (closure->accounts && !account_set_has(closure->accounts, query->account->index))
        return true;
    for (size_t i = 0; i < closure->except.count; i++) {
        const char *name = closure->except.items[i].text;
        if (text_equal(name, query->campaign) || text_equal(name, query->post) ||
            account_is_named(workspace, query->account, name))
            return true;
    }
    return false;
}

/* The first of those that come once which may still last at that time. */
static size_t find_first(const struct calendar *calendar, int64_t utc)
{
    int64_t from_s = utc - ZONES_S - calendar->longest_s;
    size_t low = calendar->yearly_count;
    size_t high = calendar->closure_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->closures[middle].from_s < from_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct closure *closed_by(const struct workspace *workspace, const struct closed_query *query,
                                enum closure_kind kind)
{
    const struct calendar *calendar = &workspace->calendar;
    if (calendar->closure_count == 0)
        return NULL;
    struct local_time local = zone_local(query->account->zone, query->utc);
    int64_t local_s = moment_seconds(&local);
    for (size_t i = 0; i < calendar->yearly_count; i++) {
        const struct closure *closure = &calendar->closures[i];
        if (closure->kind == kind && covers_yearly(closure, &local, local_s) &&
            !lets_through(workspace, closure, query))
            return closure;
    }
    for (size_t i = find_first(calendar, query->utc);
         i < calendar->closure_count && calendar->closures[i].from_s <= query->utc + ZONES_S; i++) {
        const struct closure *closure = &calendar->closures[i];
        if (closure->kind == kind && has_started(&closure->from, query->utc, local_s) &&
            !has_ended(&closure->until, query->utc, local_s) &&
            !lets_through(workspace, closure, query))
            return closure;
    }
    return NULL;
}

/* --- days --- */

/* The end of a moment in the calendar's own clocks. */
static int64_t local_of(const struct calendar *calendar, const struct moment *moment, bool is_end)
{
    if (moment->kind == MOMENT_INSTANT) {
        struct local_time local = zone_local(calendar->zone, moment->utc);
        return moment_seconds(&local);
    }
    return moment_seconds(&moment->local) + (is_end && moment->kind == MOMENT_DAY ? DAY_S : 0);
}

static bool touches_day(const struct calendar *calendar, const struct closure *closure,
                        int64_t day_s)
{
    return local_of(calendar, &closure->from, false) < day_s + DAY_S &&
           local_of(calendar, &closure->until, true) > day_s;
}

/* By its first and its last second, and by its beginning, which may lie between them. */
static bool touches_day_yearly(const struct closure *closure, int64_t day_s)
{
    struct local_time first = moment_local(day_s);
    struct local_time last = moment_local(day_s + DAY_S - 1);
    int64_t from_s = seconds_in(first.year, &closure->from, false);
    return covers_yearly(closure, &first, day_s) ||
           covers_yearly(closure, &last, day_s + DAY_S - 1) ||
           (from_s >= day_s && from_s < day_s + DAY_S);
}

size_t closed_on_day(const struct closure **out, size_t room, const struct calendar *calendar,
                     int64_t day_s)
{
    size_t count = 0;
    for (size_t i = 0; i < calendar->yearly_count && count < room; i++)
        if (touches_day_yearly(&calendar->closures[i], day_s))
            out[count++] = &calendar->closures[i];
    for (size_t i = find_first(calendar, day_s);
         i < calendar->closure_count && count < room &&
         calendar->closures[i].from_s <= day_s + DAY_S + ZONES_S;
         i++)
        if (touches_day(calendar, &calendar->closures[i], day_s))
            out[count++] = &calendar->closures[i];
    return count;
}

/* Times on the command line. */
#include "commands/times.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "lib/moment.h"
#include "lib/zone.h"

enum { DAY_S = 24 * 60 * 60 };

/* Where the clocks change at midnight, a day begins after the gap, or with the first of the two. */
static int64_t start_of_day(const struct zone *zone, const struct local_time *day)
{
    int64_t instants[2];
    (void)zone_instants(zone, day, instants);
    return instants[0];
}

int times_parse(int64_t *out, struct arena *arena, const char *text, const struct zone *zone,
                struct err *err)
{
    struct moment moment;
    if (moment_parse(&moment, text) != 0) {
        const char *right = moment_suggest(arena, text);
        if (right)
            return err_set(err, ERR_USAGE, _("'%s' is no time that I know; write '%s'"), text,
                           right);
        return err_set(err, ERR_USAGE,
                       _("'%s' is no time that I know; write '2026-11-24 09:30' or "
                         "'2026-11-24T09:30:00+01:00'"),
                       text);
    }
    if (moment.kind == MOMENT_INSTANT) {
        *out = moment.utc;
        return 0;
    }
    if (moment.kind == MOMENT_DAY) {
        *out = start_of_day(zone, &moment.local);
        return 0;
    }
    int64_t instants[2];
    switch (zone_instants(zone, &moment.local, instants)) {
    case LOCAL_UNIQUE:
        *out = instants[0];
        return 0;
    case LOCAL_SKIPPED:
        return err_set(err, ERR_USAGE, _("'%s' does not exist in %s: the clocks are put forward"),
                       text, zone_name(zone));
    case LOCAL_REPEATED:
        return err_set(err, ERR_USAGE, _("'%s' comes twice in %s: write %s or %s"), text,
                       zone_name(zone),
                       moment_format(arena, instants[0], zone_offset_at(zone, instants[0], NULL)),
                       moment_format(arena, instants[1], zone_offset_at(zone, instants[1], NULL)));
    }
    return -1;
}

int times_parse_end(int64_t *out, struct arena *arena, const char *text, const struct zone *zone,
                    struct err *err)
{
    struct moment moment;
    if (moment_parse(&moment, text) != 0 || moment.kind != MOMENT_DAY)
        return times_parse(out, arena, text, zone, err);
    struct local_time next = moment_local(moment_seconds(&moment.local) + DAY_S);
    *out = start_of_day(zone, &next);
    return 0;
}

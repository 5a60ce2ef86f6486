/* Dates of posts, moved. */
#include "commands/redate.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/moment.h"
#include "lib/zone.h"

enum { DAY_S = 24 * 3600 };

int redate_parse_shift(int64_t *out_s, const char *text)
{
    if (*text != '+' && *text != '-')
        return -1;
    int64_t seconds = moment_duration(text + 1);
    if (seconds == MOMENT_TOO_LONG)
        seconds = (int64_t)LIMIT_DURATION_DAYS * DAY_S; /* too far from any date */
    if (seconds <= 0)
        return -1;
    *out_s = *text == '-' ? -seconds : seconds;
    return 0;
}

static const char *local_text(struct arena *arena, const char *like, const struct local_time *local)
{
    const char *separator = strpbrk(like, "Tt ");
    bool has_seconds = separator && strchr(separator, ':') != strrchr(separator, ':');
    const char *minutes =
        arena_printf(arena, "%04d-%02d-%02d%c%02d:%02d", local->year, local->month, local->day,
                     separator ? *separator : ' ', local->hour, local->minute);
    return has_seconds ? arena_printf(arena, "%s:%02d", minutes, local->second) : minutes;
}

int redate_shift(const char **out, struct arena *arena, const char *text, int64_t shift_s,
                 const struct zone *zone, struct err *err)
{
    struct moment moment;
    if (moment_parse(&moment, text) != 0)
        return err_set(err, ERR_INPUT, _("'%s' is no time that I know; write '%s'"), text,
                       "2026-11-24 09:30");
    if (moment.kind == MOMENT_DAY && shift_s % DAY_S)
        return err_set(err, ERR_INPUT, _("'%s' has no hour: it can be moved by whole days alone"),
                       text);
    struct local_time from =
        moment.kind == MOMENT_INSTANT ? zone_local(zone, moment.utc) : moment.local;
    struct local_time to = moment_local(moment_seconds(&from) + shift_s);
    if (!moment_is_valid(&to))
        return err_set(err, ERR_INPUT, _("'%s' can't be moved that far"), text);
    int64_t instants[2];
    switch (moment.kind) {
    case MOMENT_DAY:
        *out = arena_printf(arena, "%04d-%02d-%02d", to.year, to.month, to.day);
        return 0;
    case MOMENT_INSTANT:
        if (zone_instants(zone, &to, instants) == LOCAL_SKIPPED)
            return redate_check(local_text(arena, " ", &to), zone, err);
        *out = text_ends_with(text, "Z") || text_ends_with(text, "z")
                   ? moment_format_utc(arena, instants[0])
                   : moment_format(arena, instants[0], zone_offset_at(zone, instants[0], NULL));
        return 0;
    default:
        *out = local_text(arena, text, &to);
        return 0;
    }
}

int redate_check(const char *text, const struct zone *zone, struct err *err)
{
    struct moment moment;
    int64_t instants[2];
    if (moment_parse(&moment, text) != 0 || moment.kind != MOMENT_LOCAL)
        return 0;
    switch (zone_instants(zone, &moment.local, instants)) {
    case LOCAL_UNIQUE:
        return 0;
    case LOCAL_SKIPPED:
        return err_set(err, ERR_INPUT, _("'%s' does not exist in %s: the clocks are put forward"),
                       text, zone_name(zone));
    case LOCAL_REPEATED:
        return err_set(err, ERR_INPUT,
                       _("'%s' comes twice in %s, because the clocks go back: name a time with an "
                         "offset"),
                       text, zone_name(zone));
    }
    return -1;
}

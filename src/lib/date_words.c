/* Dates in words: the order of the words is the language's, too. */
#include "lib/date_words.h"

#include "base/arena.h"
#include "base/message.h"
#include "lib/moment.h"
#include "lib/zone.h"

static const char *const weekdays[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                        N_("Fri"), N_("Sat"), N_("Sun") };
static const char *const months[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
                                      N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
                                      N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec") };
const char *date_words_weekday(int weekday) { return message_translated(weekdays[weekday - 1]); }

const char *date_words_day(struct arena *arena, const struct local_time *day)
{
    /* TRANSLATORS: weekday, day, month, year */
    return arena_printf(arena, _("%s %d %s %d"), date_words_weekday(moment_weekday(day)), day->day,
                        message_translated(months[day->month - 1]), day->year);
}

const char *date_words(struct arena *arena, const struct zone *zone, int64_t utc)
{
    struct local_time local = zone_local(zone, utc);
    /* TRANSLATORS: a date in words, hour, minute */
    return arena_printf(arena, _("%s, %02d:%02d"), date_words_day(arena, &local), local.hour,
                        local.minute);
}

const char *date_words_month(struct arena *arena, const struct local_time *day)
{
    return arena_printf(arena, "%s %d", message_translated(months[day->month - 1]), day->year);
}

const char *date_words_span(struct arena *arena, int64_t seconds)
{
    enum { MINUTE_S = 60, HOUR_S = 60 * MINUTE_S, DAY_S = 24 * HOUR_S };
    unsigned long days = (unsigned long)(seconds / DAY_S);
    unsigned long hours = (unsigned long)(seconds / HOUR_S);
    unsigned long minutes = (unsigned long)(seconds / MINUTE_S);
    if (seconds % DAY_S == 0)
        return arena_printf(arena, ngettext("%lu day", "%lu days", days), days);
    if (seconds % HOUR_S == 0)
        return arena_printf(arena, ngettext("%lu hour", "%lu hours", hours), hours);
    return arena_printf(arena, ngettext("%lu minute", "%lu minutes", minutes), minutes);
}

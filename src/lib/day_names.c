/* Names of weekdays and months, and a day in words. */
#include "lib/day_names.h"

#include "base/arena.h"
#include "base/message.h"
#include "lib/moment.h"

static const char *const weekdays[] = { N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                        N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                        N_("Sunday") };
static const char *const months[] = { N_("January"), N_("February"), N_("March"),
                                      N_("April"),   N_("May"),      N_("June"),
                                      N_("July"),    N_("August"),   N_("September"),
                                      N_("October"), N_("November"), N_("December") };

const char *day_weekday_name(int weekday) { return message_translated(weekdays[weekday - 1]); }

const char *day_month_name(struct arena *arena, int year, int month)
{
    /* Translators: month and year: "noviembre de 2026". */
    return arena_printf(arena, _("%s %d"), message_translated(months[month - 1]), year);
}

const char *day_name(struct arena *arena, int64_t utc, int32_t offset_s)
{
    struct local_time local = moment_local(utc + offset_s);
    /* Translators: weekday, day, month, year: "martes 24 de noviembre de 2026". */
    return arena_printf(arena, _("%s %d %s %d"), day_weekday_name(moment_weekday(&local)),
                        local.day, message_translated(months[local.month - 1]), local.year);
}

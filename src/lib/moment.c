/* Moments: calendar arithmetic, and the notations that files may use. */
#include "lib/moment.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"

enum { MINUTE_S = 60, HOUR_S = 60 * MINUTE_S, DAY_S = 24 * HOUR_S, WEEK_S = 7 * DAY_S };
enum { FIRST_YEAR = 1970, LAST_YEAR = 9999 };

/* Days since 1970 of a date, by eras of 400 years that begin on a 1st of March: the leap day is
 * then the last of its year, and 153 days make five months. */
static int64_t days_of(int64_t year, int month, int day)
{
    enum { ERA_DAYS = 146097, EPOCH_DAYS = 719468 };
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           EPOCH_DAYS;
}

static void set_date(struct local_time *local, int64_t days)
{
    enum { ERA_DAYS = 146097, EPOCH_DAYS = 719468 };
    days += EPOCH_DAYS;
    int64_t era = (days >= 0 ? days : days - (ERA_DAYS - 1)) / ERA_DAYS;
    int64_t day_of_era = days - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    local->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    local->month = (int)(month < 10 ? month + 3 : month - 9);
    local->year = (int)(year_of_era + era * 400 + (local->month <= 2));
}

int64_t moment_seconds(const struct local_time *local)
{
    return days_of(local->year, local->month, local->day) * DAY_S + local->hour * HOUR_S +
           local->minute * MINUTE_S + local->second;
}

struct local_time moment_local(int64_t seconds)
{
    int64_t second_of_day = seconds % DAY_S;
    int64_t days = seconds / DAY_S;
    if (second_of_day < 0) {
        second_of_day += DAY_S;
        days--;
    }
    struct local_time local = {
        .hour = (int)(second_of_day / HOUR_S),
        .minute = (int)(second_of_day % HOUR_S / MINUTE_S),
        .second = (int)(second_of_day % MINUTE_S),
    };
    set_date(&local, days);
    return local;
}

int moment_weekday(const struct local_time *local)
{
    enum { EPOCH_WEEKDAY = 4 }; /* 1970-01-01 was a Thursday */
    int64_t days = days_of(local->year, local->month, local->day);
    return (int)(((days + EPOCH_WEEKDAY - 1) % 7 + 7) % 7) + 1;
}

bool moment_is_valid(const struct local_time *local)
{
    static const int month_days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (local->year < FIRST_YEAR || local->year > LAST_YEAR || local->month < 1 ||
        local->month > 12 || local->day < 1 || local->day > month_days[local->month - 1])
        return false;
    bool is_leap = local->year % 4 == 0 && (local->year % 100 != 0 || local->year % 400 == 0);
    if (local->month == 2 && local->day == 29 && !is_leap)
        return false;
    return local->hour >= 0 && local->hour < 24 && local->minute >= 0 && local->minute < 60 &&
           local->second >= 0 && local->second < 60;
}

/* Takes `digits` digits at `*at`. */
static bool take_number(const char **at, int digits, int *number)
{
    int value = 0;
    for (int i = 0; i < digits; i++) {
        char c = (*at)[i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *at += digits;
    *number = value;
    return true;
}

static bool take_char(const char **at, const char *one_of)
{
    if (!**at || !strchr(one_of, **at))
        return false;
    ++*at;
    return true;
}

/* `H:MM[:SS[.fraction]]`; posts are due to the second, so a fraction is dropped. */
static bool take_time(const char **at, struct local_time *local)
{
    int ignored;
    if ((!take_number(at, 2, &local->hour) && !take_number(at, 1, &local->hour)) ||
        !take_char(at, ":") || !take_number(at, 2, &local->minute))
        return false;
    if (!take_char(at, ":"))
        return true;
    if (!take_number(at, 2, &local->second))
        return false;
    if (!take_char(at, "."))
        return true;
    bool has_digits = false;
    while (take_number(at, 1, &ignored))
        has_digits = true;
    return has_digits;
}

/* `Z` or `+HH:MM`. */
static bool take_offset(const char **at, int *offset_s)
{
    if (take_char(at, "Zz")) {
        *offset_s = 0;
        return true;
    }
    int sign = **at == '-' ? -1 : 1;
    int hours, minutes;
    if (!take_char(at, "+-") || !take_number(at, 2, &hours) || !take_char(at, ":") ||
        !take_number(at, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *offset_s = sign * (hours * HOUR_S + minutes * MINUTE_S);
    return true;
}

int moment_parse(struct moment *out, const char *text)
{
    struct moment moment = { .kind = MOMENT_DAY };
    struct local_time *local = &moment.local;
    const char *at = text;
    if (!take_number(&at, 4, &local->year) || !take_char(&at, "-") ||
        !take_number(&at, 2, &local->month) || !take_char(&at, "-") ||
        !take_number(&at, 2, &local->day))
        return -1;
    int offset_s = 0;
    if (*at) {
        moment.kind = MOMENT_LOCAL;
        if (!take_char(&at, " Tt") || !take_time(&at, local))
            return -1;
        if (*at) {
            moment.kind = MOMENT_INSTANT;
            if (!take_offset(&at, &offset_s) || *at)
                return -1;
        }
    }
    if (!moment_is_valid(local))
        return -1;
    if (moment.kind == MOMENT_INSTANT)
        moment.utc = moment_seconds(local) - offset_s;
    *out = moment;
    return 0;
}

static const struct {
    char letter;
    int64_t seconds;
} units[] = { { 'w', WEEK_S }, { 'd', DAY_S }, { 'h', HOUR_S }, { 'm', MINUTE_S }, { 's', 1 } };
enum { UNIT_COUNT = sizeof units / sizeof *units };

int64_t moment_duration(const char *text)
{
    int64_t seconds = 0;
    size_t unit = 0;
    bool is_too_long = false;
    do {
        size_t digits = strspn(text, "0123456789");
        long number = text_number(text, digits, INT32_MAX);
        /* From large to small, each once: `1h30m`, never `30m1h`. */
        while (unit < UNIT_COUNT && units[unit].letter != text[digits])
            unit++;
        if (digits == 0 || unit == UNIT_COUNT)
            return -1;
        is_too_long |= number < 0;
        seconds += number * units[unit++].seconds;
        text += digits + 1;
    } while (*text);
    is_too_long |= seconds > LIMIT_DURATION_DAYS * (int64_t)DAY_S;
    return is_too_long ? MOMENT_TOO_LONG : seconds;
}

const char *moment_format_duration(struct arena *arena, int64_t seconds)
{
    enum { LONGEST_BYTES = 64 };
    struct text_buffer out = text_buffer_in(arena, LONGEST_BYTES);
    if (seconds == 0)
        return "0s";
    if (seconds < 0)
        text_putc(&out, '-');
    /* Days are the largest: nobody reads "1w" faster than "7d". */
    for (size_t i = 1; i < UNIT_COUNT; i++) {
        int64_t number = seconds / units[i].seconds;
        if (number)
            text_printf(&out, "%lld%c", (long long)(number < 0 ? -number : number),
                        units[i].letter);
        seconds %= units[i].seconds;
    }
    return text_end(&out);
}

static const char *format(struct arena *arena, int64_t seconds, const char *offset)
{
    struct local_time local = moment_local(seconds);
    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d%s", local.year, local.month,
                        local.day, local.hour, local.minute, local.second, offset);
}

const char *moment_format(struct arena *arena, int64_t utc, int32_t offset_s)
{
    /* RFC 3339 has no seconds in offsets; before 1972 some zones had. */
    if (offset_s % MINUTE_S)
        return moment_format_utc(arena, utc);
    int minutes = (offset_s < 0 ? -offset_s : offset_s) / MINUTE_S;
    return format(
        arena, utc + offset_s,
        arena_printf(arena, "%c%02d:%02d", offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60));
}

const char *moment_format_utc(struct arena *arena, int64_t utc) { return format(arena, utc, "Z"); }

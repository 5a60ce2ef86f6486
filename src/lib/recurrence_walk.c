/* Recurrence: walking the periods of a rule. Each day of one is held against the rule's sets. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/moment.h"
#include "lib/recurrence.h"
#include "lib/recurrence_rule.h"

enum {
    /* Periods that are looked at: all weeks of 8000 years, or all minutes of 19 of them. */
    MAX_PERIODS = 10 * 1000 * 1000,
    LAST_YEAR = 9999,
    DAY_S = 24 * 3600,
    DAY_MINUTES = 24 * 60,
};

/* A day, and what the sets may ask of it. */
struct day {
    int64_t number; /* since 1970 */
    struct local_time date;
    int weekday;
    int year_day, year_days;
    int month_days;
};

/* The instances of a period are each of its days at each of its times. */
struct period {
    int64_t days[RECURRENCE_MAX_NUMBER];
    size_t day_count;
    int times[DAY_MINUTES]; /* minutes after midnight */
    size_t time_count;
};

/* The rule with what it takes from its start. */
struct walk {
    struct recurrence rule;
    struct local_time start;
    int64_t first_s, last_s; /* of what is asked for */
    int64_t start_s, start_day;
    int second;
    int64_t counted;
    struct local_time *out;
    size_t count, most;
    bool is_over;
};

static int64_t day_number(int year, int month, int day)
{
    return moment_seconds(&(struct local_time){ .year = year, .month = month, .day = day }) / DAY_S;
}

static struct day day_of(int64_t number)
{
    struct local_time date = moment_local(number * DAY_S);
    int64_t year_begin = day_number(date.year, 1, 1);
    bool is_december = date.month == 12;
    int64_t next_month = day_number(date.year + is_december, is_december ? 1 : date.month + 1, 1);
    return (struct day){
        .number = number,
        .date = date,
        .weekday = moment_weekday(&date),
        .year_day = (int)(number - year_begin) + 1,
        .year_days = (int)(day_number(date.year + 1, 1, 1) - year_begin),
        .month_days = (int)(next_month - number) + date.day - 1,
    };
}

/* The first day of a year's week 1, the first week that has four days of it. */
static int64_t first_week(int year, int week_start)
{
    int64_t fourth = day_number(year, 1, 4);
    struct local_time date = moment_local(fourth * DAY_S);
    return fourth - (moment_weekday(&date) - week_start + 7) % 7;
}

static bool is_in_weeks(const struct recurrence *rule, const struct day *day)
{
    int year = day->date.year;
    if (day->number >= first_week(year + 1, rule->week_start))
        year++;
    else if (day->number < first_week(year, rule->week_start))
        year--;
    int64_t begin = first_week(year, rule->week_start);
    int weeks = (int)(first_week(year + 1, rule->week_start) - begin) / 7;
    return set_has_of(&rule->by[BYWEEKNO], (int)(day->number - begin) / 7 + 1, weeks);
}

/* Whether the day is the first Thursday, of its month or year, where the rule says 1TH. */
static bool is_nth(const struct recurrence *rule, const struct day *day)
{
    bool of_year = rule->frequency == YEARLY && !has(rule, BYMONTH);
    int behind = of_year ? day->year_day - 1 : day->date.day - 1;
    int ahead = (of_year ? day->year_days : day->month_days) - 1 - behind;
    return set_has_of(&rule->nth[day->weekday], behind / 7 + 1, behind / 7 + 1 + ahead / 7);
}

static bool has_day(const struct recurrence *rule, const struct day *day)
{
    const struct set *by = rule->by;
    return (!has(rule, BYMONTH) || set_has(&by[BYMONTH], day->date.month)) &&
           (!has(rule, BYMONTHDAY) ||
            set_has_of(&by[BYMONTHDAY], day->date.day, day->month_days)) &&
           (!has(rule, BYDAY) || set_has(&by[BYDAY], day->weekday) ||
            (rule->has_nth && is_nth(rule, day))) &&
           (!has(rule, BYYEARDAY) || set_has_of(&by[BYYEARDAY], day->year_day, day->year_days)) &&
           (!has(rule, BYWEEKNO) || is_in_weeks(rule, day));
}

static void give(struct recurrence *rule, int part, int number)
{
    rule->parts |= 1U << part;
    set_add(&rule->by[part], number, false);
}

/* What a rule leaves open is as at its start: the day, the hour, the minute. */
static void complete(struct walk *walk)
{
    struct recurrence *rule = &walk->rule;
    const struct local_time *start = &walk->start;
    bool says_day = has(rule, BYMONTHDAY) || has(rule, BYYEARDAY) || has(rule, BYDAY);
    bool is_by_weeks = rule->frequency == WEEKLY || has(rule, BYWEEKNO);
    if (!says_day && is_by_weeks)
        give(rule, BYDAY, moment_weekday(start));
    if (!says_day && !is_by_weeks && rule->frequency == YEARLY && !has(rule, BYMONTH))
        give(rule, BYMONTH, start->month);
    if (!says_day && !is_by_weeks && rule->frequency >= MONTHLY)
        give(rule, BYMONTHDAY, start->day);
    if (rule->frequency > HOURLY && !has(rule, BYHOUR))
        give(rule, BYHOUR, start->hour);
    if (rule->frequency > MINUTELY && !has(rule, BYMINUTE))
        give(rule, BYMINUTE, start->minute);
    walk->second = start->second;
    for (int i = 0; has(rule, BYSECOND) && i < 60; i++) {
        if (set_has(&rule->by[BYSECOND], i))
            walk->second = i;
    }
}

static void add_times(struct period *period, const struct recurrence *rule, int from, int until)
{
    period->time_count = 0;
    for (int minute = from; minute < until; minute++) {
        if ((!has(rule, BYHOUR) || set_has(&rule->by[BYHOUR], minute / 60)) &&
            (!has(rule, BYMINUTE) || set_has(&rule->by[BYMINUTE], minute % 60)))
            period->times[period->time_count++] = minute;
    }
}

static void add_days(struct period *period, const struct recurrence *rule, int64_t from,
                     int64_t until)
{
    period->day_count = 0;
    for (int64_t number = from; number < until; number++) {
        struct day day = day_of(number);
        if (has_day(rule, &day))
            period->days[period->day_count++] = number;
    }
}

/* Fills the period that begins `step` intervals behind the start's; gives its first second. Where
 * no period of its day has an instance, `step` becomes the day's last. */
static int64_t fill_period(struct period *period, const struct walk *walk, int64_t *step)
{
    const struct recurrence *rule = &walk->rule;
    int64_t steps = *step * rule->interval;
    if (rule->frequency <= HOURLY) {
        int64_t unit_s = rule->frequency == HOURLY ? 3600 : 60;
        int64_t begin_s = walk->start_s - walk->start_s % unit_s + steps * unit_s;
        int64_t today = begin_s / DAY_S;
        int minute = (int)(begin_s % DAY_S / 60);
        if (!period->day_count || period->days[0] != today)
            add_days(period, rule, today, today + 1);
        if (period->day_count)
            add_times(period, rule, minute, minute + (int)(unit_s / 60));
        else
            *step += (DAY_S - 1 - begin_s % DAY_S) / (unit_s * rule->interval);
        return begin_s;
    }
    int64_t begin = walk->start_day + steps;
    int64_t end = begin + 1;
    if (rule->frequency == WEEKLY) {
        begin =
            walk->start_day - (moment_weekday(&walk->start) - rule->week_start + 7) % 7 + steps * 7;
        end = begin + 7;
    } else if (rule->frequency == MONTHLY) {
        int64_t month = walk->start.year * INT64_C(12) + walk->start.month - 1 + steps;
        begin = day_number((int)(month / 12), (int)(month % 12) + 1, 1);
        end = day_number((int)((month + 1) / 12), (int)((month + 1) % 12) + 1, 1);
    } else if (rule->frequency == YEARLY) {
        begin = day_number((int)(walk->start.year + steps), 1, 1);
        end = day_number((int)(walk->start.year + steps + 1), 1, 1);
    }
    add_days(period, rule, begin, end);
    return begin * DAY_S;
}

static void take(struct walk *walk, const struct period *period, size_t index)
{
    int64_t at_s = period->days[index / period->time_count] * DAY_S +
                   period->times[index % period->time_count] * INT64_C(60) + walk->second;
    if (walk->is_over || at_s < walk->start_s)
        return;
    walk->counted++;
    if (at_s > walk->last_s || (walk->rule.count && walk->counted > walk->rule.count))
        walk->is_over = true;
    else if (at_s >= walk->first_s)
        walk->out[walk->count++] = moment_local(at_s);
    walk->is_over |= walk->count == walk->most;
}

static void take_period(struct walk *walk, const struct period *period)
{
    const struct set *places = &walk->rule.by[BYSETPOS];
    size_t total = period->day_count * period->time_count;
    if (!has(&walk->rule, BYSETPOS)) {
        for (size_t i = 0; i < total && !walk->is_over; i++)
            take(walk, period, i);
        return;
    }
    for (size_t i = 0; i < total && !walk->is_over; i++) {
        size_t from_end = total - i;
        if ((i < RECURRENCE_MAX_NUMBER && set_has(places, (int)i + 1)) ||
            (from_end <= RECURRENCE_MAX_NUMBER &&
             places->down[from_end / 64] >> (from_end % 64) & 1))
            take(walk, period, i);
    }
}

/* How many intervals lie before the period of `from`: they are left out, unless the rule counts. */
static int64_t first_step(const struct walk *walk, const struct local_time *from)
{
    static const int64_t unit_s[] = { 60, 3600, DAY_S, 7 * DAY_S };
    const struct recurrence *rule = &walk->rule;
    int64_t units = 0;
    if (rule->frequency == YEARLY)
        units = from->year - walk->start.year;
    else if (rule->frequency == MONTHLY)
        units = (from->year - walk->start.year) * INT64_C(12) + from->month - walk->start.month;
    else /* one less: the start lies somewhere in its period */
        units = (moment_seconds(from) - walk->start_s) / unit_s[rule->frequency] - 1;
    return rule->count || units < 0 ? 0 : units / rule->interval;
}

size_t recurrence_between(struct local_time *out, size_t most, const struct recurrence *rule,
                          const struct local_time *start, const struct local_time *from,
                          const struct local_time *until)
{
    struct walk walk = {
        .rule = *rule,
        .start = *start,
        .first_s = moment_seconds(from),
        .last_s = moment_seconds(until) - 1,
        .start_s = moment_seconds(start),
        .start_day = day_number(start->year, start->month, start->day),
        .out = out,
        .most = most,
        .is_over = !most,
    };
    const struct local_time end = { .year = LAST_YEAR + 1, .month = 1, .day = 1 };
    if (rule->until.kind != MOMENT_NONE && moment_seconds(&rule->until.local) < walk.last_s)
        walk.last_s = moment_seconds(&rule->until.local);
    if (walk.last_s >= moment_seconds(&end))
        walk.last_s = moment_seconds(&end) - 1;
    complete(&walk);
    struct period period = { 0 };
    add_times(&period, &walk.rule, 0, DAY_MINUTES);
    int64_t step = first_step(&walk, from);
    for (int i = 0; i < MAX_PERIODS && !walk.is_over; i++, step++) {
        if (fill_period(&period, &walk, &step) > walk.last_s)
            break;
        take_period(&walk, &period);
    }
    return walk.count;
}

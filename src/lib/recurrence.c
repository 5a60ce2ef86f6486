/* Recurrence: reading a rule into sets of numbers. */
#include "lib/recurrence.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/moment.h"
#include "lib/recurrence_rule.h"
#include "lib/zone.h"

enum {
    RULE_BYTES = 4096, /* the longest that makes sense names each day of a year */
    MAX_INTERVAL = 10000,
    MAX_COUNT = 100000,
};

/* What is read of a rule, until it is known to be right as a whole. */
struct draft {
    struct arena *arena;
    struct err *err;
    struct recurrence rule;
};

static const char *const frequencies[] = { "MINUTELY", "HOURLY",  "DAILY",
                                           "WEEKLY",   "MONTHLY", "YEARLY" };
static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static int wrong_value(struct draft *draft, const char *name, const char *value, const char *takes)
{
    return err_set(draft->err, ERR_INPUT, _("'%s=%s' is wrong in the rule: %s takes %s"), name,
                   value, name, takes);
}

static int read_frequency(struct draft *draft, const char *value)
{
    for (size_t i = 0; i < sizeof frequencies / sizeof *frequencies; i++) {
        if (text_equal(frequencies[i], value)) {
            draft->rule.frequency = (enum frequency)i;
            return 0;
        }
    }
    return wrong_value(draft, "FREQ", value,
                       _("DAILY, WEEKLY, MONTHLY, YEARLY, HOURLY or "
                         "MINUTELY"));
}

static int read_interval(struct draft *draft, const char *value)
{
    draft->rule.interval = text_number(value, strlen(value), MAX_INTERVAL);
    return draft->rule.interval > 0
               ? 0
               : wrong_value(draft, "INTERVAL", value, _("a number from 1 to 10000"));
}

static int read_count(struct draft *draft, const char *value)
{
    draft->rule.count = text_number(value, strlen(value), MAX_COUNT);
    return draft->rule.count > 0
               ? 0
               : wrong_value(draft, "COUNT", value, _("a number from 1 to 100000"));
}

static int read_until(struct draft *draft, const char *value)
{
    size_t bytes = strlen(value);
    bool is_day = bytes == 8;
    const char *iso = NULL;
    if (is_day)
        iso = arena_printf(draft->arena, "%.4s-%.2s-%.2s", value, value + 4, value + 6);
    else if ((bytes == 15 || (bytes == 16 && value[15] == 'Z')) && value[8] == 'T')
        iso = arena_printf(draft->arena, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%s", value, value + 4,
                           value + 6, value + 9, value + 11, value + 13, value + 15);
    if (!iso || moment_parse(&draft->rule.until, iso) != 0)
        return wrong_value(draft, "UNTIL", value,
                           _("a day or a time such as 20261231 or 20261231T225959Z"));
    if (is_day) /* it is part of what repeats */
        draft->rule.until.local = moment_local(moment_seconds(&draft->rule.until.local) + 86399);
    if (draft->rule.until.kind == MOMENT_INSTANT)
        draft->rule.until.local = moment_local(draft->rule.until.utc);
    return 0;
}

static int weekday_of(const char *text)
{
    for (int i = 0; i < 7; i++) {
        if (text_equal(weekdays[i], text))
            return i + 1;
    }
    return 0;
}

static int read_week_start(struct draft *draft, const char *value)
{
    draft->rule.week_start = weekday_of(value);
    return draft->rule.week_start
               ? 0
               : wrong_value(draft, "WKST", value, _("a weekday: MO, TU, WE, TH, FR, SA or SU"));
}

struct part {
    const char *name;
    int (*read)(struct draft *draft, const char *value); /* NULL: a list of numbers */
    int min, max;
    bool can_be_negative; /* counted from the end */
    const char *takes;
};

static int read_days(struct draft *draft, const char *value);

static const struct part parts[PARTS] = {
    [FREQ] = { .name = "FREQ", .read = read_frequency },
    [INTERVAL] = { .name = "INTERVAL", .read = read_interval },
    [COUNT] = { .name = "COUNT", .read = read_count },
    [UNTIL] = { .name = "UNTIL", .read = read_until },
    [WKST] = { .name = "WKST", .read = read_week_start },
    [BYDAY] = { .name = "BYDAY", .read = read_days },
    [BYSECOND] = { "BYSECOND", NULL, 0, 59, false, N_("one number from 0 to 59") },
    [BYMINUTE] = { "BYMINUTE", NULL, 0, 59, false, N_("numbers from 0 to 59, with commas") },
    [BYHOUR] = { "BYHOUR", NULL, 0, 23, false, N_("numbers from 0 to 23, with commas") },
    [BYMONTHDAY] = { "BYMONTHDAY", NULL, 1, 31, true,
                     N_("numbers from 1 to 31, or -1 for the last day") },
    [BYYEARDAY] = { "BYYEARDAY", NULL, 1, 366, true,
                    N_("numbers from 1 to 366, or -1 for the last day") },
    [BYWEEKNO] = { "BYWEEKNO", NULL, 1, 53, true,
                   N_("numbers from 1 to 53, or -1 for the last week") },
    [BYMONTH] = { "BYMONTH", NULL, 1, 12, false, N_("numbers from 1 to 12, with commas") },
    [BYSETPOS] = { "BYSETPOS", NULL, 1, 366, true,
                   N_("numbers from 1 to 366, or -1 for the last") },
};

/* The next value of a list with commas, or NULL behind the last. */
static const char *next_value(struct arena *arena, const char **rest)
{
    if (!*rest)
        return NULL;
    size_t bytes = strcspn(*rest, ",");
    const char *value = arena_strndup(arena, *rest, bytes);
    *rest = (*rest)[bytes] ? *rest + bytes + 1 : NULL;
    return value;
}

/* `TU`, `1TH`, `-1FR`. */
static int read_days(struct draft *draft, const char *value)
{
    static const char *const takes =
        N_("weekdays such as MO,TU or 1TH for the first Thursday, -1FR for the last Friday");
    const char *rest = value;
    for (const char *day; (day = next_value(draft->arena, &rest));) {
        const char *digits = day + (*day == '-' || *day == '+');
        size_t digit_count = strspn(digits, "0123456789");
        long number = text_number(digits, digit_count, 53);
        int weekday = weekday_of(digits + digit_count);
        bool has_number = digits > day || digit_count;
        if (!weekday || (has_number && number < 1))
            return wrong_value(draft, "BYDAY", value, _(takes));
        draft->rule.has_nth |= has_number;
        if (has_number)
            set_add(&draft->rule.nth[weekday], number, *day == '-');
        else
            set_add(&draft->rule.by[BYDAY], weekday, false);
    }
    return 0;
}

static int read_numbers(struct draft *draft, int part, const char *value)
{
    const struct part *of = &parts[part];
    const char *rest = value;
    for (const char *number; (number = next_value(draft->arena, &rest));) {
        const char *digits = number + (of->can_be_negative && (*number == '-' || *number == '+'));
        long magnitude = text_number(digits, strlen(digits), of->max);
        if (magnitude < of->min || (part == BYSECOND && rest))
            return wrong_value(draft, of->name, value, _(of->takes));
        set_add(&draft->rule.by[part], magnitude, *number == '-');
    }
    return 0;
}

/* Letters of a rule may be small. */
static char *upper_case(struct arena *arena, const char *text)
{
    char *out = arena_strdup(arena, text);
    for (char *at = out; *at; at++)
        *at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
    return out;
}

static int read_part(struct draft *draft, const char *text)
{
    size_t bytes = strcspn(text, "=");
    for (int i = 0; i < PARTS; i++) {
        const char *name = parts[i].name;
        if (strlen(name) != bytes || strncasecmp(name, text, bytes) != 0 || !text[bytes])
            continue;
        if (has(&draft->rule, i))
            return err_set(draft->err, ERR_INPUT, _("'%s' stands twice in the rule"), name);
        draft->rule.parts |= 1U << i;
        const char *value = upper_case(draft->arena, text + bytes + 1);
        return parts[i].read ? parts[i].read(draft, value) : read_numbers(draft, i, value);
    }
    return err_set(draft->err, ERR_INPUT,
                   _("'%s' is no part of a rule, which is written such as "
                     "'FREQ=WEEKLY;BYDAY=TU,TH;BYHOUR=9;BYMINUTE=30'"),
                   text);
}

static int misplaced(const struct draft *draft, const char *name, const char *frequency)
{
    return err_set(draft->err, ERR_INPUT, _("%s has no meaning in a rule with FREQ=%s"), name,
                   frequency);
}

/* What RFC 5545, 3.3.10, forbids of parts that are right by themselves. */
static int judge_whole(const struct draft *draft)
{
    const struct recurrence *rule = &draft->rule;
    enum frequency frequency = rule->frequency;
    const char *name = frequencies[frequency];
    if (!has(rule, FREQ))
        return err_set(draft->err, ERR_INPUT,
                       _("the rule says no FREQ: it is written such as "
                         "'FREQ=WEEKLY;BYDAY=TU,TH;BYHOUR=9;BYMINUTE=30'"));
    if (has(rule, COUNT) && has(rule, UNTIL))
        return err_set(draft->err, ERR_INPUT,
                       _("the rule has COUNT and UNTIL: it takes one of them"));
    if (has(rule, BYWEEKNO) && frequency != YEARLY)
        return misplaced(draft, "BYWEEKNO", name);
    if (has(rule, BYYEARDAY) && (frequency == DAILY || frequency == WEEKLY || frequency == MONTHLY))
        return misplaced(draft, "BYYEARDAY", name);
    if (has(rule, BYMONTHDAY) && frequency == WEEKLY)
        return misplaced(draft, "BYMONTHDAY", name);
    if (rule->has_nth && (frequency < MONTHLY || has(rule, BYWEEKNO)))
        return err_set(draft->err, ERR_INPUT,
                       _("BYDAY with numbers, such as 1TH, has a meaning with FREQ=MONTHLY or "
                         "FREQ=YEARLY alone, and without BYWEEKNO"));
    if (has(rule, BYSETPOS) && rule->parts >> BYDAY == 1U << (BYSETPOS - BYDAY))
        return err_set(draft->err, ERR_INPUT,
                       _("BYSETPOS needs another part that begins with BY, such as BYDAY"));
    return 0;
}

int recurrence_parse(const struct recurrence **out, struct arena *arena, const char *rule,
                     struct err *err)
{
    struct draft draft = {
        .arena = arena,
        .err = err,
        .rule = { .interval = 1, .week_start = 1 },
    };
    if (strlen(rule) > RULE_BYTES)
        return err_set(err, ERR_INPUT, _("the rule is longer than %d bytes"), RULE_BYTES);
    for (const char *at = rule; at;) {
        size_t bytes = strcspn(at, ";");
        if (read_part(&draft, arena_strndup(arena, at, bytes)) != 0)
            return -1;
        at = at[bytes] ? at + bytes + 1 : NULL;
    }
    if (judge_whole(&draft) != 0)
        return -1;
    *out = arena_copy(arena, &draft.rule, sizeof draft.rule);
    return 0;
}

const struct recurrence *recurrence_in_zone(struct arena *arena, const struct recurrence *rule,
                                            const struct zone *zone)
{
    struct recurrence *out = arena_copy(arena, rule, sizeof *rule);
    if (out->until.kind == MOMENT_INSTANT)
        out->until.local = zone_local(zone, out->until.utc);
    return out;
}

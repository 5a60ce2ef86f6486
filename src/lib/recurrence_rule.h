/* What a rule is, between its two files: recurrence.c reads one, recurrence_walk.c walks it. */
#ifndef PREGON_LIB_RECURRENCE_RULE_H
#define PREGON_LIB_RECURRENCE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/moment.h"

enum { RECURRENCE_MAX_NUMBER = 366 };

enum frequency { MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY };

/* Indices of `parts`. */
enum {
    FREQ,
    INTERVAL,
    COUNT,
    UNTIL,
    WKST,
    BYDAY,
    BYSECOND,
    BYMINUTE,
    BYHOUR,
    BYMONTHDAY,
    BYYEARDAY,
    BYWEEKNO,
    BYMONTH,
    BYSETPOS,
    PARTS,
};

/* Numbers from 0 to 366, and those that count from the end: -1 is the last. */
struct set {
    uint64_t up[RECURRENCE_MAX_NUMBER / 64 + 1], down[RECURRENCE_MAX_NUMBER / 64 + 1];
};

struct recurrence {
    enum frequency frequency;
    int64_t interval;
    int64_t count; /* 0: none */
    struct moment until;
    int week_start;       /* 1 = Monday */
    unsigned parts;       /* those that it has, as bits */
    struct set by[PARTS]; /* of BYDAY, the weekdays without a number */
    struct set nth[8];    /* BYDAY's numbers, by weekday */
    bool has_nth;
};

static inline void set_add(struct set *set, long number, bool is_from_end)
{
    (is_from_end ? set->down : set->up)[number / 64] |= UINT64_C(1) << (number % 64);
}

static inline bool set_has(const struct set *set, int number)
{
    return set->up[number / 64] >> (number % 64) & 1;
}

/* Whether it has the `number`th of `total`. */
static inline bool set_has_of(const struct set *set, int number, int total)
{
    int from_end = total - number + 1;
    return set_has(set, number) || (set->down[from_end / 64] >> (from_end % 64) & 1);
}

static inline bool has(const struct recurrence *rule, int part) { return rule->parts & 1U << part; }

#endif

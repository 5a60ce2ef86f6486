/* The calendar as calendar/ says it: times that are open to posts, times that are not, how many a
 * day, and the mix. calendar_load() fills it; everything lives in the run's arena.
 *
 * Local times are read in the zone of the account that they are asked for. */
#ifndef PREGON_MODEL_CALENDAR_H
#define PREGON_MODEL_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account.h"
#include "model/moment.h"
#include "model/span.h"

struct recurrence;
struct yaml_node;
struct zone;

/* A set of weekdays: bit 0 is Monday. */
enum { EVERY_WEEKDAY = 0x7F };

/* A moment of some weekdays. */
struct weekly_slot {
    uint8_t weekdays;
    int minute; /* after midnight */
};

/* A span of some weekdays; where it ends before it starts, it lasts over midnight. */
struct hours {
    uint8_t weekdays;
    int from_minute, until_minute;
};

struct hours_list {
    struct hours *items;
    size_t count;
};

/* The slots of a queue for one account or network; `target` NULL: for all others. */
struct slot_list {
    const char *target;
    struct weekly_slot *slots;
    size_t count;
};

struct queue {
    const char *id;
    struct span where; /* of its key */
    struct names accounts;
    struct slot_list *lists; /* none: by `rrule` */
    size_t list_count;
    const struct recurrence *rrule; /* NULL: by `lists` */
    struct local_time from;         /* where the rule begins */
};

/* Something that closes the calendar, or only asks for care: a blackout, or an event of a file. */
enum closure_kind { CLOSURE_BLACKOUT, CLOSURE_WARNING, CLOSURE_NOTE };

struct closure {
    enum closure_kind kind;
    struct moment from, until; /* the end is not part of it, but a day's end is */
    bool is_yearly;            /* the years of `from` and `until` mean nothing */
    const uint64_t *accounts;  /* account_set.h; NULL: all */
    struct names except;       /* campaigns, posts, accounts and groups that it lets through */
    const char *why;
    const char *path; /* where it stands, for people */
    struct span where;
    int64_t from_s, until_s; /* instants or local times as seconds, for the search alone */
};

/* `min` and `max` in percent, -1: none. */
struct share {
    const char *name;
    struct span where;
    int min, max;
};

struct shares {
    struct share *items;
    size_t count;
};

/* What posts are counted by; MIX_PROMOTIONAL has one share at most: of the pillars that sell. */
enum mix_kind { MIX_PILLARS, MIX_FORMATS, MIX_PROMOTIONAL, MIX_KIND_COUNT };

/* The shares among the posts of some accounts. */
struct mix {
    const char *target;       /* an account or group; NULL: all accounts */
    const uint64_t *accounts; /* account_set.h; NULL: all */
    struct shares shares[MIX_KIND_COUNT];
};

struct repeat_rule {
    int similarity; /* percent; 0: texts are not compared */
    int64_t within_s;
    int64_t evergreen_s; /* 0: repeats of a series may follow at once */
};

struct calendar {
    const char *timezone;
    const struct zone *zone;
    int64_t max_late_s;
    int64_t backlog; /* overdue deliveries on one account at once */
    struct queue *queues;
    size_t queue_count;
    struct hours_list quiet;
    struct closure *closures; /* yearly ones first, then by their beginning */
    size_t closure_count, closure_capacity;
    size_t yearly_count;
    int64_t longest_s; /* of those that come once */
    struct names pillars;
    struct names promotional; /* those of them that sell */
    int64_t mix_window_s;
    struct mix *mixes; /* of all accounts first; none where calendar.yml says nothing */
    size_t mix_count;
    struct repeat_rule repeat;
    struct names urgent_roles;
    const struct yaml_node *root;
};

#endif

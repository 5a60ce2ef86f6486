/* The slots of one queue in the coming year, list by list, and who has taken them. */
#ifndef PREGON_PLAN_QUEUE_SLOTS_H
#define PREGON_PLAN_QUEUE_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account;
struct arena;
struct queue;
struct workspace;

/* A list of `calendar.yml`, or the rule of recurrence: local times in order, as moment_seconds()
 * counts them. */
struct slot_times {
    int64_t *local_s;
    const char **taken_by;            /* the post; NULL: free */
    const struct account **closed_to; /* an account that can't have it, unless urgent; NULL: none */
    size_t count;
    size_t first_free; /* before it all are taken */
};

struct queue_slots {
    const struct queue *queue;
    struct slot_times *lists;
    size_t list_count;
    int64_t end_local_s; /* what lies behind is not known */
};

/* From a day before `now_utc`, since local times are ahead of it or behind, to a year after it. */
void queue_slots_build(struct queue_slots *out, struct arena *arena, const struct queue *queue,
                       int64_t now_utc);

/* Whether a list of the queue, or its rule, feeds the account; its `accounts` are not asked. */
bool queue_has_slots_for(const struct queue *queue, const struct account *account);
/* The list that feeds the account: its own, its network's, or the one for all others; NULL where
 * the queue has none for it. */
struct slot_times *queue_slots_of(const struct queue_slots *slots, const struct account *account);

/* The place of the first slot that is not before this local time. */
size_t slot_times_find(const struct slot_times *times, int64_t local_s);
/* Notes that the post has the slot of this local time, where there is one. */
void slot_times_take(struct slot_times *times, int64_t local_s, const char *post);

#endif

/* Slots of queues that no post has yet: where there is room to write for. Pure. */
#ifndef PREGON_PLAN_FREE_SLOTS_H
#define PREGON_PLAN_FREE_SLOTS_H

#include <stddef.h>
#include <stdint.h>

struct account;
struct arena;
struct plan;
struct queue;
struct workspace;

struct free_slot {
    const struct queue *queue;
    const struct account *account; /* the first that it feeds, in whose zone the time is meant */
    const char *accounts; /* "instagram, x": all that it feeds, where the queue feeds others at
                             other times; NULL: all of the queue's */
    int64_t due_utc;
    int32_t offset_s; /* of that zone then */
};

/* Those from `now_utc` until `until_utc` that are open, by time; where a queue has lists of
 * accounts' own, theirs too. */
size_t free_slots_find(struct free_slot **out, struct arena *arena, const struct plan *plan,
                       const struct workspace *workspace, int64_t now_utc, int64_t until_utc);

#endif

/* The next free slot, for deliveries that get another time: `resolve --reschedule next`, `resume
 * --reschedule next`, `move POST next`. As if their posts were queued now, behind all that wait
 * already; the deliveries of one post take one slot, and no two posts the same. Pure. */
#ifndef PREGON_PLAN_NEXT_SLOT_H
#define PREGON_PLAN_NEXT_SLOT_H

#include <stddef.h>
#include <stdint.h>

struct delivery;
struct err;
struct plan;
struct queue;
struct workspace;

struct next_slot {
    const struct delivery *delivery; /* of the plan */
    const struct queue *queue;       /* whose slot */
    int64_t due_utc;                 /* out: NO_TIME where none is free */
};

/* The queue that `next` means: the post's own, else the only one that feeds its account. ERR_INPUT
 * where there is none, or more than one: then people have to say a time. */
int next_slot_queue(const struct queue **out, const struct delivery *delivery,
                    const struct workspace *workspace, struct err *err)
    __attribute__((warn_unused_result));

/* Finds a slot for each, at `now_utc` or later: who was due first comes first. Keeps their order.
 */
void next_slots_find(const struct plan *plan, const struct workspace *workspace,
                     struct next_slot *wanted, size_t count, int64_t now_utc);

#endif

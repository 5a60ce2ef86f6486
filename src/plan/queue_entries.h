/* Which deliveries of a post take a slot together: those of one queue and one day. The plan and the
 * checks ask here, so that they give a post the same slots. */
#ifndef PREGON_PLAN_QUEUE_ENTRIES_H
#define PREGON_PLAN_QUEUE_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account;
struct queue;
struct queue_entry;
struct queue_place;

/* A delivery, as queues see it. */
struct queue_wish {
    const struct account *account;
    const struct queue *queue; /* NULL: none */
    const char *post, *campaign;
    int priority;
    bool is_urgent;
    bool waits;                   /* for a slot of the queue */
    bool has_time;                /* it has one, or went out of one */
    int64_t day_s, not_after_utc; /* as queue_entry's */
    size_t tag;                   /* as queue_place's */
};

/* The entries of one post from the wishes of its deliveries, which it sorts: where the deliveries
 * of an entry differ, the first by its account's id speaks for them. Room for an entry and a place
 * for each that waits; how many places were taken is the sum of the entries' counts. */
size_t queue_entries_make(struct queue_entry *out, struct queue_place *places,
                          struct queue_wish *wishes, size_t count);

#endif

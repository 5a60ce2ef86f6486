/* Queues: which free slot each queued post takes. Pure; the plan shows its answer, a run of publish
 * pins it in the ledger, check counts with it.
 *
 * A post takes a slot for all its deliveries: of the queue's list for its account or network, else
 * of `default`. Accounts with a list of their own take their first free slot of that day or later.
 * A slot that a blackout or quiet hours cover, that would break an account's limits, or that a
 * clock change skips, is passed over; one that the clocks repeat is the first of the two. */
#ifndef PREGON_PLAN_QUEUES_H
#define PREGON_PLAN_QUEUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account;
struct arena;
struct queue;
struct workspace;

/* A delivery that wants a slot. */
struct queue_place {
    const struct account *account;
    size_t tag;      /* the caller's own */
    int64_t due_utc; /* out: NO_TIME where there is no free slot */
};

/* A post, or those of its deliveries that wait in one queue. */
struct queue_entry {
    const struct queue *queue;
    const char *post, *campaign; /* the campaign may be NULL */
    int priority;
    bool is_urgent;
    bool has_slot;         /* others of its deliveries have one already: that first */
    int64_t day_s;         /* the first second of the only day that will do, as local time taken for
                              UTC (moment_seconds()); NO_TIME: any */
    int64_t not_after_utc; /* NO_TIME: open. With a campaign its dates hold, too */
    struct queue_place *places;
    size_t place_count;
};

/* A delivery that has its time: by its date, by its slot, or because it went out. */
struct queue_taken {
    const struct account *account;
    int64_t due_utc;
    const char *post;
    const struct queue *queue; /* whose slot it is; NULL: none's */
};

/* Gives the entries their slots from `now_utc` on, for a year at most: higher priority first, then
 * ids in byte order. Sorts both arrays. */
void queues_place(struct arena *scratch, const struct workspace *workspace,
                  struct queue_entry *entries, size_t entry_count, struct queue_taken *taken,
                  size_t taken_count, int64_t now_utc);

#endif

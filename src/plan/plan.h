/* The plan: posts × accounts × calendar × ledger × now -> deliveries. Pure: the same input gives
 * the same deliveries, whatever the machine.
 *
 *     plan_add(&plan, &post, &workspace, index, is_blocked, why);     for each post
 *     plan_settle(&plan, records, count, &holds, &workspace, now); */
#ifndef PREGON_PLAN_PLAN_H
#define PREGON_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/delivery.h"

struct arena;
struct holds;
struct post;
struct record;
struct workspace;

struct plan {
    struct arena *arena;
    struct delivery *items;
    size_t count, capacity;
    size_t balance[DELIVERY_STATE_COUNT]; /* adds up to `count` */
    /* Records whose post or account is gone: they stand outside the sum. */
    const struct record **withdrawn;
    size_t withdrawn_count, withdrawn_capacity;
    /* Why a post that is no draft has no delivery at all: an error in it, a sentence each. */
    const char **nowhere;
    size_t nowhere_count, nowhere_capacity;
};

/* One delivery for each account of the post; keeps nothing of `post` itself. `why_blocked` is NULL
 * or the sentence for a post that may not go out (it breaks an error-level check). */
void plan_add(struct plan *plan, const struct post *post, const struct workspace *workspace,
              size_t post_index, const char *why_blocked);

/* Gives each delivery its record and its state at `now_utc`, sorts by due time, then post, then
 * account, and counts the balance. `records` are in the order of post and account. `birth_utc`:
 * due before it and never touched is skipped (older than the ledger). NO_TIME without a ledger: as
 * if its first run were now. */
void plan_settle(struct plan *plan, const struct record *records, size_t record_count,
                 const struct holds *holds, const struct workspace *workspace, int64_t birth_utc,
                 int64_t now_utc);

#endif

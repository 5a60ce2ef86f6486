/* A plan's queued posts: those that have no slot yet get one, tentatively. */
#ifndef PREGON_PLAN_PLAN_QUEUES_H
#define PREGON_PLAN_PLAN_QUEUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plan;
struct queue_taken;
struct workspace;

/* After the states are known, while the plan is in the order of post and account. A delivery that
 * finds no slot stays without a time, and its `why` says so. What may not go out now (drafts,
 * blocked, held) waits for its slot until it may. */
void plan_give_slots(struct plan *plan, const struct workspace *workspace, int64_t now_utc);

/* What has its time, past or to come, also of posts that are gone: room for all deliveries and
 * withdrawn records. `is_free`, by the plan's places: those that give their time back; NULL: none
 * does. */
size_t plan_list_taken(const struct plan *plan, const struct workspace *workspace,
                       const bool *is_free, struct queue_taken *out);

#endif

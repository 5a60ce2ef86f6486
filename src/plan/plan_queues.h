/* A plan's queued posts: those that have no slot yet get one, tentatively. */
#ifndef PREGON_PLAN_PLAN_QUEUES_H
#define PREGON_PLAN_PLAN_QUEUES_H

#include <stdint.h>

struct plan;
struct workspace;

/* After the states are known, while the plan is in the order of post and account. A delivery that
 * finds no slot stays without a time, and its `why` says so. What may not go out now (drafts,
 * blocked, held) waits for its slot until it may. */
void plan_give_slots(struct plan *plan, const struct workspace *workspace, int64_t now_utc);

#endif

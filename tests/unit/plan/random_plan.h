/* Calendars and posts by chance, the same for the same seed.
 *
 *     random_plan_open(&plan, seed);
 *     random_plan_settle(&plan);
 *     ... random_plan_close(&plan); */
#ifndef PREGON_TESTS_UNIT_PLAN_RANDOM_PLAN_H
#define PREGON_TESTS_UNIT_PLAN_RANDOM_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/delivery.h"
#include "model/record.h"
#include "model/workspace.h"
#include "plan/plan.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR };
enum { MOST_ACCOUNTS = 4, MOST_QUEUES = 3, MOST_POSTS = 24, MOST_ITEMS = 200 };

struct random_plan {
    struct arena arena;
    uint64_t random;
    struct workspace workspace;
    struct account accounts[MOST_ACCOUNTS];
    struct queue queues[MOST_QUEUES];
    bool is_monthly[MOST_QUEUES]; /* by a rule: the 1st and the 15th at 18:00; else daily at 9 */
    struct campaign campaigns[1];
    int64_t now_utc;
    struct delivery deliveries[MOST_ITEMS];
    struct record records[MOST_ITEMS];
    size_t record_count;
    struct plan plan;
};

/* A number below `count`. */
size_t random_pick(struct random_plan *scene, size_t count);

void random_plan_open(struct random_plan *scene, uint64_t seed);
void random_plan_close(struct random_plan *scene);
/* A post for some of the accounts, perhaps none, dated or for a queue. */
void random_plan_add(struct random_plan *scene, size_t number);
/* By the records there are, at the plan's time. */
void random_plan_settle(struct random_plan *scene);

#endif

/* Parts of calendar.yml, each read after its form has judged it. Whatever is wrong has been said,
 * or is said here; what is right is kept all the same. */
#ifndef PREGON_CALENDAR_CALENDAR_PARTS_H
#define PREGON_CALENDAR_CALENDAR_PARTS_H

#include <stdint.h>

struct arena;
struct calendar;
struct closure;
struct err;
struct reading;
struct tree;
struct workspace;
struct yaml_node;

/* Types of values that only the calendar has, for its forms. */
int calendar_judge_blackout_date(struct reading *reading, const char *key,
                                 const struct yaml_node *node);
int calendar_judge_rrule(struct reading *reading, const char *key, const struct yaml_node *node);

void calendar_read_queues(struct workspace *workspace, struct reading *reading,
                          const struct yaml_node *queues);
void calendar_read_blackouts(struct workspace *workspace, struct reading *reading,
                             const struct yaml_node *blackouts);
/* The files of calendar/events/ that `events` names, each in a child. ERR_SYSTEM alone. */
int calendar_read_events(struct workspace *workspace, struct reading *reading, struct tree *tree,
                         const struct yaml_node *events, struct err *err)
    __attribute__((warn_unused_result));
/* One more; afterwards, once, all are put in order. */
void calendar_add_closure(struct calendar *calendar, struct arena *arena,
                          const struct closure *closure);
void calendar_order_closures(struct calendar *calendar);
/* The accounts of an entry that narrows itself to some; NULL: it does not. */
const uint64_t *calendar_read_accounts(struct workspace *workspace, struct reading *reading,
                                       const struct yaml_node *entry);
void calendar_read_mix(struct workspace *workspace, struct reading *reading,
                       const struct yaml_node *mix);
/* Limits of every account: its own before its network's, that before `default`. */
void calendar_give_limits(struct workspace *workspace, const struct yaml_node *limits);

#endif

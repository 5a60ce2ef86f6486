/* Parts of calendar.yml, each read after its form has judged it. Whatever is wrong has been said,
 * or is said here; what is right is kept all the same. */
#ifndef PREGON_CALENDAR_CALENDAR_PARTS_H
#define PREGON_CALENDAR_CALENDAR_PARTS_H

struct arena;
struct reading;
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
void calendar_read_mix(struct workspace *workspace, struct reading *reading,
                       const struct yaml_node *mix);
/* Limits of every account: its own before its network's, that before `default`. */
void calendar_give_limits(struct workspace *workspace, const struct yaml_node *limits);

#endif

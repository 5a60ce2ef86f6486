/* Hours as people write them in a calendar: `MO-FR 09:30`, `SA 11:00`, `22:00-08:00`. */
#ifndef PREGON_LIB_HOURS_H
#define PREGON_LIB_HOURS_H

#include "model/calendar.h"

struct arena;
struct local_time;
struct reading;
struct yaml_node;

/* -1 for anything else. Weekdays are `MO`, `mon` or `lun`, one, a range, or several with commas;
 * left out, they are every day. */
int slot_parse(struct weekly_slot *out, const char *text) __attribute__((warn_unused_result));
int hours_parse(struct hours *out, const char *text) __attribute__((warn_unused_result));

/* What passed the judges below, read. */
struct hours_list hours_list_of(struct arena *arena, const struct yaml_node *node);
struct weekly_slot *slots_of(struct arena *arena, const struct yaml_node *node, size_t *count);

/* The hours in which that local time lies, or NULL. The last minute is not part of them. */
const struct hours *hours_find(const struct hours_list *list, const struct local_time *local);

/* Complains of each text of a list, or of one alone, that is no slot, no hours. */
int hours_judge_slots(struct reading *reading, const char *key, const struct yaml_node *node);
int hours_judge(struct reading *reading, const char *key, const struct yaml_node *node);

#endif

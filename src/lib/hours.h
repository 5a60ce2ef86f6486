/* Hours as people write them in a calendar: `MO-FR 09:30`, `SA 11:00`, `22:00-08:00`. */
#ifndef PREGON_LIB_HOURS_H
#define PREGON_LIB_HOURS_H

#include <stdint.h>

struct reading;
struct yaml_node;

/* A set of weekdays: bit 0 is Monday. */
enum { EVERY_WEEKDAY = 0x7F };

/* A moment of some weekdays. */
struct slot {
    uint8_t weekdays;
    int minute; /* after midnight */
};

/* A span of some weekdays; where it ends before it starts, it lasts over midnight. */
struct hours {
    uint8_t weekdays;
    int from_minute, until_minute;
};

/* -1 for anything else. Weekdays are `MO`, `mon` or `lun`, one, a range, or several with commas;
 * left out, they are every day. */
int slot_parse(struct slot *out, const char *text) __attribute__((warn_unused_result));
int hours_parse(struct hours *out, const char *text) __attribute__((warn_unused_result));

/* Complains of each text of a list, or of one alone, that is no slot, no hours. */
int hours_judge_slots(struct reading *reading, const char *key, const struct yaml_node *node);
int hours_judge(struct reading *reading, const char *key, const struct yaml_node *node);

#endif

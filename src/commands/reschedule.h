/* --reschedule next|TIME: what `resolve` and `resume` share. */
#ifndef PREGON_COMMANDS_RESCHEDULE_H
#define PREGON_COMMANDS_RESCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct delivery;
struct desk;
struct err;
struct record;

struct reschedule {
    bool is_next;   /* each gets the next free slot of its queue */
    int64_t at_utc; /* else the time of all */
};

/* The option's value. ERR_USAGE for no time, and for one that is over. */
int reschedule_read(struct reschedule *out, const struct desk *desk, const char *word,
                    struct err *err) __attribute__((warn_unused_result));

/* The new time of each of these deliveries of the desk's plan. ERR_USAGE where one has no queue, or
 * its queue no free slot: then none has a new time. */
int reschedule_find(int64_t *at_utc, const struct desk *desk, const struct reschedule *reschedule,
                    const struct delivery *const *deliveries, size_t count, struct err *err)
    __attribute__((warn_unused_result));

/* Gives the record its new time, in the state that waits for it. */
void reschedule_pin(struct record *record, const struct delivery *delivery,
                    const struct reschedule *reschedule, int64_t at_utc);

#endif

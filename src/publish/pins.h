/* Pins: queued posts get their slots, once and for all. */
#ifndef PREGON_PUBLISH_PINS_H
#define PREGON_PUBLISH_PINS_H

#include <stdbool.h>

struct err;
struct run;

/* Writes the tentative slots of the run's plan, in one commit; `has_written` says whether there
 * were any: the plan has then to be made anew, as it has where another run was faster, and nothing
 * was written. ERR_SYSTEM and ERR_RETRY as journal_write(). */
int pins_write(struct run *run, bool *has_written, struct err *err)
    __attribute__((warn_unused_result));

#endif

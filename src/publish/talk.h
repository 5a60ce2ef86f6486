/* Talks: one driver at work, from step to step. */
#ifndef PREGON_PUBLISH_TALK_H
#define PREGON_PUBLISH_TALK_H

#include <stdbool.h>
#include <stdint.h>

#include "publish/engine.h"

/* The driver starts anew; what it needs of earlier days stands in the record. */
void talk_begin(struct talk *talk,
                struct step (*step)(struct driver *driver, const struct reply *reply));

/* Lets the driver go on as far as it comes by itself. True where it gave a step that somebody must
 * judge: a create (talk_send carries it out), a save, a login, an end. */
bool talk_advance(struct engine *engine, struct talk *talk, struct step *out);

/* Carries out the talk's request; a create only by `start_by_boot_ms`. */
void talk_send(struct engine *engine, struct talk *talk, int64_t start_by_boot_ms);

/* The driver is told `kind` next. */
void talk_tell(struct talk *talk, enum reply_kind kind);

#endif

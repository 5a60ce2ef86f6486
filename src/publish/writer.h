/* The writer: one push for all that waits for the ledger. */
#ifndef PREGON_PUBLISH_WRITER_H
#define PREGON_PUBLISH_WRITER_H

#include <stdbool.h>

#include "publish/engine.h"

/* Whether the job can't go on before its record is in the ledger; and whether it has something to
 * say there at all. */
bool writer_is_awaited_by(const struct job *job);
bool writer_is_wanted_by(const struct job *job);

/* Stamps claims, pushes everything that is wanted, and lets the jobs go on. Where the ledger can't
 * be written, engine->failure says why, and nothing is begun any more. */
void writer_flush(struct engine *engine);

/* At the end: again and again for a minute, where running again might help. What still can't be
 * written is printed, a line of JSON each. */
void writer_finish(struct engine *engine);

#endif

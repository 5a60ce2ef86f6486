/* What `hold` and `resume` share: reading which, and writing hold.yml. */
#ifndef PREGON_COMMANDS_HOLD_H
#define PREGON_COMMANDS_HOLD_H

#include <stdint.h>
#include <stdio.h>

#include "model/hold.h"

struct arena;
struct desk;
struct err;
struct journal;
struct json_writer;
struct plan;
struct workspace;

/* The hold that the options describe: everything where they name nothing. */
int hold_read(struct hold *out, const struct desk *desk, struct err *err)
    __attribute__((warn_unused_result));

/* The same as the entries of an object that was begun. */
void hold_put(struct json_writer *json, const struct desk *desk, const struct hold *hold);

/* What is held, in a few words, for the ledger's log. */
const char *hold_describe(struct arena *arena, const struct hold *hold);

/* Says which names of hold.yml nobody bears: who edits it by hand may think that something is held.
 * What is over is left out. */
void hold_tell_unknown(FILE *log, const struct holds *holds, const struct workspace *workspace,
                       const struct plan *plan, int64_t now_utc);

/* Writes hold.yml; `text` NULL is one that nobody but a person can mend. */
int hold_write(const struct desk *desk, struct journal *journal, const char *text,
               const char *subject, struct err *err) __attribute__((warn_unused_result));

#endif

/* `check --fix`: the mends that are sure, until nothing is left to mend. */
#ifndef PREGON_COMMANDS_FIXES_H
#define PREGON_COMMANDS_FIXES_H

#include <stddef.h>

struct arena;
struct err;
struct findings;
struct invocation;

/* Mends the files, or with --dry-run prints the mends as a patch; a mend may lay bare, or bring,
 * what the next pass mends. A file that does not come to rest stays as it was. The exit status: 1
 * where errors are left, that need a person. */
int fixes_run(struct invocation *invocation, struct err *err);

/* One file's text with its sure mends, as many as do not overlap; `findings` are of that file
 * alone. `applied` is raised by their number. NULL where it would be too large. */
const char *fixes_apply(struct arena *arena, const struct findings *findings, const char *text,
                        size_t *bytes, size_t *applied);

#endif

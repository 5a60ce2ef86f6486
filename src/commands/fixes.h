/* `check --fix`: the mends that are sure, until nothing is left to mend. */
#ifndef PREGON_COMMANDS_FIXES_H
#define PREGON_COMMANDS_FIXES_H

struct err;
struct invocation;

/* Mends the files, or with --dry-run prints the mends as a patch; a mend may lay bare, or bring,
 * what the next pass mends. A file that does not come to rest stays as it was. The exit status: 1
 * where errors are left, that need a person. */
int fixes_run(struct invocation *invocation, struct err *err);

#endif

/* `check --fix`: mends that are sure, written to the files or shown as a patch. */
#ifndef PREGON_COMMANDS_FIXES_H
#define PREGON_COMMANDS_FIXES_H

struct err;
struct findings;
struct invocation;
struct project;

/* Applies every fix of sorted `findings`; with --dry-run prints a unified diff instead. Returns the
 * exit status: 0 where no error is left, 1 where one needs a person. */
int fixes_run(struct invocation *invocation, struct project *project,
              const struct findings *findings, struct err *err);

#endif

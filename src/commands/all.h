/* --all: a command in every workspace of the repository, one after another.
 *
 * The statuses become one: 4 before 3 before 1. A workspace that fails is told of, and the others
 * are done all the same. Text has a headline for each; JSON is one document:
 *
 *     {"version": 1, "workspaces": [{"workspace": "marcas/horno", "result": {…}, "error": null}]}
 */
#ifndef PREGON_COMMANDS_ALL_H
#define PREGON_COMMANDS_ALL_H

struct command;
struct err;
struct invocation;

/* -1 with `err` where the workspaces can't be told, or wrong usage ends it. */
int all_run(const struct command *command, struct invocation *invocation, struct err *err)
    __attribute__((warn_unused_result));

#endif

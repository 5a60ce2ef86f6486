/* --all: a command in every workspace of the repository, one after another.
 *
 * The statuses become one: 4 before 3 before 1. A workspace that fails is told of, and the others
 * are done all the same. Text has a headline for each; JSON is one document:
 *
 *     {"version": 1, "workspaces": [{"workspace": "marcas/horno", "result": {…}, "error": null}]}
 */
#ifndef PREGON_COMMANDS_ALL_H
#define PREGON_COMMANDS_ALL_H

#include <stddef.h>

struct arena;
struct command;
struct err;
struct invocation;

/* The workspaces of the repository in which `folder` is: their folders as seen from `root`, its
 * work tree, "" for that itself, in byte order. Hidden folders are none of people's. ERR_INPUT
 * where there is none. */
int all_find(const char **root, const char ***folders, size_t *count, struct arena *arena,
             const char *folder, struct err *err) __attribute__((warn_unused_result));

/* -1 with `err` where the workspaces can't be told, or wrong usage ends it. */
int all_run(const struct command *command, struct invocation *invocation, struct err *err)
    __attribute__((warn_unused_result));

#endif

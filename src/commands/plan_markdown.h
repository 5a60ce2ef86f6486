/* The plan as a comment of a pull request: what each account will get of the posts that a change
 * touches, the days around them, and what merging does.
 *
 * Foreign text stands in code alone (lib/markdown_put.h), so that it can't mention anybody, show a
 * picture or end its block. The same input gives the same bytes, fewer than a git host takes. */
#ifndef PREGON_COMMANDS_PLAN_MARKDOWN_H
#define PREGON_COMMANDS_PLAN_MARKDOWN_H

struct err;
struct invocation;

/* Opens the workspace by `--since` and `--rev`. The exit status: 1 where an error was found. */
int plan_write_markdown(struct invocation *invocation, struct err *err)
    __attribute__((warn_unused_result));

#endif

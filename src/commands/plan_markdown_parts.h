/* What the parts of the comment (commands/plan_markdown.h) share. */
#ifndef PREGON_COMMANDS_PLAN_MARKDOWN_PARTS_H
#define PREGON_COMMANDS_PLAN_MARKDOWN_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "commands/changes.h"
#include "commands/project.h"
#include "plan/plan.h"

struct arena;
struct err;
struct invocation;
struct text_buffer;

struct plan_comment {
    struct invocation *invocation;
    struct project project;
    struct project found; /* whose findings are those of the change */
    struct post_workers workers, found_workers;
    struct changes changes;
    struct plan plan;
    bool *is_touched; /* by the posts' places in the list */
    size_t touched_count;
};

/* Foreign text: one line of it, as code. */
void plan_comment_put_code(struct text_buffer *out, struct arena *arena, const char *text);

/* The mark by which the comment is found again, its heading, and what merging does. */
void plan_comment_put_head(struct text_buffer *out, const struct plan_comment *comment);
/* A table from the day before the first delivery that changes to the day after the last. */
void plan_comment_put_days(struct text_buffer *out, const struct plan_comment *comment);
/* The post in that place of the project's list, for each account. Fails where its file can't be
 * read any more. */
int plan_comment_put_post(struct text_buffer *out, struct plan_comment *comment, size_t index,
                          struct err *err) __attribute__((warn_unused_result));

#endif

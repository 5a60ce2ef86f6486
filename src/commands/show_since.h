/* `show --since-approval`: what became of a post since somebody approved it last. */
#ifndef PREGON_COMMANDS_SHOW_SINCE_H
#define PREGON_COMMANDS_SHOW_SINCE_H

struct err;
struct invocation;
struct post;
struct project;

/* ERR_SYSTEM where the approved commit is not in this clone. */
int show_since_approval(struct invocation *invocation, struct project *project,
                        const struct post *post, struct err *err)
    __attribute__((warn_unused_result));

#endif

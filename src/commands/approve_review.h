/* `approve --from-review`: a git host's review, turned into approvals of the posts that the
 * reviewed change touches, in each role that they ask for and the reviewer has. */
#ifndef PREGON_COMMANDS_APPROVE_REVIEW_H
#define PREGON_COMMANDS_APPROVE_REVIEW_H

struct desk;
struct err;
struct journal;

/* What is no approval, or nobody's who may, is said and records nothing: 0. */
int approve_review(struct desk *desk, struct journal *journal, const char *file, struct err *err)
    __attribute__((warn_unused_result));

#endif

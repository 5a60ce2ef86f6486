/* Demands: the approvals that deliveries need, held against those that the ledger has. A post's
 * content is hashed only where somebody approved it already and it is still to go out: pictures
 * must be read for it. */
#ifndef PREGON_COMMANDS_DEMANDS_H
#define PREGON_COMMANDS_DEMANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/approval.h"

struct account_post;
struct arena;
struct err;
struct findings;
struct ledger;
struct plan;
struct post;
struct project;
struct workspace;

/* Notes what the deliveries of `post` need, those from `first` on; in the plan's arena. */
void demands_note(struct plan *plan, size_t first, struct arena *scratch,
                  const struct workspace *workspace, const struct post *post);

/* Says of each delivery that is still to go, in a plan that is settled, what it lacks. What is due
 * after `until_utc` is only asked whether anybody said yes. True where the plan is to be settled
 * anew. */
int demands_judge(bool *has_any, struct plan *plan, struct project *project,
                  const struct ledger *ledger, int64_t until_utc, struct err *err)
    __attribute__((warn_unused_result));
/* Forgets what was said, before the plan is settled again. */
void demands_forget(struct plan *plan);

/* Takes out what `check` says of posts that have all their approvals. */
int demands_drop_given(struct findings *findings, struct project *project,
                       const struct ledger *ledger, struct err *err)
    __attribute__((warn_unused_result));

/* What a delivery lacks, in sentences; NULL: nothing. In `arena`. */
const char *demands_missing(struct arena *arena, const struct approvals *approvals,
                            const struct workspace *workspace, const char *post,
                            const char *const *roles, size_t role_count,
                            const struct approval_question *question);

#endif

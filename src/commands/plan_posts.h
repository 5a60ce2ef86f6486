/* The plan of a project's posts, for the commands that need one. */
#ifndef PREGON_COMMANDS_PLAN_POSTS_H
#define PREGON_COMMANDS_PLAN_POSTS_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct findings;
struct ledger;
struct plan;
struct post;
struct post_workers;
struct project;
struct recheck;

/* Loads and checks every post, and settles the plan at the project's now. A post that breaks an
 * error-level check is blocked, with the finding as the reason. `recheck`: the brand's voice is
 * asked again; NULL: it isn't. `until_utc`: whether what is due later was changed since it was
 * approved is not asked; INT64_MAX: of all. `workers` must outlive the plan. */
int plan_posts(struct plan *out, struct project *project, const struct ledger *ledger,
               struct post_workers *workers, struct recheck *recheck, int64_t until_utc,
               struct err *err) __attribute__((warn_unused_result));
/* In parts, for who visits the posts for something else too: a post's deliveries, in `plan`, which
 * is a thread's own. `findings` are what loading it found and its commit alone says; secrets are
 * hidden in them. */
void plan_post(struct plan *plan, const struct project *project, struct arena *scratch,
               struct findings *findings, const struct post *post, size_t index);
/* Then the plans of all threads as one, settled. */
int plan_posts_join(struct plan *out, struct project *project, const struct plan *plans,
                    size_t count, const struct ledger *ledger, int64_t until_utc, struct err *err)
    __attribute__((warn_unused_result));
/* The same plan with the ledger as it is now, at the project's now. */
int plan_posts_settle(struct plan *plan, struct project *project, const struct ledger *ledger,
                      int64_t until_utc, struct err *err) __attribute__((warn_unused_result));

#endif

/* `plan --mix`: the shares of the calendar's mix, in the window up to now and in the one up to the
 * last post that is to come, against what is asked of them. */
#ifndef PREGON_COMMANDS_PLAN_MIX_H
#define PREGON_COMMANDS_PLAN_MIX_H

struct err;
struct invocation;
struct ledger;
struct project;

/* With `since`, also what is to come as it was where this branch left that revision. Returns 0: a
 * share that is out of its bounds is `check`'s to report. */
int plan_write_mix(struct invocation *invocation, struct project *project,
                   const struct ledger *ledger, const char *since, struct err *err)
    __attribute__((warn_unused_result));

#endif

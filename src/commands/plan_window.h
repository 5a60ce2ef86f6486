/* Which deliveries `plan` lists: by --from, --until, --month, --account and --since. The balance
 * counts them all. */
#ifndef PREGON_COMMANDS_PLAN_WINDOW_H
#define PREGON_COMMANDS_PLAN_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

struct delivery;
struct err;
struct invocation;
struct month;
struct project;

struct plan_window {
    int64_t from_utc, until_utc; /* NO_TIME: open */
    const char *account;
    const bool *is_touched; /* by the posts' places in the list; NULL: of all posts */
};

/* What the options ask for, in the invocation's arena; `month` is set with --month alone. ERR_USAGE
 * where they make no window, or name no account or revision. */
int plan_window_read(struct plan_window *out, struct month *month,
                     const struct invocation *invocation, struct project *project, struct err *err)
    __attribute__((warn_unused_result));

/* What has no time is in a window that is open on both sides. */
bool plan_window_has(const struct plan_window *window, const struct delivery *delivery);

#endif

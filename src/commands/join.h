/* Where the stages before publish/ and publish/ itself meet: the plan with the ledger as it is, and
 * a post as it goes out. Of its arguments alone, so that the simulation joins them as the desk
 * does. */
#ifndef PREGON_COMMANDS_JOIN_H
#define PREGON_COMMANDS_JOIN_H

#include <stdint.h>

#include "publish/run.h"

struct account;
struct arena;
struct delivery;
struct ledger;
struct plan;
struct post;
struct record;
struct rendering;
struct workspace;

void join_settle(struct plan *plan, const struct workspace *workspace, const struct ledger *ledger,
                 int64_t now_utc);
/* What a run is given of a settled plan; holds as long as the plan stays as it is. */
struct run_plan join_plan(const struct plan *plan, const struct workspace *workspace);

/* The post as the account's readers get it, with the addresses of what is sent in `link`,
 * `reply-to` and `quote`: what stands there waits until it is, and then means it. */
void join_render(struct rendering *out, struct arena *arena, const struct post *post,
                 const struct account *account, const struct workspace *workspace,
                 const struct ledger *ledger);
/* The same, frozen; keys of `earlier` (NULL: the first attempt) stay. */
struct run_payload join_payload(struct arena *arena, const struct post *post,
                                const struct delivery *delivery, const struct workspace *workspace,
                                const struct record *earlier, const struct ledger *ledger);

#endif

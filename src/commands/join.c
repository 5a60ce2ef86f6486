/* Plan, rendering and payload, as a run asks for them. */
#include "commands/join.h"

#include <string.h>

#include "base/arena.h"
#include "io/clock.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/network.h"
#include "model/post.h"
#include "model/record.h"
#include "model/rendering.h"
#include "networks/networks.h"
#include "plan/plan.h"

void join_settle(struct plan *plan, const struct workspace *workspace, const struct ledger *ledger,
                 int64_t now_utc)
{
    plan_settle(plan, ledger->records, ledger->record_count, &ledger->holds, workspace,
                ledger->birth_utc, now_utc);
}

struct run_plan join_plan(const struct plan *plan, const struct workspace *workspace)
{
    return (struct run_plan){ .workspace = workspace,
                              .deliveries = plan->items,
                              .count = plan->count,
                              .withdrawn = plan->withdrawn,
                              .withdrawn_count = plan->withdrawn_count };
}

/* The address of a delivery that is sent; the reference itself where it is none, or not yet. */
static const char *resolve(const char *reference, const struct ledger *ledger, struct arena *arena)
{
    const char *slash = reference ? strrchr(reference, '/') : NULL;
    if (!slash || strstr(reference, "://"))
        return reference;
    const struct record *record = ledger_find(
        ledger, arena_strndup(arena, reference, (size_t)(slash - reference)), slash + 1);
    if (!record || record->state != RECORD_SENT || record->part_count == 0)
        return reference;
    const struct record_part *part = &record->parts[0];
    return part->url ? part->url : part->id;
}

void join_render(struct rendering *out, struct arena *arena, const struct post *post,
                 const struct account *account, const struct workspace *workspace,
                 const struct ledger *ledger)
{
    struct account_post *one = arena_alloc(arena, sizeof *one);
    post_for_account(one, arena, post, account, workspace);
    one->fields.link = resolve(one->fields.link, ledger, arena);
    one->fields.reply_to = resolve(one->fields.reply_to, ledger, arena);
    one->fields.quote = resolve(one->fields.quote, ledger, arena);
    account->network->render(out, arena, one, workspace);
}

struct run_payload join_payload(struct arena *arena, const struct post *post,
                                const struct delivery *delivery, const struct workspace *workspace,
                                const struct record *earlier, const struct ledger *ledger)
{
    struct rendering rendering = { 0 };
    struct run_payload payload = { .is_repeat = post->fields.repeats };
    const struct freeze_facts facts = { .record = earlier,
                                        .due_utc = delivery->due_utc,
                                        .now_utc = clock_real_utc() };
    join_render(&rendering, arena, post, delivery->account, workspace, ledger);
    payload.text = networks_payload(arena, &rendering, &facts, &payload.bytes);
    return payload;
}

/* Plan, rendering and payload, as a run asks for them. */
#include "commands/join.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
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
#include "render/address.h"

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

/* What a delivery `id/account` became; NULL where the text is no such reference, or it is not sent
 * yet. */
static const struct record_part *find_sent(const char *reference, const struct ledger *ledger,
                                           struct arena *arena)
{
    const char *slash = reference ? strrchr(reference, '/') : NULL;
    if (!slash || strstr(reference, "://"))
        return NULL;
    const struct record *record = ledger_find(
        ledger, arena_strndup(arena, reference, (size_t)(slash - reference)), slash + 1);
    bool is_sent = record && record->state == RECORD_SENT && record->part_count > 0;
    return is_sent ? &record->parts[0] : NULL;
}

/* For a network, to which an id says as much; the reference itself where it is none, or not yet. */
static const char *resolve(const char *reference, const struct ledger *ledger, struct arena *arena)
{
    const struct record_part *part = find_sent(reference, ledger, arena);
    if (!part)
        return reference;
    return part->url ? part->url : part->id;
}

/* Readers follow a link. */
static bool is_for_readers(const struct record_part *part)
{
    return part->url && address_kind(part->url) == ADDRESS_WEB;
}

static const char *resolve_link(const char *reference, const struct ledger *ledger,
                                struct arena *arena)
{
    const struct record_part *part = find_sent(reference, ledger, arena);
    return part && is_for_readers(part) ? part->url : reference;
}

void join_render(struct rendering *out, struct arena *arena, const struct post *post,
                 const struct account *account, const struct workspace *workspace,
                 const struct ledger *ledger)
{
    struct account_post *one = arena_alloc(arena, sizeof *one);
    post_for_account(one, arena, post, account, workspace);
    one->fields.link = resolve_link(one->fields.link, ledger, arena);
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
    const char *link = rendering.post->fields.link;
    if (find_sent(link, ledger, arena))
        payload.why_blocked = arena_printf(
            arena, _("its link stands for '%s', which was sent and has no address on the web"),
            link);
    payload.text = networks_payload(arena, &rendering, &facts, &payload.bytes);
    return payload;
}

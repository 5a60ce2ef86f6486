/* Every field that plan_add() and the demands of approvals set: whoever sets one more adds it here,
 * twice. */
#include "plan/packed.h"

#include "base/arena.h"
#include "base/list.h"
#include "lib/pack.h"
#include "model/delivery.h"
#include "model/workspace.h"
#include "plan/plan.h"

enum { WAITS_MAX = sizeof((struct delivery *)0)->waits_for / sizeof(const char *) };

static void pack_approval(struct packer *out, const struct delivery_approval *approval)
{
    pack_number(out, approval ? approval->role_count : 0);
    if (!approval)
        return;
    for (size_t i = 0; i < approval->role_count; i++)
        pack_text(out, approval->roles[i]);
    pack_text(out, approval->owner);
}

static struct delivery_approval *unpack_approval(struct unpacker *in, struct arena *arena)
{
    size_t count = unpack_count(in);
    if (!count)
        return NULL;
    const char **roles = arena_alloc_array(arena, count, sizeof *roles);
    for (size_t i = 0; i < count; i++) {
        roles[i] = unpack_text(in);
        in->is_broken |= !roles[i];
    }
    struct delivery_approval *approval = arena_alloc(arena, sizeof *approval);
    *approval = (struct delivery_approval){ .roles = roles, .role_count = count };
    approval->owner = unpack_text(in);
    return approval;
}

static void pack_delivery(struct packer *out, const struct delivery *delivery)
{
    pack_number(out, delivery->account->index);
    pack_signed(out, delivery->date_utc);
    pack_signed(out, delivery->expires_utc);
    pack_signed(out, delivery->max_late_s);
    pack_signed(out, delivery->priority);
    pack_number(out, (uint64_t)(delivery->is_draft | delivery->is_urgent << 1));
    pack_text(out, delivery->queue);
    pack_signed(out, delivery->queue_day_s);
    for (size_t i = 0; i < WAITS_MAX; i++)
        pack_text(out, delivery->waits_for[i]);
    pack_text(out, delivery->campaign);
    pack_text(out, delivery->why_blocked);
    pack_approval(out, delivery->approval);
}

static struct delivery unpack_delivery(struct unpacker *in, struct arena *arena,
                                       const struct workspace *workspace)
{
    struct delivery delivery = { .account = NULL };
    uint64_t account = unpack_number(in);
    if (account < workspace->account_count)
        delivery.account = &workspace->accounts[account];
    else
        in->is_broken = true;
    delivery.date_utc = delivery.due_utc = unpack_signed(in);
    delivery.expires_utc = unpack_signed(in);
    delivery.max_late_s = unpack_signed(in);
    delivery.priority = (int)unpack_signed(in);
    uint64_t flags = unpack_number(in);
    delivery.is_draft = flags & 1;
    delivery.is_urgent = flags & 2;
    delivery.queue = unpack_text(in);
    delivery.queue_day_s = unpack_signed(in);
    for (size_t i = 0; i < WAITS_MAX; i++)
        delivery.waits_for[i] = unpack_text(in);
    delivery.campaign = unpack_text(in);
    delivery.why_blocked = unpack_text(in);
    delivery.approval = unpack_approval(in, arena);
    return delivery;
}

void plan_pack(struct packer *out, const struct plan *plan, size_t first, size_t first_nowhere)
{
    pack_number(out, plan->count - first);
    for (size_t i = first; i < plan->count; i++) {
        if (i == first) {
            pack_text(out, plan->items[i].post);
            pack_text(out, plan->items[i].path);
            pack_text(out, plan->items[i].title);
        }
        pack_delivery(out, &plan->items[i]);
    }
    pack_number(out, plan->nowhere_count - first_nowhere);
    for (size_t i = first_nowhere; i < plan->nowhere_count; i++)
        pack_text(out, plan->nowhere[i]);
}

static void unpack_nowhere(struct unpacker *in, struct plan *plan)
{
    for (size_t left = unpack_count(in); left > 0 && !in->is_broken; left--) {
        const char *why = unpack_text(in);
        in->is_broken |= !why;
        plan->nowhere = list_grow(plan->arena, plan->nowhere, plan->nowhere_count,
                                  &plan->nowhere_capacity, sizeof *plan->nowhere);
        plan->nowhere[plan->nowhere_count++] = why;
    }
}

void plan_unpack(struct unpacker *in, struct plan *plan, const struct workspace *workspace,
                 size_t post_index)
{
    size_t first = plan->count, first_nowhere = plan->nowhere_count;
    size_t count = unpack_count(in);
    const char *post = NULL, *path = NULL, *title = NULL;
    for (size_t i = 0; i < count && !in->is_broken; i++) {
        if (i == 0) {
            post = unpack_text(in);
            path = unpack_text(in);
            title = unpack_text(in);
            in->is_broken |= !post || !path;
        }
        struct delivery delivery = unpack_delivery(in, plan->arena, workspace);
        delivery.post = post;
        delivery.path = path;
        delivery.title = title;
        delivery.post_index = post_index;
        plan->items =
            list_grow(plan->arena, plan->items, plan->count, &plan->capacity, sizeof *plan->items);
        plan->items[plan->count++] = delivery;
    }
    unpack_nowhere(in, plan);
    if (in->is_broken) {
        plan->count = first;
        plan->nowhere_count = first_nowhere;
    }
}

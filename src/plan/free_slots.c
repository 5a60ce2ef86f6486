/* What the queues have left. */
#include "plan/free_slots.h"

#include <stdbool.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/text.h"
#include "calendar/closed.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "plan/queue_slots.h"

struct finding_slots {
    struct arena *arena;
    const struct workspace *workspace;
    const struct plan *plan;
    int64_t now_utc, until_utc;
    struct free_slot *items;
    size_t count, capacity;
};

static bool is_of_queue(const struct workspace *workspace, const struct queue *queue,
                        const struct account *account)
{
    for (size_t i = 0; i < queue->accounts.count; i++)
        if (account_is_named(workspace, account, queue->accounts.items[i].text))
            return true;
    return queue->accounts.count == 0;
}

/* A free slot of a list, but for its time; without an account where the list feeds none. */
static struct free_slot slot_of(struct arena *arena, const struct workspace *workspace,
                                const struct queue_slots *slots, const struct slot_times *times)
{
    struct free_slot slot = { .queue = slots->queue };
    struct text_buffer fed = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    bool has_others = false;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (!is_of_queue(workspace, slots->queue, account))
            continue;
        if (queue_slots_of(slots, account) != times) {
            has_others = true;
            continue;
        }
        text_printf(&fed, "%s%s", slot.account ? ", " : "", account->id);
        if (!slot.account)
            slot.account = account;
    }
    if (has_others)
        slot.accounts = text_end(&fed);
    return slot;
}

static void take_all(const struct finding_slots *finding, const struct queue_slots *slots)
{
    for (size_t i = 0; i < finding->plan->count; i++) {
        const struct delivery *delivery = &finding->plan->items[i];
        struct slot_times *times = queue_slots_of(slots, delivery->account);
        if (!times || delivery->due_utc == NO_TIME ||
            !text_equal(delivery->queue, slots->queue->id))
            continue;
        struct local_time local = zone_local(delivery->account->zone, delivery->due_utc);
        slot_times_take(times, moment_seconds(&local), delivery->post);
    }
}

static bool is_open(const struct finding_slots *finding, const struct account *account, int64_t utc)
{
    const struct closed_query query = { .account = account, .utc = utc };
    return utc >= finding->now_utc && utc < finding->until_utc &&
           !closed_quiet(&finding->workspace->calendar, account->zone, utc) &&
           !closed_by(finding->workspace, &query, CLOSURE_BLACKOUT);
}

static void add(struct finding_slots *finding, struct free_slot slot, int64_t local_s)
{
    const struct account *account = slot.account;
    struct local_time local = moment_local(local_s);
    int64_t instants[2];
    if (zone_instants(account->zone, &local, instants) == LOCAL_SKIPPED ||
        !is_open(finding, account, instants[0]))
        return;
    finding->items = list_grow(finding->arena, finding->items, finding->count, &finding->capacity,
                               sizeof *finding->items);
    slot.due_utc = instants[0];
    slot.offset_s = zone_offset_at(account->zone, instants[0], NULL);
    finding->items[finding->count++] = slot;
}

static int by_time(const void *left, const void *right)
{
    const struct free_slot *a = left, *b = right;
    return (a->due_utc > b->due_utc) - (a->due_utc < b->due_utc);
}

size_t free_slots_find(struct free_slot **out, struct arena *arena, const struct plan *plan,
                       const struct workspace *workspace, int64_t now_utc, int64_t until_utc)
{
    enum { ZONES_S = 14 * 3600 };
    struct finding_slots finding = { .arena = arena,
                                     .workspace = workspace,
                                     .plan = plan,
                                     .now_utc = now_utc,
                                     .until_utc = until_utc };
    for (size_t i = 0; i < workspace->calendar.queue_count; i++) {
        struct queue_slots slots;
        queue_slots_build(&slots, arena, &workspace->calendar.queues[i], now_utc);
        take_all(&finding, &slots);
        for (size_t j = 0; j < slots.list_count; j++) {
            const struct slot_times *times = &slots.lists[j];
            const struct free_slot slot = slot_of(arena, workspace, &slots, times);
            size_t first = slot_times_find(times, now_utc - ZONES_S);
            for (size_t k = first;
                 slot.account && k < times->count && times->local_s[k] < until_utc + ZONES_S; k++)
                if (!times->taken_by[k])
                    add(&finding, slot, times->local_s[k]);
        }
    }
    list_sort(finding.items, finding.count, sizeof *finding.items, by_time);
    *out = finding.items;
    return finding.count;
}

/* From deliveries to what plan/queues.h asks for, and back. */
#include "plan/plan_queues.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "model/record.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "plan/queue_entries.h"
#include "plan/queues.h"

/* Whether it has its time on its account, past or to come. */
static bool takes_time(const struct delivery *delivery)
{
    switch (delivery->state) {
    case DELIVERY_DRAFT:
    case DELIVERY_SKIPPED:
    case DELIVERY_EXPIRED:
    case DELIVERY_MISSED:
    case DELIVERY_FAILED:
        return false;
    default:
        return delivery->due_utc != NO_TIME;
    }
}

static const struct queue *queue_of(const struct delivery *delivery,
                                    const struct workspace *workspace)
{
    return delivery->queue ? workspace_queue(workspace, delivery->queue) : NULL;
}

size_t plan_list_taken(const struct plan *plan, const struct workspace *workspace,
                       const bool *is_free, struct queue_taken *out)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        if (takes_time(delivery) && !(is_free && is_free[i]))
            out[count++] = (struct queue_taken){ .account = delivery->account,
                                                 .due_utc = delivery->due_utc,
                                                 .post = delivery->post,
                                                 .queue = queue_of(delivery, workspace) };
    }
    for (size_t i = 0; i < plan->withdrawn_count; i++) {
        const struct record *record = plan->withdrawn[i];
        const struct account *account = workspace_account(workspace, record->account);
        if (account && record->state == RECORD_SENT)
            out[count++] = (struct queue_taken){ .account = account,
                                                 .due_utc = record->due_utc,
                                                 .post = record->post };
    }
    return count;
}

static bool wants_slot(const struct delivery *delivery)
{
    return delivery->state == DELIVERY_SCHEDULED && delivery->due_utc == NO_TIME && delivery->queue;
}

/* The entries of one post, whose deliveries are [first, end). */
static size_t list_entries(const struct plan *plan, const struct workspace *workspace, size_t first,
                           size_t end, struct queue_wish *wishes, struct queue_entry *out,
                           struct queue_place *places)
{
    bool has_any = false;
    for (size_t i = first; i < end; i++) {
        const struct delivery *delivery = &plan->items[i];
        has_any |= wants_slot(delivery);
        wishes[i - first] = (struct queue_wish){
            .account = delivery->account,
            .queue = queue_of(delivery, workspace),
            .post = delivery->post,
            .campaign = delivery->campaign,
            .priority = delivery->priority,
            .is_urgent = delivery->is_urgent,
            .waits = wants_slot(delivery),
            .has_time = takes_time(delivery),
            .day_s = delivery->queue_day_s,
            .not_after_utc = delivery->expires_utc,
            .tag = i,
        };
    }
    return has_any ? queue_entries_make(out, places, wishes, end - first) : 0;
}

static void give(struct plan *plan, const struct queue_place *place, int64_t day_s)
{
    struct delivery *delivery = &plan->items[place->tag];
    delivery->due_utc = place->due_utc;
    delivery->is_tentative = true;
    if (place->due_utc != NO_TIME)
        return;
    if (day_s != NO_TIME)
        delivery->why = arena_printf(plan->arena, _("the queue '%s' has no free slot on that day"),
                                     delivery->queue);
    else
        delivery->why = arena_printf(plan->arena,
                                     _("the queue '%s' has no free slot for it: not within a year, "
                                       "its campaign, and its end"),
                                     delivery->queue);
}

void plan_give_slots(struct plan *plan, const struct workspace *workspace, int64_t now_utc)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    size_t wanted = 0;
    for (size_t i = 0; i < plan->count; i++)
        wanted += wants_slot(&plan->items[i]);
    if (wanted == 0)
        return;
    struct queue_entry *entries = arena_alloc_array(&scratch, wanted, sizeof *entries);
    struct queue_place *places = arena_alloc_array(&scratch, wanted, sizeof *places);
    /* Of one id there may be more than one for each account: two posts that bear it. */
    struct queue_wish *wishes = arena_alloc_array(&scratch, plan->count, sizeof *wishes);
    struct queue_taken *taken =
        arena_alloc_array(&scratch, plan->count + plan->withdrawn_count, sizeof *taken);
    size_t taken_count = plan_list_taken(plan, workspace, NULL, taken);
    size_t count = 0;
    for (size_t first = 0, end; first < plan->count; first = end) {
        for (end = first + 1;
             end < plan->count && text_equal(plan->items[end].post, plan->items[first].post);)
            end++;
        size_t added = list_entries(plan, workspace, first, end, wishes, &entries[count], places);
        for (size_t i = count; i < count + added; i++)
            places += entries[i].place_count;
        count += added;
    }
    queues_place(&scratch, workspace, entries, count, taken, taken_count, now_utc);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < entries[i].place_count; j++)
            give(plan, &entries[i].places[j], entries[i].day_s);
}

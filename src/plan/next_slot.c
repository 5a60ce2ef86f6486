/* Deliveries to queue entries, in the order in which they were due. */
#include "plan/next_slot.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/moment.h"
#include "lib/target.h"
#include "lib/zone.h"
#include "model/account_set.h"
#include "model/delivery.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "plan/plan_queues.h"
#include "plan/queue_slots.h"
#include "plan/queues.h"

enum { DAY_S = 24 * 3600 };

/* --- which queue --- */

static bool feeds(const struct queue *queue, const struct account *account,
                  const struct workspace *workspace, struct arena *scratch)
{
    uint64_t *set =
        arena_alloc_array(scratch, account_set_words(workspace->account_count), sizeof *set);
    target_add(set, workspace, &queue->accounts);
    return (!queue->accounts.count || account_set_has(set, account->index)) &&
           queue_has_slots_for(queue, account);
}

int next_slot_queue(const struct queue **out, const struct delivery *delivery,
                    const struct workspace *workspace, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const struct calendar *calendar = &workspace->calendar;
    const struct queue *found = NULL;
    const char *account = delivery->account->id;
    struct text_buffer names = text_buffer_in(&scratch, LIMIT_PATH_BYTES);
    size_t count = 0;
    if (delivery->queue && workspace_queue(workspace, delivery->queue)) {
        *out = workspace_queue(workspace, delivery->queue);
        return 0;
    }
    for (size_t i = 0; i < calendar->queue_count; i++) {
        const struct queue *queue = &calendar->queues[i];
        if (!feeds(queue, delivery->account, workspace, &scratch))
            continue;
        text_printf(&names, "%s'%s'", count++ ? ", " : "", queue->id);
        found = queue;
    }
    if (count == 1) {
        *out = found;
        return 0;
    }
    if (count == 0)
        return err_set(err, ERR_INPUT,
                       _("'%s' is in no queue, and none feeds '%s': give it a time"),
                       delivery->post, account);
    return err_set(err, ERR_INPUT,
                   _("'%s' is in no queue, and '%s' is fed by more than one (%s): give it a time"),
                   delivery->post, account, text_end(&names));
}

/* --- which slots --- */

/* What is placed together, and when the first of it was due. */
struct together {
    struct next_slot **members;
    size_t count;
    int64_t due_utc;
};

static int by_post(const void *left, const void *right)
{
    const struct next_slot *a = *(struct next_slot *const *)left;
    const struct next_slot *b = *(struct next_slot *const *)right;
    int order = strcmp(a->delivery->post, b->delivery->post);
    if (order == 0)
        order = (a->queue > b->queue) - (a->queue < b->queue);
    if (order == 0)
        order = (a->delivery->queue_day_s > b->delivery->queue_day_s) -
                (a->delivery->queue_day_s < b->delivery->queue_day_s);
    return order ? order : strcmp(a->delivery->account->id, b->delivery->account->id);
}

static int by_due(const void *left, const void *right)
{
    const struct together *a = left;
    const struct together *b = right;
    int order = (a->due_utc > b->due_utc) - (a->due_utc < b->due_utc);
    return order ? order : strcmp(a->members[0]->delivery->post, b->members[0]->delivery->post);
}

static size_t make_groups(struct together *out, struct next_slot **sorted, size_t count)
{
    size_t group_count = 0;
    list_sort(sorted, count, sizeof *sorted, by_post);
    for (size_t i = 0; i < count; i++) {
        const struct next_slot *one = sorted[i];
        struct together *last = group_count ? &out[group_count - 1] : NULL;
        if (!last || !text_equal(last->members[0]->delivery->post, one->delivery->post) ||
            last->members[0]->queue != one->queue ||
            last->members[0]->delivery->queue_day_s != one->delivery->queue_day_s) {
            out[group_count] =
                (struct together){ .members = &sorted[i], .due_utc = one->delivery->due_utc };
            last = &out[group_count++];
        }
        last->count++;
        if (one->delivery->due_utc < last->due_utc)
            last->due_utc = one->delivery->due_utc;
    }
    list_sort(out, group_count, sizeof *out, by_due);
    return group_count;
}

/* The day that the post asks for, as long as it is not over. */
static int64_t day_of(const struct delivery *delivery, int64_t now_utc)
{
    struct local_time now = zone_local(delivery->account->zone, now_utc);
    bool is_over =
        delivery->queue_day_s != NO_TIME && delivery->queue_day_s + DAY_S <= moment_seconds(&now);
    return is_over ? NO_TIME : delivery->queue_day_s;
}

static struct queue_entry make_entry(const struct together *group, const struct next_slot *first,
                                     struct queue_place *places, int64_t now_utc)
{
    const struct next_slot *one = group->members[0];
    const struct delivery *delivery = one->delivery;
    for (size_t i = 0; i < group->count; i++)
        places[i] = (struct queue_place){ .account = group->members[i]->delivery->account,
                                          .tag = (size_t)(group->members[i] - first) };
    return (struct queue_entry){
        .queue = one->queue,
        .post = delivery->post,
        .campaign = delivery->campaign,
        .is_urgent = delivery->is_urgent,
        .has_slot = true, /* others of its deliveries may wait for theirs */
        .day_s = day_of(delivery, now_utc),
        .not_after_utc = delivery->expires_utc,
        .places = places,
        .place_count = group->count,
    };
}

void next_slots_find(const struct plan *plan, const struct workspace *workspace,
                     struct next_slot *wanted, size_t count, int64_t now_utc)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct next_slot **sorted = arena_alloc_array(&scratch, count, sizeof *sorted);
    struct together *groups = arena_alloc_array(&scratch, count, sizeof *groups);
    struct queue_entry *entries = arena_alloc_array(&scratch, count, sizeof *entries);
    struct queue_place *places = arena_alloc_array(&scratch, count, sizeof *places);
    struct queue_taken *taken =
        arena_alloc_array(&scratch, plan->count + plan->withdrawn_count, sizeof *taken);
    bool *is_free = arena_alloc_array(&scratch, plan->count, sizeof *is_free);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &wanted[i];
        is_free[wanted[i].delivery - plan->items] = true;
    }
    size_t group_count = make_groups(groups, sorted, count);
    size_t used = 0;
    for (size_t i = 0; i < group_count; i++) {
        entries[i] = make_entry(&groups[i], wanted, &places[used], now_utc);
        entries[i].priority = (int)(group_count - i);
        used += groups[i].count;
    }
    size_t taken_count = plan_list_taken(plan, workspace, is_free, taken);
    queues_place(&scratch, workspace, entries, group_count, taken, taken_count, now_utc);
    for (size_t i = 0; i < used; i++)
        wanted[places[i].tag].due_utc = places[i].due_utc;
}

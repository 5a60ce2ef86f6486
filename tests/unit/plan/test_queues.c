/* Random calendars: what plan_settle() gives is held against the rules, written down once more in
 * the plainest way. PREGON_TEST_SEEDS=20000 asks more of it. */
#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/moment.h"
#include "random_plan.h"

enum { SEEDS = 120 };

/* --- the rules, once more --- */

static int64_t day_of(const struct zone *zone, int64_t utc)
{
    struct local_time local = zone_local(zone, utc);
    int64_t local_s = moment_seconds(&local);
    return local_s - local_s % DAY;
}

static bool is_given(const struct delivery *delivery)
{
    return delivery->state == DELIVERY_SCHEDULED && delivery->is_tentative &&
           delivery->due_utc != NO_TIME;
}

static bool is_quiet(const struct random_plan *scene, const struct delivery *delivery, int64_t utc)
{
    const struct hours_list *quiet = &scene->workspace.calendar.quiet;
    struct local_time local = zone_local(delivery->account->zone, utc);
    int now = (moment_weekday(&local) - 1) * 24 * 60 + local.hour * 60 + local.minute;
    for (size_t i = 0; i < quiet->count; i++) {
        const struct hours *hours = &quiet->items[i];
        int minutes = hours->until_minute - hours->from_minute;
        if (minutes < 0)
            minutes += 24 * 60;
        for (int day = 0; day < 7; day++) {
            int since = now - (day * 24 * 60 + hours->from_minute);
            if ((hours->weekdays >> day & 1) && (since + 7 * 24 * 60) % (7 * 24 * 60) < minutes)
                return true;
        }
    }
    return false;
}

static bool spans(const struct closure *closure, const struct zone *zone, int64_t utc, int years)
{
    struct local_time now = zone_local(zone, utc);
    struct local_time from = closure->from.local;
    struct local_time until = closure->until.local;
    from.year += years;
    until.year += years;
    if (closure->is_yearly &&
        moment_seconds(&until) + (closure->until.kind == MOMENT_DAY ? DAY : 0) <=
            moment_seconds(&from))
        until.year++;
    bool has_begun = closure->from.kind == MOMENT_INSTANT
                         ? closure->from.utc <= utc
                         : moment_seconds(&from) <= moment_seconds(&now);
    int64_t end_s = moment_seconds(&until) + (closure->until.kind == MOMENT_DAY ? DAY : 0);
    return has_begun && (closure->until.kind == MOMENT_INSTANT ? utc < closure->until.utc
                                                               : moment_seconds(&now) < end_s);
}

static bool is_blacked_out(const struct random_plan *scene, const struct delivery *delivery,
                           int64_t utc)
{
    const struct calendar *calendar = &scene->workspace.calendar;
    for (size_t i = 0; i < calendar->closure_count; i++) {
        const struct closure *closure = &calendar->closures[i];
        bool is_excepted = closure->except.count > 0 && (text_equal(delivery->campaign, "autumn") ||
                                                         text_equal(delivery->account->id, "b") ||
                                                         text_equal(delivery->post, "p03"));
        if (closure->kind != CLOSURE_BLACKOUT || is_excepted ||
            (closure->accounts && delivery->account->index != 0))
            continue;
        for (int years = 0; years <= (closure->is_yearly ? 5 : 0); years++)
            if (spans(closure, delivery->account->zone, utc, years))
                return true;
    }
    return false;
}

/* Whether `other` had its time before the delivery chose. */
static bool is_before(const struct delivery *other, const struct delivery *delivery)
{
    bool has_time = other->due_utc != NO_TIME && other->state != DELIVERY_DRAFT &&
                    other->state != DELIVERY_SKIPPED && other->state != DELIVERY_EXPIRED &&
                    other->state != DELIVERY_MISSED && other->state != DELIVERY_FAILED;
    if (!is_given(other) || !has_time)
        return has_time;
    return other->priority != delivery->priority ? other->priority > delivery->priority
                                                 : strcmp(other->post, delivery->post) < 0;
}

static const struct slot_list *list_for(const struct queue *queue, const struct account *account)
{
    const char *const targets[] = { account->id, account->network_name, NULL };
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < queue->list_count; j++)
            if (text_equal(queue->lists[j].target, targets[i]))
                return &queue->lists[j];
    return NULL;
}

static bool is_slot(const struct random_plan *scene, const struct delivery *delivery,
                    const struct local_time *local)
{
    const struct queue *queue = workspace_queue(&scene->workspace, delivery->queue);
    if (queue->rrule && scene->is_monthly[queue - scene->queues])
        return (local->day == 1 || local->day == 15) && local->hour == 18 && local->minute == 0;
    if (queue->rrule)
        return local->hour == 9 && local->minute == 0;
    const struct slot_list *list = list_for(queue, delivery->account);
    for (size_t i = 0; list && i < list->count; i++)
        if ((list->slots[i].weekdays >> (moment_weekday(local) - 1) & 1) &&
            list->slots[i].minute == local->hour * 60 + local->minute)
            return true;
    return false;
}

/* Whether another post has this slot of the list, before the delivery chose. */
static bool is_taken(const struct random_plan *scene, const struct delivery *delivery,
                     int64_t local_s)
{
    const struct queue *queue = workspace_queue(&scene->workspace, delivery->queue);
    for (size_t i = 0; i < scene->plan.count; i++) {
        const struct delivery *other = &scene->deliveries[i];
        if (!text_equal(other->queue, queue->id) || !is_before(other, delivery) ||
            text_equal(other->post, delivery->post) ||
            list_for(queue, other->account) != list_for(queue, delivery->account))
            continue;
        struct local_time local = zone_local(other->account->zone, other->due_utc);
        if (moment_seconds(&local) == local_s)
            return true;
    }
    return false;
}

/* What keeps the delivery from that slot; NULL: nothing. */
static const char *find_reason(const struct random_plan *scene, const struct delivery *delivery,
                               int64_t local_s, int64_t *utc)
{
    const struct account *account = delivery->account;
    const struct campaign *campaign = &scene->campaigns[0];
    struct local_time local = moment_local(local_s);
    int64_t instants[2];
    int64_t on_day = 0;
    int64_t gap_s = delivery->is_urgent || account->gap_s < MINUTE ? MINUTE : account->gap_s;
    if (!is_slot(scene, delivery, &local))
        return "no slot";
    if (zone_instants(account->zone, &local, instants) == LOCAL_SKIPPED)
        return "skipped";
    *utc = instants[0];
    if (*utc < scene->now_utc || (delivery->expires_utc != NO_TIME && *utc > delivery->expires_utc))
        return "past or expired";
    if (delivery->queue_day_s != NO_TIME && local_s - local_s % DAY != delivery->queue_day_s)
        return "another day";
    if (delivery->campaign && ((campaign->from_utc != NO_TIME && *utc < campaign->from_utc) ||
                               (campaign->until_utc != NO_TIME && *utc > campaign->until_utc)))
        return "outside of its campaign";
    if (!delivery->is_urgent && is_quiet(scene, delivery, *utc))
        return "quiet hours";
    if (!delivery->is_urgent && is_blacked_out(scene, delivery, *utc))
        return "a blackout";
    if (is_taken(scene, delivery, local_s))
        return "taken";
    for (size_t i = 0; i < scene->plan.count; i++) {
        const struct delivery *other = &scene->deliveries[i];
        if (other == delivery || other->account != account || !is_before(other, delivery))
            continue;
        if (llabs((long long)(other->due_utc - *utc)) < gap_s)
            return "the gap";
        on_day += day_of(account->zone, other->due_utc) == day_of(account->zone, *utc);
    }
    return !delivery->is_urgent && account->per_day >= 0 && on_day >= account->per_day ? "the day"
                                                                                       : NULL;
}

/* Whether all deliveries of its post that wait in the queue chose together, from one list: then no
 * slot before theirs would have done for all of them. */
static bool chose_alone(const struct random_plan *scene, const struct delivery *delivery)
{
    const struct queue *queue = workspace_queue(&scene->workspace, delivery->queue);
    for (size_t i = 0; i < scene->plan.count; i++) {
        const struct delivery *own = &scene->deliveries[i];
        if (text_equal(own->post, delivery->post) &&
            (!is_given(own) || list_for(queue, own->account) != list_for(queue, delivery->account)))
            return false;
    }
    return true;
}

static bool would_do(const struct random_plan *scene, const struct delivery *delivery,
                     int64_t local_s)
{
    for (size_t i = 0; i < scene->plan.count; i++) {
        const struct delivery *own = &scene->deliveries[i];
        int64_t utc;
        if (text_equal(own->post, delivery->post) && find_reason(scene, own, local_s, &utc))
            return false;
    }
    return true;
}

/* --- the properties --- */

static void must(bool is_true, uint64_t seed, const struct delivery *delivery, const char *what)
{
    if (!is_true)
        fail_msg("seed %llu, %s/%s at %lld: %s", (unsigned long long)seed, delivery->post,
                 delivery->account->id, (long long)delivery->due_utc, what);
}

static void check_given(const struct random_plan *scene, uint64_t seed,
                        const struct delivery *delivery)
{
    enum { LOOK_BACK = 10 * DAY };
    struct local_time local = zone_local(delivery->account->zone, delivery->due_utc);
    int64_t local_s = moment_seconds(&local);
    int64_t utc = NO_TIME;
    const char *reason = find_reason(scene, delivery, local_s, &utc);
    must(!reason, seed, delivery, reason);
    must(utc == delivery->due_utc, seed, delivery, "the second of two instants");
    for (size_t i = 0; i < scene->plan.count; i++) {
        const struct delivery *own = &scene->deliveries[i];
        const struct queue *queue = workspace_queue(&scene->workspace, delivery->queue);
        if (!is_given(own) || !text_equal(own->post, delivery->post) ||
            list_for(queue, own->account) != list_for(queue, delivery->account) ||
            !chose_alone(scene, delivery))
            continue;
        struct local_time other = zone_local(own->account->zone, own->due_utc);
        must(moment_seconds(&other) == local_s, seed, delivery, "not the slot of its post");
    }
    if (!chose_alone(scene, delivery))
        return;
    for (int64_t at_s = local_s - LOOK_BACK; at_s < local_s; at_s += 15 * MINUTE) {
        struct local_time before = moment_local(at_s);
        must(!is_slot(scene, delivery, &before) || !would_do(scene, delivery, at_s), seed, delivery,
             "an earlier slot was free");
    }
}

static void check_balance(const struct random_plan *scene)
{
    size_t counts[DELIVERY_STATE_COUNT] = { 0 };
    size_t sum = 0;
    for (size_t i = 0; i < scene->plan.count; i++)
        counts[scene->deliveries[i].state]++;
    assert_memory_equal(counts, scene->plan.balance, sizeof counts);
    for (size_t i = 0; i < DELIVERY_STATE_COUNT; i++)
        sum += scene->plan.balance[i];
    assert_int_equal(sum, scene->plan.count);
}

/* Settles, and checks all that must be true of any plan. */
static void settle_and_check(struct random_plan *scene, uint64_t seed)
{
    struct delivery before[MOST_ITEMS];
    random_plan_settle(scene);
    check_balance(scene);
    for (size_t i = 0; i < scene->plan.count; i++)
        if (is_given(&scene->deliveries[i]))
            check_given(scene, seed, &scene->deliveries[i]);
    memcpy(before, scene->deliveries, scene->plan.count * sizeof *before);
    random_plan_settle(scene);
    for (size_t i = 0; i < scene->plan.count; i++)
        must(text_equal(before[i].post, scene->deliveries[i].post) &&
                 before[i].account == scene->deliveries[i].account &&
                 before[i].due_utc == scene->deliveries[i].due_utc &&
                 before[i].state == scene->deliveries[i].state &&
                 before[i].is_tentative == scene->deliveries[i].is_tentative,
             seed, &scene->deliveries[i], "settled again, it is another plan");
}

/* What a run of publish leaves: some of the slots pinned, and some of what was due sent. */
static void record_some(struct random_plan *scene)
{
    for (size_t i = 0; i < scene->plan.count; i++) {
        const struct delivery *delivery = &scene->deliveries[i];
        bool is_due = delivery->state == DELIVERY_DUE;
        if ((!is_given(delivery) && !is_due) || random_pick(scene, 3) == 0)
            continue;
        scene->records[scene->record_count++] =
            (struct record){ .post = delivery->post,
                             .account = delivery->account->id,
                             .state = is_due ? RECORD_SENT : RECORD_PINNED,
                             .due_utc = delivery->due_utc,
                             .queue = is_due ? NULL : delivery->queue };
    }
}

static void check_pinned(const struct random_plan *scene, uint64_t seed)
{
    for (size_t i = 0; i < scene->plan.count; i++) {
        const struct delivery *delivery = &scene->deliveries[i];
        if (delivery->record)
            must(delivery->due_utc == delivery->record->due_utc && !delivery->is_tentative, seed,
                 delivery, "it has moved");
    }
}

TEST(random_calendars_keep_their_rules_and_what_is_pinned_stays)
{
    const char *wanted = getenv("PREGON_TEST_SEEDS");
    uint64_t seeds = wanted ? strtoull(wanted, NULL, 10) : SEEDS;
    static struct random_plan scene; /* as large as it is */
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        random_plan_open(&scene, seed);
        settle_and_check(&scene, seed);
        record_some(&scene);
        for (size_t i = 0, count = random_pick(&scene, 8); i < count; i++)
            random_plan_add(&scene, 2 * i + 1);
        settle_and_check(&scene, seed);
        check_pinned(&scene, seed);
        random_plan_close(&scene);
    }
}

/* The due set: state, backlog guard, gaps and pauses. */
#include "publish/due.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/origin.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/record.h"
#include "model/workspace.h"
#include "publish/recover.h"

enum { TOO_MANY_REQUESTS = 429 };

bool due_is_harmless(const struct account *account)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct origin origin;
    struct err ignored = { 0 };
    if (!account->network)
        return false;
    if (account->network->is_offline)
        return true;
    return account->service && origin_parse(&origin, &arena, account->service, &ignored) == 0 &&
           origin.is_loopback;
}

/* Whether runs send to it: not by hand, and by a network that we know. */
static bool is_sent_by_runs(const struct account *account)
{
    return account->network && !account->is_manual;
}

int64_t due_utc(const struct delivery *delivery)
{
    int64_t recorded_utc = delivery->record ? delivery->record->due_utc : NO_TIME;
    return recorded_utc > delivery->due_utc ? recorded_utc : delivery->due_utc;
}

bool due_is_retried_too_late(const struct delivery *delivery, int64_t now_utc)
{
    return delivery->state == DELIVERY_RETRYING && due_utc(delivery) != NO_TIME &&
           (now_utc > due_utc(delivery) + delivery->max_late_s ||
            (delivery->expires_utc != NO_TIME && now_utc > delivery->expires_utc));
}

/* A delivery that is tried again has a `why` where it may not go out now: held, a draft again. */
static bool is_overdue(const struct delivery *delivery, int64_t now_utc)
{
    return is_sent_by_runs(delivery->account) &&
           (delivery->state == DELIVERY_DUE ||
            (delivery->state == DELIVERY_RETRYING && !delivery->why &&
             !due_is_retried_too_late(delivery, now_utc)));
}

/* When a delivery that is tried again may be; NO_TIME: now. */
static int64_t retry_at(const struct delivery *delivery, const struct due_rules *rules)
{
    if (delivery->state != DELIVERY_RETRYING || !delivery->record ||
        delivery->record->retry_after_utc <= rules->now_utc)
        return NO_TIME;
    return delivery->record->retry_after_utc;
}

bool due_is_put_off(const struct delivery *delivery, int64_t now_utc)
{
    const struct record *record = delivery->record;
    return record && record->retry_after_utc != NO_TIME && record->retry_after_utc > now_utc &&
           (delivery->state == DELIVERY_RETRYING || delivery->state == DELIVERY_SENDING);
}

int64_t due_pause(const struct account *account, const struct delivery *deliveries,
                  size_t delivery_count, int64_t now_utc)
{
    int64_t until_utc = NO_TIME;
    for (size_t i = 0; i < delivery_count; i++) {
        const struct record *record = deliveries[i].record;
        if (deliveries[i].account == account && due_is_put_off(&deliveries[i], now_utc) &&
            record->http_status == TOO_MANY_REQUESTS &&
            (until_utc == NO_TIME || record->retry_after_utc > until_utc))
            until_utc = record->retry_after_utc;
    }
    return until_utc;
}

static bool is_wanted(const struct delivery *delivery, const struct due_rules *rules)
{
    return (!rules->account || text_equal(rules->account, delivery->account->id)) &&
           (!rules->post || text_equal(rules->post, delivery->post)) &&
           (!rules->is_harmless || due_is_harmless(delivery->account));
}

static int64_t earlier(int64_t a, int64_t b)
{
    if (a == NO_TIME || b == NO_TIME)
        return a == NO_TIME ? b : a;
    return a < b ? a : b;
}

/* When something of the record may last have become visible; NO_TIME: nothing has. */
static int64_t sent_at(const struct record *record)
{
    switch (record->state) {
    case RECORD_SENT:
        return record->sent_utc;
    case RECORD_SENDING:
    case RECORD_PREPARED:
    case RECORD_UNCERTAIN:
        return record->claimed_utc;
    default:
        return NO_TIME;
    }
}

/* Between two sends at least the smaller of the account's gap and the distance of their due times
 * elapses: what was planned closer together on purpose stays so, a late burst does not arise. */
static int64_t gap_left_s(const struct delivery *next, const struct delivery *last, int64_t gap_s,
                          const struct due_rules *rules)
{
    const struct record *record = last->record;
    const struct recovery_facts clocks = { .now_utc = rules->now_utc, .real_utc = rules->real_utc };
    int64_t distance_s = next->due_utc - last->due_utc;
    if (distance_s < 0)
        distance_s = -distance_s;
    int64_t needed_s = distance_s < gap_s ? distance_s : gap_s;
    int64_t elapsed_s = recover_age_s(record, sent_at(record), &clocks);
    return needed_s - (elapsed_s > 0 ? elapsed_s : 0);
}

/* The moment before which the account's first item stays: gaps to all that was sent, and the wait
 * that a network asks for when there were too many requests, which holds for the whole account. */
static int64_t not_before(const struct due_account *due, const struct delivery *deliveries,
                          size_t delivery_count, const struct due_rules *rules)
{
    const struct delivery *next = due->items[0];
    int64_t gap_s = next->is_urgent ? 0 : due->account->gap_s;
    int64_t pause_utc = due_pause(due->account, deliveries, delivery_count, rules->now_utc);
    int64_t wait_s = pause_utc == NO_TIME ? 0 : pause_utc - rules->now_utc;
    for (size_t i = 0; gap_s > 0 && i < delivery_count; i++) {
        const struct delivery *other = &deliveries[i];
        int64_t left_s = 0;
        if (other->account == due->account && other->record && other != next &&
            sent_at(other->record) != NO_TIME)
            left_s = gap_left_s(next, other, gap_s, rules);
        if (left_s > wait_s)
            wait_s = left_s;
    }
    return wait_s > 0 ? rules->now_utc + wait_s : NO_TIME;
}

void due_select(struct due_set *out, struct arena *arena, struct delivery *deliveries,
                size_t delivery_count, const struct workspace *workspace,
                const struct due_rules *rules)
{
    struct due_account *all = arena_alloc_array(arena, workspace->account_count, sizeof *all);
    struct due_set set = { .accounts = all, .next_utc = NO_TIME };
    for (size_t i = 0; i < delivery_count; i++) {
        if (is_overdue(&deliveries[i], rules->now_utc))
            all[deliveries[i].account->index].overdue++;
        if (!is_wanted(&deliveries[i], rules) || !is_sent_by_runs(deliveries[i].account))
            continue;
        if (deliveries[i].state == DELIVERY_SCHEDULED)
            set.next_utc = earlier(set.next_utc, deliveries[i].due_utc);
        else if (is_overdue(&deliveries[i], rules->now_utc))
            set.next_utc = earlier(set.next_utc, retry_at(&deliveries[i], rules));
    }
    for (size_t i = 0; i < workspace->account_count; i++) {
        all[i].account = &workspace->accounts[i];
        all[i].items = arena_alloc_array(arena, all[i].overdue, sizeof(struct delivery *));
        all[i].is_guarded =
            !rules->confirms_backlog && all[i].overdue > (size_t)workspace->calendar.backlog;
    }
    for (size_t i = 0; i < delivery_count; i++) {
        struct due_account *due = &all[deliveries[i].account->index];
        if (is_overdue(&deliveries[i], rules->now_utc) && is_wanted(&deliveries[i], rules) &&
            retry_at(&deliveries[i], rules) == NO_TIME)
            due->items[due->count++] = &deliveries[i];
    }
    for (size_t i = 0; i < workspace->account_count; i++) {
        if (all[i].count == 0)
            continue;
        struct due_account due = all[i];
        due.not_before_utc = not_before(&due, deliveries, delivery_count, rules);
        if (!due.is_guarded)
            set.next_utc = earlier(set.next_utc, due.not_before_utc);
        set.accounts[set.count++] = due;
    }
    *out = set;
}

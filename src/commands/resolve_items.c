/* The deliveries that resolve decides: one that is named, a post's, or all in a state. */
#include "commands/resolve_items.h"

#include <stdint.h>

#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/desk.h"
#include "commands/lookup.h"
#include "commands/results.h"
#include "commands/times.h"
#include "model/account.h"
#include "model/workspace.h"
#include "publish/run_batch.h"

static int find_state(const char *name)
{
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++)
        if (text_equal(delivery_state_name((enum delivery_state)state), name))
            return state;
    return -1;
}

/* A copy: what was read is gone when the ledger is read anew. */
static const struct record *keep(struct arena *arena, const struct record *record)
{
    struct record *copy = arena_alloc(arena, sizeof *copy);
    *copy = record_copy(arena, record);
    return copy;
}

static void add_item(struct resolve_items *items, struct arena *arena,
                     const struct resolve_item *item)
{
    items->list =
        list_grow(arena, items->list, items->count, &items->capacity, sizeof *items->list);
    items->list[items->count++] = *item;
}

static void add(struct resolve_items *items, struct arena *arena, const struct delivery *delivery)
{
    struct resolve_item item = { .delivery = delivery,
                                 .state = delivery->state,
                                 .record = batch_new_record(delivery) };
    if (delivery->record) {
        item.expected = keep(arena, delivery->record);
        /* Of a record that can't be read nothing is known. */
        if (*delivery->record->network)
            item.record = record_copy(arena, delivery->record);
    }
    add_item(items, arena, &item);
}

/* A record whose post is gone from the branch can still be settled. */
static void add_withdrawn(struct resolve_items *items, struct arena *arena,
                          const struct record *record)
{
    const struct resolve_item item = { .record = record_copy(arena, record),
                                       .expected = keep(arena, record),
                                       .state = results_state(record) };
    add_item(items, arena, &item);
}

/* Without an account: all of the post that needs a person. */
static int select_named(struct resolve_items *out, const struct desk *desk, struct err *err)
{
    const struct invocation *invocation = desk->invocation;
    const struct plan *plan = &desk->plan;
    const char *post = desk_post_id(desk, invocation->arguments[0]);
    const char *account = invocation->argument_count > 1 ? invocation->arguments[1] : NULL;
    bool is_there = false;
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        if (!text_equal(delivery->post, post))
            continue;
        is_there = true;
        if (account ? text_equal(delivery->account->id, account)
                    : delivery_needs_person(delivery->state))
            add(out, invocation->arena, delivery);
    }
    for (size_t i = 0; i < plan->withdrawn_count; i++) {
        const struct record *record = plan->withdrawn[i];
        if (!text_equal(record->post, post))
            continue;
        is_there = true;
        if (account ? text_equal(record->account, account) : record_needs_person(record))
            add_withdrawn(out, invocation->arena, record);
    }
    if (!is_there)
        return lookup_post(plan, post, err);
    if (account && out->count == 0) {
        if (lookup_account(&desk->project.workspace, account, err) != 0)
            return -1;
        return err_set(err, ERR_USAGE, _("there is no delivery of '%s' to '%s'"), post, account);
    }
    return 0;
}

static int no_such_state(const char *name, struct err *err)
{
    const char *names[DELIVERY_STATE_COUNT];
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++)
        names[state] = delivery_state_name((enum delivery_state)state);
    const char *nearest = text_nearest(name, names, DELIVERY_STATE_COUNT);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no state '%s'; did you mean '%s'?"), name,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no state '%s'; 'pregon help resolve'"), name);
}

static int select_many(struct resolve_items *out, const struct desk *desk, struct err *err)
{
    const struct invocation *invocation = desk->invocation;
    const char *name = invocation_value(invocation, "state");
    const char *since = invocation_value(invocation, "since");
    const char *account = invocation_value(invocation, "account");
    const struct zone *zone = desk->here.workspace.calendar.zone;
    int64_t since_utc = NO_TIME;
    int state = name ? find_state(name) : -1;
    if (lookup_account(&desk->here.workspace, account, err) != 0)
        return -1;
    if (!name)
        return err_set(err, ERR_USAGE,
                       _("say which: POST and ACCOUNT, or --state missed (failed, uncertain …)"));
    if (state < 0)
        return no_such_state(name, err);
    if (since && times_parse(&since_utc, invocation->arena, since, zone, err) != 0)
        return err_because(err, "--since");
    for (size_t i = 0; i < desk->plan.count; i++) {
        const struct delivery *delivery = &desk->plan.items[i];
        if (delivery->state == (enum delivery_state)state && delivery->due_utc >= since_utc &&
            (!account || text_equal(account, delivery->account->id)))
            add(out, invocation->arena, delivery);
    }
    for (size_t i = 0; i < desk->plan.withdrawn_count; i++) {
        const struct record *record = desk->plan.withdrawn[i];
        if (results_state(record) == (enum delivery_state)state && record->due_utc >= since_utc &&
            (!account || text_equal(account, record->account)))
            add_withdrawn(out, invocation->arena, record);
    }
    return 0;
}

int resolve_items_find(struct resolve_items *out, const struct desk *desk, struct err *err)
{
    return desk->invocation->argument_count > 0 ? select_named(out, desk, err)
                                                : select_many(out, desk, err);
}

/* pregon resolve: what a person decides of a delivery. */
#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/desk.h"
#include "commands/lookup.h"
#include "commands/plan_posts.h"
#include "commands/reschedule.h"
#include "commands/results.h"
#include "commands/times.h"
#include "io/lock.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/origin.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/workspace.h"
#include "publish/run_batch.h"

enum verdict { VERDICT_NONE, VERDICT_SENT, VERDICT_RETRY, VERDICT_RESCHEDULE, VERDICT_SKIP };

struct decision {
    enum verdict verdict;
    const char *url;  /* --sent */
    bool keeps_bytes; /* --same */
    struct reschedule reschedule;
    const char *why, *by;
};

/* A delivery that is decided. */
struct item {
    struct record record;            /* as it is to be */
    const struct record *expected;   /* as it is; NULL: none */
    const struct delivery *delivery; /* NULL: its post is gone */
    enum delivery_state state;       /* for people, before */
    int64_t at_utc;                  /* its new time, where it gets one */
};

struct items {
    struct item *list;
    size_t count, capacity;
};

/* --- what is asked for --- */

static int read_verdict(struct decision *out, const struct desk *desk, struct err *err)
{
    const struct invocation *invocation = desk->invocation;
    const char *sent = invocation_value(invocation, "sent");
    const char *reschedule = invocation_value(invocation, "reschedule");
    bool retries = invocation_has(invocation, "retry");
    bool skips = invocation_has(invocation, "skip");
    struct origin ignored;
    if ((sent != NULL) + (reschedule != NULL) + retries + skips != 1)
        return err_set(err, ERR_USAGE,
                       _("say one of --sent ADDRESS, --retry, --reschedule next|TIME and --skip"));
    *out = (struct decision){
        .verdict = sent      ? VERDICT_SENT
                   : retries ? VERDICT_RETRY
                   : skips   ? VERDICT_SKIP
                             : VERDICT_RESCHEDULE,
        .url = sent,
        .keeps_bytes = invocation_has(invocation, "same"),
        .why = invocation_line(invocation, "why"),
        .by = desk_by(),
    };
    if (out->keeps_bytes && !retries)
        return err_set(err, ERR_USAGE, _("--same belongs to --retry"));
    if (sent && origin_parse(&ignored, invocation->arena, sent, err) != 0) {
        err->kind = ERR_USAGE;
        return err_because(err, "--sent");
    }
    return reschedule ? reschedule_read(&out->reschedule, desk, reschedule, err) : 0;
}

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

static void add_item(struct items *items, struct arena *arena, const struct item *item)
{
    items->list =
        list_grow(arena, items->list, items->count, &items->capacity, sizeof *items->list);
    items->list[items->count++] = *item;
}

static void add(struct items *items, struct arena *arena, const struct delivery *delivery)
{
    struct item item = { .delivery = delivery,
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
static void add_withdrawn(struct items *items, struct arena *arena, const struct record *record)
{
    const struct item item = { .record = record_copy(arena, record),
                               .expected = keep(arena, record),
                               .state = results_state(record) };
    add_item(items, arena, &item);
}

/* Without an account: all of the post that needs a person. */
static int select_named(struct items *out, const struct desk *desk, struct err *err)
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

static int select_many(struct items *out, const struct desk *desk, struct err *err)
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

/* --- what becomes of it --- */

/* What is still to come is tried by itself; what may not go out would not by this either. */
static bool can_retry(enum delivery_state state)
{
    return delivery_needs_person(state) || state == DELIVERY_RETRYING || state == DELIVERY_SKIPPED;
}

static int refuse(const struct item *item, const struct decision *decision, struct err *err)
{
    const char *post = item->record.post;
    const char *account = item->record.account;
    switch (item->record.state) {
    case RECORD_RESERVED:
    case RECORD_SENDING:
    case RECORD_PREPARED:
        return err_set(err, ERR_USAGE,
                       _("'%s' for '%s' is on its way: the next runs settle it by themselves"),
                       post, account);
    case RECORD_SENT:
        return err_set(err, ERR_USAGE, _("'%s' is sent to '%s' already"), post, account);
    case RECORD_UNCERTAIN:
        if (decision->verdict == VERDICT_RESCHEDULE)
            return err_set(err, ERR_USAGE,
                           _("'%s' may be on '%s' already: look, then say --sent ADDRESS or "
                             "--retry"),
                           post, account);
        break;
    default:
        break;
    }
    bool sends = decision->verdict == VERDICT_RETRY || decision->verdict == VERDICT_RESCHEDULE;
    if (sends && !item->delivery)
        return err_set(err, ERR_USAGE,
                       _("'%s' is not on the published branch any more, so nothing can be sent to "
                         "'%s': say --skip, or --sent ADDRESS"),
                       post, account);
    if (decision->verdict == VERDICT_RETRY && !can_retry(item->state))
        return err_set(err, ERR_USAGE,
                       _("'%s' for '%s' is %s: --retry is for what failed, was missed, skipped, or "
                         "is uncertain"),
                       post, account, delivery_state_word(item->state));
    if (decision->keeps_bytes && item->record.part_count == 0)
        return err_set(err, ERR_USAGE,
                       _("'%s' was never sent to '%s', so there are no bytes to send again"), post,
                       account);
    return 0;
}

static void settle_parts(struct record *record, enum record_state state)
{
    for (size_t i = 0; i < record->part_count; i++) {
        if (record->parts[i].state == RECORD_SENT)
            continue;
        record->parts[i].state = state;
        record->parts[i].first_try_utc = NO_TIME;
    }
    record->state = state;
}

/* The address is that of the first part that was not out; who saw it saw the others too. */
static void mark_sent(struct record *record, struct arena *arena, const char *url, int64_t now_utc)
{
    if (record->part_count == 0) {
        record->parts = arena_alloc(arena, sizeof *record->parts);
        record->parts[0].first_try_utc = NO_TIME;
        record->part_count = 1;
    }
    for (size_t i = 0; i < record->part_count; i++) {
        if (record->parts[i].state != RECORD_SENT) {
            record->parts[i].url = url;
            break;
        }
    }
    settle_parts(record, RECORD_SENT);
    record->sent_utc = now_utc;
}

static void decide(struct item *item, struct arena *arena, const struct decision *decision,
                   int64_t now_utc)
{
    struct record *record = &item->record;
    switch (decision->verdict) {
    case VERDICT_SENT:
        mark_sent(record, arena, decision->url, now_utc);
        break;
    case VERDICT_RETRY:
        settle_parts(record, RECORD_RETRY);
        record->keeps_payload = decision->keeps_bytes;
        record->due_utc = now_utc; /* late by its post, but not by this word */
        break;
    case VERDICT_RESCHEDULE:
        settle_parts(record, RECORD_NONE);
        reschedule_pin(record, item->delivery, &decision->reschedule, item->at_utc);
        break;
    case VERDICT_SKIP:
        settle_parts(record, RECORD_NONE);
        record->state = RECORD_SKIPPED;
        break;
    case VERDICT_NONE:
        break;
    }
    record->request_utc = NO_TIME;
    record->retry_after_utc = NO_TIME;
    record->reason = decision->why;
    /* That a person has decided must show, also where nobody said who it was. */
    record->by = decision->by || decision->why ? decision->by : "unknown";
}

static void show(const struct desk *desk, const struct item *item, const struct decision *decision)
{
    struct arena *arena = desk->invocation->arena;
    const char *what = NULL;
    switch (decision->verdict) {
    case VERDICT_SENT:
        what = arena_printf(arena, _("is taken as sent: %s"), decision->url);
        break;
    case VERDICT_RETRY:
        what = decision->keeps_bytes ? _("is sent by the next run, the same bytes")
                                     : _("is sent by the next run, with today's text");
        break;
    case VERDICT_RESCHEDULE:
        what = arena_printf(
            arena, _("is sent at %s"),
            moment_format(arena, item->at_utc,
                          zone_offset_at(item->delivery->account->zone, item->at_utc, NULL)));
        break;
    case VERDICT_SKIP:
        what = _("is not sent any more");
        break;
    case VERDICT_NONE:
        break;
    }
    results_write_line(desk->invocation, item->state, item->record.account, item->record.post,
                       what);
}

static int write_all(const struct desk *desk, struct journal *journal, struct items *items,
                     struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    struct ledger_change *changes = arena_alloc_array(arena, items->count, sizeof *changes);
    for (size_t i = 0; i < items->count; i++)
        changes[i] = (struct ledger_change){ .record = &items->list[i].record,
                                             .expected = items->list[i].expected };
    struct ledger_update update = { .changes = changes,
                                    .change_count = items->count,
                                    .birth_utc = NO_TIME,
                                    .now_utc = clock_now_utc(&desk->here.clock) };
    if (journal_write(journal, &update, err) != 0)
        return -1;
    for (size_t i = 0; i < items->count; i++)
        if (changes[i].is_lost)
            return err_set(err, ERR_RETRY,
                           _("'%s' for '%s' changed meanwhile, and was left alone; look again with "
                             "'pregon status'"),
                           items->list[i].record.post, items->list[i].record.account);
    return 0;
}

static void write_json(const struct desk *desk, const struct items *items)
{
    struct arena *arena = desk->invocation->arena;
    struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "deliveries");
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->list[i];
        json_begin_object(&json, NULL);
        results_put_settled(&json, arena, &item->record);
        json_put_string(&json, "was", delivery_state_name(item->state));
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    results_write_json(desk->invocation, &text);
}

static int find_times(struct items *items, const struct desk *desk, const struct decision *decision,
                      struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    const struct delivery **deliveries = arena_alloc_array(arena, items->count, sizeof *deliveries);
    int64_t *times = arena_alloc_array(arena, items->count, sizeof *times);
    for (size_t i = 0; i < items->count; i++)
        deliveries[i] = items->list[i].delivery;
    if (reschedule_find(times, desk, &decision->reschedule, deliveries, items->count, err) != 0)
        return -1;
    for (size_t i = 0; i < items->count; i++)
        items->list[i].at_utc = times[i];
    return 0;
}

static int resolve(struct desk *desk, struct journal *journal, struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    struct decision decision = { 0 };
    struct items items = { 0 };
    bool is_json = results_are_json(desk->invocation);
    int64_t now_utc = clock_now_utc(&desk->here.clock);
    if (read_verdict(&decision, desk, err) != 0)
        return -1;
    if ((desk->invocation->argument_count > 0 ? select_named(&items, desk, err)
                                              : select_many(&items, desk, err)) != 0)
        return -1;
    if (items.count == 0) {
        output_printf(desk->invocation->log, _("there is nothing to settle\n"));
        if (is_json)
            write_json(desk, &items);
        return 0;
    }
    if (decision.verdict == VERDICT_SENT && items.count != 1)
        return err_set(err, ERR_USAGE, _("--sent is for one delivery: name POST and ACCOUNT"));
    for (size_t i = 0; i < items.count; i++)
        if (refuse(&items.list[i], &decision, err) != 0)
            return -1;
    if (decision.verdict == VERDICT_RESCHEDULE && find_times(&items, desk, &decision, err) != 0)
        return -1;
    for (size_t i = 0; i < items.count && !is_json; i++)
        show(desk, &items.list[i], &decision);
    if (!is_json && !desk_confirms(desk))
        return 0;
    for (size_t i = 0; i < items.count; i++)
        decide(&items.list[i], arena, &decision, now_utc);
    if (write_all(desk, journal, &items, err) != 0)
        return -1;
    if (is_json)
        write_json(desk, &items);
    return 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(desk_close) struct desk desk = { 0 };
    CLEANUP(journal_close) struct journal *journal = NULL;
    CLEANUP(lock_release) int lock = -1;
    if (desk_open(&desk, invocation, invocation_has(invocation, "no-push"), err) != 0 ||
        desk_begin(&desk, &lock, &journal, err) != 0)
        return -1;
    return resolve(&desk, journal, err);
}

static const struct command_option options[] = {
    { "sent", 0, N_("ADDRESS"), N_("it is out: that is where"), false },
    { "retry", 0, NULL, N_("it is not out: the next run sends it, from today's text"), false },
    { "same", 0, NULL, N_("with --retry: the bytes of the last attempt"), false },
    { "reschedule", 0, N_("next|TIME"), N_("it is sent then, or in a queue's next free slot"),
      false },
    { "skip", 0, NULL, N_("it is not sent any more"), false },
    { "why", 0, N_("TEXT"), N_("the reason, for the record"), false },
    { "state", 0, "missed|failed|uncertain|…", N_("all deliveries in this state"), false },
    { "since", 0, N_("TIME"), N_("with --state: due since then"), false },
    { "account", 0, N_("ACCOUNT"), N_("with --state: of this account alone"), false },
    { "no-push", 0, NULL, N_("in the local ledger"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_resolve = {
    .name = "resolve",
    .arguments = N_("[POST] [ACCOUNT]"),
    .argument_max = 2,
    .summary = N_("settle what needs a person"),
    .help =
        N_("Writes into the ledger what you decide of a delivery that failed, was missed, or is\n"
           "uncertain, and of one that you posted by hand. It shows what it will do first, and\n"
           "asks on a terminal. Look at the account before you retry an uncertain one: this is\n"
           "the one place where a post can be made twice.\n"
           "\n"
           "`--reschedule next` takes the next free slot of the post's queue; for a post with a\n"
           "date, of the queue that feeds its account. Several get one slot each, the oldest\n"
           "first.\n"
           "\n"
           "  pregon resolve 2026/11/otono instagram --sent https://www.instagram.com/p/XXXX\n"
           "  pregon resolve 2026/11/otono mastodon --retry --why 'not on the profile'\n"
           "  pregon resolve 2026/11/otono bluesky --reschedule '2026-11-28 10:00'\n"
           "  pregon resolve --state missed --reschedule next --why 'runner was off'\n"
           "  pregon resolve --state missed --since 2026-11-21 --skip --why 'runner was off'"),
    .formats = "text|json",
    .options = options,
    .run = run,
};

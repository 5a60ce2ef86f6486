/* pregon resolve: what a person decides of a delivery. */
#include <stdint.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/desk.h"
#include "commands/reschedule.h"
#include "commands/resolve_decision.h"
#include "commands/resolve_items.h"
#include "commands/results.h"
#include "io/lock.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/workspace.h"

static void show(const struct desk *desk, const struct resolve_item *item,
                 const struct resolve_decision *decision)
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

static int write_all(const struct desk *desk, struct journal *journal, struct resolve_items *items,
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

static void write_json(const struct desk *desk, const struct resolve_items *items)
{
    struct arena *arena = desk->invocation->arena;
    struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "deliveries");
    for (size_t i = 0; i < items->count; i++) {
        const struct resolve_item *item = &items->list[i];
        json_begin_object(&json, NULL);
        results_put_settled(&json, arena, &item->record);
        json_put_string(&json, "was", delivery_state_name(item->state));
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    results_write_json(desk->invocation, &text);
}

static int find_times(struct resolve_items *items, const struct desk *desk,
                      const struct resolve_decision *decision, struct err *err)
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
    struct resolve_decision decision = { 0 };
    struct resolve_items items = { 0 };
    bool is_json = results_are_json(desk->invocation);
    int64_t now_utc = clock_now_utc(&desk->here.clock);
    if (resolve_decision_read(&decision, desk, err) != 0 ||
        resolve_items_find(&items, desk, err) != 0)
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
        if (resolve_decision_check(&items.list[i], &decision, err) != 0)
            return -1;
    if (decision.verdict == VERDICT_RESCHEDULE && find_times(&items, desk, &decision, err) != 0)
        return -1;
    for (size_t i = 0; i < items.count && !is_json; i++)
        show(desk, &items.list[i], &decision);
    if (!is_json && !desk_confirms(desk))
        return 0;
    for (size_t i = 0; i < items.count; i++)
        resolve_decision_apply(&items.list[i], arena, &decision, now_utc);
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

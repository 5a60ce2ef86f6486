/* pregon resume: go on after a hold, without a burst. */
#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/desk.h"
#include "commands/hold.h"
#include "commands/plan_report.h"
#include "commands/reschedule.h"
#include "commands/results.h"
#include "io/lock.h"
#include "io/output.h"
#include "io/terminal.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "publish/due.h"
#include "publish/run_batch.h"

/* What was held and is not any more, as the plan sees it without the hold. */
struct released {
    const struct delivery **in_time, **late;
    size_t in_time_count, late_count;
    int64_t *late_at_utc; /* the new times */
};

/* What becomes of the late ones. */
struct decision {
    bool skips, reschedules;
    struct reschedule reschedule;
};

/* What is tried again may be held back too, or be a draft again: then it stays so. */
static void note_held(bool *was_held, const struct desk *desk)
{
    for (size_t i = 0; i < desk->plan.count; i++) {
        const struct delivery *delivery = &desk->plan.items[i];
        was_held[i] = delivery->state == DELIVERY_HELD ||
                      (delivery->state == DELIVERY_RETRYING && delivery->why);
    }
}

static bool is_too_late(const struct delivery *delivery, int64_t now_utc)
{
    return delivery->state == DELIVERY_MISSED ||
           (!delivery->why && due_is_retried_too_late(delivery, now_utc));
}

static bool is_in_time(const struct delivery *delivery)
{
    return delivery->state == DELIVERY_DUE ||
           (delivery->state == DELIVERY_RETRYING && !delivery->why);
}

/* The plan's order does not change with its holds: by time, post and account. */
static void compare(struct released *out, const struct desk *desk, const bool *was_held)
{
    struct arena *arena = desk->invocation->arena;
    out->in_time = arena_alloc_array(arena, desk->plan.count, sizeof(struct delivery *));
    out->late = arena_alloc_array(arena, desk->plan.count, sizeof(struct delivery *));
    out->late_at_utc = arena_alloc_array(arena, desk->plan.count, sizeof *out->late_at_utc);
    for (size_t i = 0; i < desk->plan.count; i++) {
        const struct delivery *delivery = &desk->plan.items[i];
        if (!was_held[i])
            continue;
        if (is_too_late(delivery, clock_now_utc(&desk->here.clock)))
            out->late[out->late_count++] = delivery;
        else if (is_in_time(delivery))
            out->in_time[out->in_time_count++] = delivery;
    }
}

static int find_times(struct released *released, const struct desk *desk,
                      const struct reschedule *reschedule, struct err *err)
{
    return reschedule_find(released->late_at_utc, desk, reschedule, released->late,
                           released->late_count, err);
}

static void show_late(const struct desk *desk, const struct released *released,
                      const struct decision *decision)
{
    struct arena *arena = desk->invocation->arena;
    for (size_t i = 0; i < released->late_count; i++) {
        const struct delivery *delivery = released->late[i];
        const char *becomes = decision->skips ? _("is not sent any more") : NULL;
        if (decision->reschedules)
            becomes = arena_printf(arena, _("is sent at %s"),
                                   moment_format(arena, released->late_at_utc[i],
                                                 zone_offset_at(delivery->account->zone,
                                                                released->late_at_utc[i], NULL)));
        results_write_line(desk->invocation, DELIVERY_MISSED, delivery->account->id, delivery->post,
                           becomes);
    }
}

static void show(const struct desk *desk, const struct released *released,
                 const struct decision *decision)
{
    FILE *out = desk->invocation->out;
    if (released->in_time_count > 0)
        output_printf(out, _("still in time; the next run sends them, with the accounts' gaps:\n"));
    for (size_t i = 0; i < released->in_time_count; i++)
        results_write_line(desk->invocation, DELIVERY_DUE, released->in_time[i]->account->id,
                           released->in_time[i]->post, NULL);
    if (released->late_count > 0)
        output_printf(out, _("too late by now:\n"));
    show_late(desk, released, decision);
    if (released->in_time_count + released->late_count == 0)
        output_printf(out, _("nothing was kept back by it until now\n"));
}

/* A hold that just ends would make all of them missed at once, and somebody would send them in a
 * burst: a person says what becomes of them. `*goes_on` false: they said neither. */
static int ask(struct decision *decision, bool *goes_on, struct released *released,
               const struct desk *desk, struct err *err)
{
    FILE *log = desk->invocation->log;
    const struct reschedule next = { .is_next = true };
    struct err no_slots = { 0 };
    if (!desk_can_ask(desk))
        return err_set(err, ERR_USAGE,
                       ngettext("%zu delivery is too late by now, and stays held: say "
                                "--reschedule next, --reschedule TIME or --skip",
                                "%zu deliveries are too late by now, and stay held: say "
                                "--reschedule next, --reschedule TIME or --skip",
                                released->late_count),
                       released->late_count);
    if (find_times(released, desk, &next, &no_slots) != 0) {
        output_printf(log, "%s\n", no_slots.text);
    } else if (terminal_asks(log, _("send them in the next free slots of their queues?"))) {
        decision->reschedules = true;
        decision->reschedule = next;
        show_late(desk, released, decision);
        *goes_on = desk_confirms(desk);
        return 0;
    }
    decision->skips = terminal_asks(log, _("let them go, unsent?"));
    *goes_on = decision->skips;
    if (!decision->skips)
        output_printf(log, _("nothing was changed\n"));
    return 0;
}

static void put_deliveries(struct json_writer *json, const struct desk *desk,
                           const struct delivery **deliveries, size_t count,
                           enum delivery_state becomes, const int64_t *at_utc)
{
    for (size_t i = 0; i < count; i++) {
        struct delivery delivery = *deliveries[i];
        delivery.state = becomes;
        if (at_utc) {
            delivery.due_utc = at_utc[i];
            delivery.due_offset_s = zone_offset_at(delivery.account->zone, at_utc[i], NULL);
        }
        json_begin_object(json, NULL);
        plan_put_delivery(json, desk->invocation->arena, &delivery);
        json_end(json);
    }
}

static void write_json(const struct desk *desk, const struct hold *which,
                       const struct released *released, const struct decision *decision)
{
    struct text_buffer text = text_buffer_in(desk->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_object(&json, "resumed");
    hold_put(&json, desk, which);
    json_end(&json);
    json_begin_array(&json, "deliveries");
    put_deliveries(&json, desk, released->in_time, released->in_time_count, DELIVERY_DUE, NULL);
    put_deliveries(&json, desk, released->late, released->late_count,
                   decision->skips ? DELIVERY_SKIPPED : DELIVERY_SCHEDULED,
                   decision->reschedules ? released->late_at_utc : NULL);
    json_end(&json);
    json_end(&json);
    results_write_json(desk->invocation, &text);
}

static int settle_late(struct journal *journal, struct desk *desk, const struct released *released,
                       const struct decision *decision, struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    struct record *records = arena_alloc_array(arena, released->late_count, sizeof *records);
    struct ledger_change *changes = arena_alloc_array(arena, released->late_count, sizeof *changes);
    for (size_t i = 0; i < released->late_count; i++) {
        const struct delivery *delivery = released->late[i];
        const struct record *known =
            ledger_find(&journal->ledger, delivery->post, delivery->account->id);
        struct record *expected = known ? arena_alloc(arena, sizeof *expected) : NULL;
        if (known) /* a copy: what was read is gone when the ledger is read anew */
            *expected = record_copy(arena, known);
        records[i] = known ? record_copy(arena, known) : batch_new_record(delivery);
        if (decision->skips)
            records[i].state = RECORD_SKIPPED;
        else
            reschedule_pin(&records[i], delivery, &decision->reschedule, released->late_at_utc[i]);
        records[i].reason = invocation_line(desk->invocation, "why");
        records[i].by = desk_by();
        changes[i] = (struct ledger_change){ .record = &records[i], .expected = expected };
    }
    struct ledger_update update = { .changes = changes,
                                    .change_count = released->late_count,
                                    .birth_utc = NO_TIME,
                                    .now_utc = clock_now_utc(&desk->here.clock) };
    return journal_write(journal, &update, err);
}

static int read_options(struct hold *which, struct decision *decision, const struct desk *desk,
                        struct err *err)
{
    const char *word = invocation_value(desk->invocation, "reschedule");
    decision->skips = invocation_has(desk->invocation, "skip");
    decision->reschedules = word != NULL;
    if (word && decision->skips)
        return err_set(err, ERR_USAGE, _("say --reschedule next|TIME or --skip, not both"));
    if (hold_read(which, desk, err) != 0)
        return -1;
    return word ? reschedule_read(&decision->reschedule, desk, word, err) : 0;
}

/* The desk's plan becomes that without the hold. */
static int release(struct released *out, struct desk *desk, const struct ledger *ledger,
                   const char *hold_text, struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    struct ledger without = *ledger;
    bool *was_held = arena_alloc_array(arena, desk->plan.count, sizeof *was_held);
    note_held(was_held, desk);
    holds_parse(&without.holds, arena, hold_text, strlen(hold_text),
                desk->project.workspace.calendar.zone);
    if (desk_plan(desk, &without, clock_now_utc(&desk->here.clock), err) != 0)
        return -1;
    compare(out, desk, was_held);
    return 0;
}

static int decide(struct decision *decision, bool *goes_on, struct released *released,
                  const struct desk *desk, struct err *err)
{
    bool is_json = results_are_json(desk->invocation);
    bool has_said = decision->skips || decision->reschedules || released->late_count == 0;
    if (decision->reschedules && find_times(released, desk, &decision->reschedule, err) != 0)
        return -1;
    if (!is_json)
        show(desk, released, decision);
    if (!has_said)
        return ask(decision, goes_on, released, desk, err);
    *goes_on = is_json || desk_confirms(desk);
    return 0;
}

static int resume(struct desk *desk, struct journal *journal, struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    struct hold which = { 0 };
    struct decision decision = { 0 };
    struct released released = { 0 };
    size_t removed = 0;
    bool goes_on = false;
    if (read_options(&which, &decision, desk, err) != 0)
        return -1;
    const char *before = journal->ledger.hold_text;
    const char *text = before ? holds_remove(arena, before, &which,
                                             desk->project.workspace.calendar.zone, &removed)
                              : NULL;
    if (!before || (text && removed == 0))
        return err_set(err, ERR_USAGE,
                       _("there is no such hold; 'pregon status' shows what is held"));
    if (!text)
        return hold_write(desk, journal, NULL, NULL, err);
    if (release(&released, desk, &journal->ledger, text, err) != 0 ||
        decide(&decision, &goes_on, &released, desk, err) != 0)
        return -1;
    if (!goes_on)
        return 0;
    /* First the new times: without a hold, and without these, a run would call them missed. */
    if (released.late_count > 0 && settle_late(journal, desk, &released, &decision, err) != 0)
        return -1;
    if (hold_write(desk, journal, text,
                   arena_printf(arena, "resume: %s", hold_describe(arena, &which)), err) != 0)
        return -1;
    if (results_are_json(desk->invocation))
        write_json(desk, &which, &released, &decision);
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
    return resume(&desk, journal, err);
}

static const struct command_option options[] = {
    { "account", 0, N_("ACCOUNT"), N_("this account"), true },
    { "campaign", 0, N_("CAMPAIGN"), N_("this campaign's posts"), true },
    { "post", 0, N_("POST"), N_("this post"), true },
    { "reschedule", 0, N_("next|TIME"),
      N_("what is too late by now is sent then, or in the next free slots"), false },
    { "skip", 0, NULL, N_("what is too late by now is let go"), false },
    { "why", 0, N_("TEXT"), N_("the reason, for the record"), false },
    { "no-push", 0, NULL, N_("in the local ledger"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_resume = {
    .name = "resume",
    .arguments = "",
    .summary = N_("go on after a hold"),
    .help =
        N_("Ends a hold, after it has shown what would go out: what is still in time is sent by\n"
           "the next run, with the accounts' gaps, so that there is no burst. Of what is too late\n"
           "by now you say what becomes of it: `--reschedule next` gives each the next free slot\n"
           "of its queue, `--reschedule TIME` a time, `--skip` lets it go. Without one of them it\n"
           "asks on a terminal; elsewhere it changes nothing, and exits with 2.\n"
           "\n"
           "  pregon resume\n"
           "  pregon resume --account bluesky --skip\n"
           "  pregon resume --reschedule next\n"
           "  pregon resume --reschedule '2026-11-26 10:00' --why 'the bakery is open again'"),
    .formats = "text|json",
    .options = options,
    .run = run,
};

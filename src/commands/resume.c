/* pregon resume: go on after a hold, without a burst. */
#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/desk.h"
#include "commands/hold.h"
#include "commands/plan_posts.h"
#include "commands/results.h"
#include "commands/times.h"
#include "io/lock.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "model/account.h"
#include "publish/due.h"
#include "publish/run_batch.h"

/* What was held and is not any more, as the plan sees it without the hold. */
struct released {
    const struct delivery **in_time, **late;
    size_t in_time_count, late_count;
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

static void show(const struct desk *desk, const struct released *released, const char *becomes)
{
    FILE *out = desk->invocation->out;
    if (released->in_time_count > 0)
        output_printf(out, _("still in time; the next run sends them, with the accounts' gaps:\n"));
    for (size_t i = 0; i < released->in_time_count; i++)
        results_write_line(desk->invocation, DELIVERY_DUE, released->in_time[i]->account->id,
                           released->in_time[i]->post, NULL);
    if (released->late_count > 0)
        output_printf(out, _("too late by now:\n"));
    for (size_t i = 0; i < released->late_count; i++)
        results_write_line(desk->invocation, DELIVERY_MISSED, released->late[i]->account->id,
                           released->late[i]->post, becomes);
    if (released->in_time_count + released->late_count == 0)
        output_printf(out, _("nothing was kept back by it until now\n"));
}

static void put_deliveries(struct json_writer *json, const struct desk *desk,
                           const struct delivery **deliveries, size_t count,
                           enum delivery_state becomes, int64_t at_utc)
{
    for (size_t i = 0; i < count; i++) {
        struct delivery delivery = *deliveries[i];
        delivery.state = becomes;
        if (at_utc != NO_TIME)
            delivery.due_utc = at_utc;
        json_begin_object(json, NULL);
        plan_put_delivery(json, desk->invocation->arena, &delivery);
        json_end(json);
    }
}

/* `becomes` is what the late ones are now, due at `at_utc` where that is a time. */
static void write_json(const struct desk *desk, const struct hold *which,
                       const struct released *released, enum delivery_state becomes, int64_t at_utc)
{
    struct text_buffer text = text_buffer_in(desk->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_object(&json, "resumed");
    hold_put(&json, desk, which);
    json_end(&json);
    json_begin_array(&json, "deliveries");
    put_deliveries(&json, desk, released->in_time, released->in_time_count, DELIVERY_DUE, NO_TIME);
    put_deliveries(&json, desk, released->late, released->late_count, becomes, at_utc);
    json_end(&json);
    json_end(&json);
    results_write_json(desk->invocation, &text);
}

/* The late ones get a new time, or are let go; else the next run calls them missed. */
static int settle_late(struct journal *journal, struct desk *desk, const struct released *released,
                       int64_t at_utc, bool skips, struct err *err)
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
        records[i].state = skips ? RECORD_SKIPPED : RECORD_PINNED;
        if (!skips)
            records[i].due_utc = at_utc;
        records[i].reason = invocation_value(desk->invocation, "why");
        records[i].by = desk_by();
        changes[i] = (struct ledger_change){ .record = &records[i], .expected = expected };
    }
    struct ledger_update update = { .changes = changes,
                                    .change_count = released->late_count,
                                    .birth_utc = NO_TIME,
                                    .now_utc = clock_now_utc(&desk->here.clock) };
    return journal_write(journal, &update, err);
}

static int resume(struct desk *desk, struct journal *journal, struct err *err)
{
    struct invocation *invocation = desk->invocation;
    struct arena *arena = invocation->arena;
    const struct zone *zone = desk->project.workspace.calendar.zone;
    const char *reschedule = invocation_value(invocation, "reschedule");
    bool skips = invocation_has(invocation, "skip");
    bool is_json = results_are_json(invocation);
    struct hold which = { 0 };
    struct released released = { 0 };
    size_t removed = 0;
    int64_t at_utc = NO_TIME;
    if (reschedule && skips)
        return err_set(err, ERR_USAGE, _("say --reschedule TIME or --skip, not both"));
    if (hold_read(&which, desk, err) != 0)
        return -1;
    if (reschedule && times_parse(&at_utc, arena, reschedule, zone, err) != 0)
        return err_because(err, "--reschedule");
    if (reschedule && at_utc <= clock_now_utc(&desk->here.clock))
        return err_set(err, ERR_USAGE, _("--reschedule: that is over already"));
    const char *before = journal->ledger.hold_text;
    const char *text = before ? holds_remove(arena, before, &which, zone, &removed) : NULL;
    if (!before || (text && removed == 0))
        return err_set(err, ERR_USAGE,
                       _("there is no such hold; 'pregon status' shows what is held"));
    if (!text)
        return hold_write(desk, journal, NULL, NULL, err);

    struct ledger without = journal->ledger;
    bool *was_held = arena_alloc_array(arena, desk->plan.count, sizeof *was_held);
    note_held(was_held, desk);
    holds_parse(&without.holds, arena, text, strlen(text), zone);
    if (desk_plan(desk, &without, clock_now_utc(&desk->here.clock), err) != 0)
        return -1;
    compare(&released, desk, was_held);
    if (!is_json)
        show(desk, &released,
             skips ? _("are let go")
             : reschedule
                 ? _("get the new time")
                 : _("the next run calls them missed; --reschedule TIME or --skip says more"));
    if (!is_json && !desk_confirms(desk))
        return 0;
    /* First the new times: without a hold, and without these, a run would call them missed. */
    if ((skips || reschedule) && released.late_count > 0 &&
        settle_late(journal, desk, &released, at_utc, skips, err) != 0)
        return -1;
    if (hold_write(desk, journal, text,
                   arena_printf(arena, "resume: %s", hold_describe(arena, &which)), err) != 0)
        return -1;
    if (is_json)
        write_json(desk, &which, &released,
                   skips        ? DELIVERY_SKIPPED
                   : reschedule ? DELIVERY_SCHEDULED
                                : DELIVERY_MISSED,
                   at_utc);
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
    { "reschedule", 0, N_("TIME"), N_("what is too late by now is sent then"), false },
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
           "the next run, with the accounts' gaps, so that there is no burst. What is too late\n"
           "by now becomes missed, unless --reschedule gives it a time or --skip lets it go.\n"
           "\n"
           "  pregon resume\n"
           "  pregon resume --account bluesky --skip\n"
           "  pregon resume --reschedule '2026-11-26 10:00' --why 'the bakery is open again'"),
    .formats = "text|json",
    .options = options,
    .run = run,
};

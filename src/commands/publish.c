/* pregon publish: claim, send, record. */
#include "publish/run.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/desk.h"
#include "commands/hold.h"
#include "commands/plan_report.h"
#include "commands/recheck.h"
#include "commands/results.h"
#include "io/output.h"
#include "io/terminal.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"

enum { MAX_LIMIT = 1000 * 1000 };

/* What happens is told at once to people, at the end to machines. */
struct report {
    struct invocation *invocation;
    struct progress *progress;
    bool is_json;
};

static void tell_record(const struct report *report, const struct record *record)
{
    /* What is older than the ledger is counted; a line for each would bury the others. */
    if (!report->is_json && !report->invocation->is_quiet && record->state != RECORD_SKIPPED)
        results_write_record(report->invocation, record);
}

static void tell(void *context, const struct run_event *event)
{
    const struct report *report = context;
    FILE *log = report->invocation->log;
    const struct delivery *delivery = event->delivery;
    progress_clear(report->progress);
    switch (event->kind) {
    case EVENT_SETTLED:
        tell_record(report, event->record);
        return;
    case EVENT_PINNED:
        if (!report->is_json && !report->invocation->is_quiet)
            results_write_line(report->invocation, DELIVERY_SCHEDULED, event->record->account,
                               event->record->post,
                               moment_format(report->invocation->arena, event->at_utc,
                                             event->record->due_offset_s));
        return;
    case EVENT_WOULD_SEND:
        if (!report->is_json)
            results_write_line(report->invocation, DELIVERY_DUE, delivery->account->id,
                               delivery->post, _("would be sent"));
        return;
    case EVENT_LATER:
        if (!report->is_json)
            results_write_line(report->invocation, DELIVERY_DUE, delivery->account->id,
                               delivery->post, _("waits for the gap"));
        return;
    case EVENT_BLOCKED:
        output_printf(log, _("blocked: %s for %s: %s\n"), delivery->post, delivery->account->id,
                      event->text);
        return;
    case EVENT_STOPPED:
        output_printf(log, _("nothing more is sent to this account now: %s\n"), event->text);
        return;
    case EVENT_GUARDED:
        output_printf(
            log,
            _("%zu deliveries are overdue on '%s' at once, so none is sent there: if that "
              "is meant, run 'pregon publish --confirm-backlog --account %s'\n"),
            event->count, event->account, event->account);
        return;
    case EVENT_NOTE:
        output_printf(log, "%s\n", event->text);
        return;
    }
}

static const struct run_stop *find_stop(const struct run *run, const char *account)
{
    for (size_t i = 0; i < run->stop_count; i++)
        if (text_equal(run->stops[i].account, account))
            return &run->stops[i];
    return NULL;
}

/* A delivery that is due and was not begun: the account's trouble is its own. */
static void put_result(struct json_writer *json, const struct run *run,
                       const struct delivery *delivery)
{
    const struct run_stop *stop =
        delivery->state == DELIVERY_DUE ? find_stop(run, delivery->account->id) : NULL;
    if (!stop) {
        results_put_record(json, delivery->record);
        return;
    }
    json_put_null(json, "id");
    json_put_null(json, "url");
    json_put_integer(json, "attempts", delivery->record ? delivery->record->attempt : 0);
    json_begin_object(json, "error");
    json_put_string(json, "code", "account");
    json_put_string(json, "message", stop->why.text);
    json_put_null(json, "remedy");
    json_end(json);
}

static void write_json(struct invocation *invocation, const struct desk *desk,
                       const struct run *run)
{
    /* Another run's is not looked at: its plan is no plan of ours. */
    const struct project *project = run->is_busy ? &desk->here : &desk->project;
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    int32_t offset_s = zone_offset_at(project->workspace.calendar.zone, project->now_utc, NULL);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "now", moment_format(invocation->arena, project->now_utc, offset_s));
    json_put_bool(&json, "dry-run", run->options.is_dry);
    json_put_bool(&json, "busy", run->is_busy);
    plan_put_balance(&json, &desk->plan);
    json_begin_array(&json, "deliveries");
    for (size_t i = 0; i < desk->plan.count; i++) {
        json_begin_object(&json, NULL);
        plan_put_delivery(&json, invocation->arena, &desk->plan.items[i]);
        put_result(&json, run, &desk->plan.items[i]);
        json_end(&json);
    }
    json_end(&json);
    results_put_withdrawn(&json, &desk->plan);
    json_end(&json);
    fwrite(text_end(&text), 1, text.bytes, invocation->out);
    putc('\n', invocation->out);
}

static int read_options(struct run_options *out, const struct invocation *invocation,
                        struct err *err)
{
    const char *limit = invocation_value(invocation, "limit");
    const char *wait = invocation_value(invocation, "wait");
    *out = (struct run_options){
        .is_dry = invocation_has(invocation, "dry-run"),
        .is_local = invocation_has(invocation, "no-push"),
        .is_one_of_all = invocation->is_one_of_all,
        .confirms_backlog = invocation_has(invocation, "confirm-backlog"),
        .account = invocation_value(invocation, "account"),
        .post = invocation_value(invocation, "post"),
    };
    if (limit) {
        long number = text_number(limit, strlen(limit), MAX_LIMIT);
        if (number < 1)
            return err_set(err, ERR_USAGE, _("--limit takes a number from 1: '%s'"), limit);
        out->limit = (size_t)number;
    }
    if (wait) {
        out->wait_s = moment_duration(wait);
        if (out->wait_s < 0)
            return err_set(err, ERR_USAGE, _("--wait takes a duration such as 55m: '%s'"), wait);
    }
    return 0;
}

/* What is due and lacks an approval is left alone by every run: somebody has to hear of it. */
static void write_unapproved(struct invocation *invocation, const struct desk *desk)
{
    for (size_t i = 0; i < desk->plan.count; i++) {
        const struct delivery *delivery = &desk->plan.items[i];
        if (delivery->state == DELIVERY_BLOCKED && !delivery->why_blocked &&
            !delivery_awaits_approval(delivery, desk->project.now_utc))
            results_write_line(invocation, delivery->state, delivery->account->id, delivery->post,
                               delivery->why);
    }
}

static int finish(struct invocation *invocation, const struct desk *desk, const struct run *run)
{
    if (run->is_busy) {
        output_printf(invocation->log,
                      _("another run is publishing from this clone: nothing to do here\n"));
        if (results_are_json(invocation))
            write_json(invocation, desk, run);
        return 0;
    }
    plan_write_nowhere(invocation->log, &desk->plan);
    hold_tell_unknown(invocation->log, &run->journal->ledger.holds, &desk->project.workspace,
                      &desk->plan, clock_now_utc(&run->clock));
    if (results_are_json(invocation))
        write_json(invocation, desk, run);
    else {
        write_unapproved(invocation, desk);
        if (!invocation->is_quiet)
            plan_write_balance(invocation, &desk->plan);
    }
    return run_status(run);
}

static int run_command(struct invocation *invocation, struct err *err)
{
    CLEANUP(desk_close) struct desk desk = { 0 };
    CLEANUP(run_close) struct run run = { 0 };
    CLEANUP(progress_end)
    struct progress progress = progress_begin(invocation->log, invocation->is_terminal);
    struct report report = { .invocation = invocation,
                             .progress = &progress,
                             .is_json = results_are_json(invocation) };
    struct recheck recheck = { .log = invocation->log };
    struct run_options options;
    if (read_options(&options, invocation, err) != 0 ||
        desk_open(&desk, invocation, options.is_local, err) != 0)
        return -1;
    recheck.until_utc = clock_now_utc(&desk.here.clock) + options.wait_s;
    desk.recheck = &recheck;
    const struct run_source source = desk_source(&desk);
    run = (struct run){
        .arena = invocation->arena,
        .options = options,
        .place = desk.place,
        .has_remote = desk.has_remote,
        .source = &source,
        .root = desk.here.root,
        .below = desk.here.below,
        .lock = desk.lock,
        .clock = desk.here.clock,
        .log = invocation->log,
        .verbosity = invocation->verbosity,
        .progress = &progress,
        .report = tell,
        .report_context = &report,
    };
    if (run_publish(&run, err) != 0)
        return -1;
    return finish(invocation, &desk, &run);
}

static const struct command_option options[] = {
    { "dry-run", 'n', NULL, N_("say what would be sent, and send nothing"), false },
    { "account", 0, N_("ACCOUNT"), N_("this account alone"), false },
    { "post", 0, N_("POST"), N_("this post alone, by its id"), false },
    { "wait", 0, N_("DURATION"), N_("stay so long (55m), and send each post at its minute"),
      false },
    { "limit", 0, "N", N_("begin at most N deliveries"), false },
    { "confirm-backlog", 0, NULL, N_("so many overdue posts at once are meant"), false },
    { "no-push", 0, NULL, N_("the local ledger; only the blog, null and this machine"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_publish = {
    .name = "publish",
    .arguments = "",
    .takes_all = true,
    .summary = N_("send what is due, once, and record it"),
    .help =
        N_("Sends every delivery whose time has come, and records in the ledger what became of\n"
           "it. What is due follows from the published branch, the ledger and the clock, so any\n"
           "run on any machine does the same, and none sends a post twice. Your files, index\n"
           "and branches stay as they are.\n"
           "\n"
           "  pregon publish\n"
           "  pregon publish --dry-run\n"
           "  pregon publish --wait 55m                     in a job that runs every hour\n"
           "  pregon publish --now '2026-11-24 09:31'       a rehearsal: blog and null alone\n"
           "\n"
           "It ends with 3 as long as something needs a person: see 'pregon status'."),
    .formats = "text|json",
    .options = options,
    .run = run_command,
};

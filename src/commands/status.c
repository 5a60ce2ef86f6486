/* pregon status: what the ledger says, without the network. */
#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/hold.h"
#include "commands/ledger_view.h"
#include "commands/plan_posts.h"
#include "commands/plan_report.h"
#include "commands/project.h"
#include "commands/results.h"
#include "io/output.h"
#include "io/repo.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "plan/plan.h"
#include "publish/protocol.h"

enum {
    NEXT_SHOWN = 3,
    LOG_SHOWN = 20,
    INDENT = 4, /* of what a terminal has no room for */
    GONE_INDENT = 13,
};

/* All that is shown. */
struct view {
    struct project project;
    struct post_workers workers;
    struct ledger ledger;
    bool is_distrusted; /* publish sends nothing on this ledger, and why */
    struct err distrust;
    struct plan plan;
    struct repo_log_entry *log;
    size_t log_count;
    int64_t max_age_s; /* -1: not asked */
};

static void view_close(struct view *view)
{
    post_workers_release(&view->workers);
    project_close(&view->project);
}

static int read_view(struct view *view, struct invocation *invocation, struct err *err)
{
    const char *max_age = invocation_value(invocation, "max-age");
    view->max_age_s = max_age ? moment_duration(max_age) : -1;
    if (max_age && view->max_age_s < 0)
        return err_set(err, ERR_USAGE, _("--max-age takes a duration such as 2h: '%s'"), max_age);
    if (project_open(&view->project, invocation, "HEAD", err) != 0 ||
        project_require_sound(&view->project, err) != 0 ||
        ledger_view_open(&view->ledger, &view->project, err) != 0)
        return -1;
    view->is_distrusted = ledger_verify_files(&view->ledger, &view->distrust) != 0;
    view->plan.arena = invocation->arena;
    if (plan_posts(&view->plan, &view->project, &view->ledger, &view->workers, NULL, INT64_MAX,
                   err) != 0)
        return -1;
    if (!invocation_has(invocation, "log") || !view->ledger.tip)
        return 0;
    return repo_log(view->project.repo, invocation->arena, view->ledger.tip, NULL, LOG_SHOWN,
                    &view->log, &view->log_count, err);
}

/* A rehearsal's, or of a machine whose clock is wrong: no sign that the schedule runs. */
static bool is_from_future(const struct view *view)
{
    return view->ledger.last_run_utc > view->project.now_utc + PROTOCOL_SKEW_S;
}

static bool is_too_old(const struct view *view)
{
    if (view->max_age_s < 0)
        return false;
    return view->ledger.last_run_utc == NO_TIME || is_from_future(view) ||
           view->project.now_utc - view->ledger.last_run_utc > view->max_age_s;
}

/* Publish sends nothing then. */
static bool is_gone(const struct view *view)
{
    return !view->ledger.tip && view->project.workspace.brand.ledger_genesis;
}

static int status_of(const struct view *view)
{
    if (is_too_old(view) || is_gone(view) || view->ledger.fault_count > 0 || view->is_distrusted)
        return 4;
    if (view->ledger.holds.is_broken)
        return 3;
    for (size_t i = 0; i < view->plan.count; i++)
        if (delivery_needs_person(view->plan.items[i].state))
            return 3;
    for (size_t i = 0; i < view->plan.withdrawn_count; i++)
        if (record_needs_person(view->plan.withdrawn[i]))
            return 3;
    return view->plan.nowhere_count > 0 ? 1 : 0;
}

static const char *show_time(const struct view *view, int64_t utc)
{
    const struct zone *zone = view->project.workspace.calendar.zone;
    return moment_format(view->project.arena, utc, zone_offset_at(zone, utc, NULL));
}

/* --- for people --- */

static void write_last_run(const struct invocation *invocation, const struct view *view)
{
    const struct ledger *ledger = &view->ledger;
    if (is_gone(view)) {
        const char *branch = view->project.workspace.brand.ledger_branch;
        results_write_sentence(
            invocation, INDENT,
            _("the ledger '%s' is missing, although brand.yml pins its first commit: "
              "fetch it ('git fetch origin %s'), or put it back\n"),
            branch, branch);
        return;
    }
    if (!ledger->tip) {
        results_write_sentence(
            invocation, INDENT,
            _("there is no ledger here yet: the first 'pregon publish' begins it\n"));
        return;
    }
    if (view->is_distrusted)
        results_write_sentence(invocation, INDENT, "%s\n", view->distrust.text);
    if (ledger->last_run_utc == NO_TIME) {
        results_write_sentence(invocation, INDENT, _("no run yet\n"));
        return;
    }
    int64_t ago_s = view->project.now_utc - ledger->last_run_utc;
    results_write_sentence(invocation, INDENT, _("last run: %s (%s ago), %s\n"),
                           show_time(view, ledger->last_run_utc),
                           moment_format_duration(view->project.arena, ago_s > 0 ? ago_s : 0),
                           ledger->last_run ? ledger->last_run : "?");
    if (is_from_future(view))
        results_write_sentence(
            invocation, INDENT,
            _("that is still to come: a rehearsal with --now wrote it, or a machine "
              "whose clock is wrong\n"));
    else if (is_too_old(view))
        results_write_sentence(
            invocation, INDENT,
            _("that is longer ago than --max-age: is the schedule still running?\n"));
}

static void write_attention(struct invocation *invocation, const struct view *view)
{
    for (size_t i = 0; i < view->plan.count; i++) {
        const struct delivery *delivery = &view->plan.items[i];
        if (!delivery_needs_person(delivery->state))
            continue;
        if (delivery->record)
            results_write_record(invocation, delivery->record);
        else
            results_write_line(invocation, delivery->state, delivery->account->id, delivery->post,
                               NULL);
    }
    for (size_t i = 0; i < view->plan.withdrawn_count; i++) {
        const struct record *record = view->plan.withdrawn[i];
        if (!record_needs_person(record))
            continue;
        results_write_record(invocation, record);
        results_write_sentence(
            invocation, GONE_INDENT,
            _("             its post is gone; if it is done with: pregon resolve %s %s "
              "--skip\n"),
            record->post, record->account);
    }
    for (size_t i = 0; i < view->ledger.fault_count; i++)
        results_write_sentence(invocation, INDENT, _("can't be read: %s: %s\n"),
                               view->ledger.faults[i].path, view->ledger.faults[i].problem);
}

static void write_hold(const struct invocation *invocation, const struct view *view,
                       const struct hold *hold)
{
    if (hold->until_utc != NO_TIME && hold->until_utc <= view->project.now_utc)
        return;
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    text_printf(&text, _("held: %s"),
                hold->all ? _("everything") : hold_describe(view->project.arena, hold));
    if (hold->why)
        text_printf(&text, ": %s", hold->why);
    if (hold->by)
        text_printf(&text, _(" (by %s)"), hold->by);
    if (hold->until_utc != NO_TIME)
        text_printf(&text, _(", until %s"), show_time(view, hold->until_utc));
    results_write_sentence(invocation, INDENT, "%s\n", text_end(&text));
}

static void write_holds(const struct invocation *invocation, const struct view *view)
{
    const struct holds *holds = &view->ledger.holds;
    for (size_t i = 0; i < holds->count; i++)
        write_hold(invocation, view, &holds->items[i]);
    if (holds->is_broken)
        results_write_sentence(invocation, INDENT,
                               _("hold.yml can't be read, so all is held: %s\n"), holds->problem);
    else if (view->plan.balance[DELIVERY_HELD] > 0)
        results_write_sentence(invocation, INDENT,
                               ngettext("%zu delivery is held; 'pregon resume' lets it go\n",
                                        "%zu deliveries are held; 'pregon resume' lets them go\n",
                                        view->plan.balance[DELIVERY_HELD]),
                               view->plan.balance[DELIVERY_HELD]);
}

/* The first of those that wait for somebody's yes. */
static void write_unapproved(struct invocation *invocation, const struct view *view)
{
    size_t count = 0;
    for (size_t i = 0; i < view->plan.count; i++) {
        const struct delivery *delivery = &view->plan.items[i];
        if (delivery->state != DELIVERY_BLOCKED || delivery->why_blocked)
            continue;
        if (count++ < NEXT_SHOWN)
            results_write_line(invocation, delivery->state, delivery->account->id, delivery->post,
                               delivery->why);
    }
    if (count > NEXT_SHOWN)
        results_write_sentence(invocation, INDENT,
                               _("%zu deliveries lack an approval; 'pregon plan' lists them\n"),
                               count);
}

static void write_next(struct invocation *invocation, const struct view *view)
{
    size_t shown = 0;
    for (size_t i = 0; i < view->plan.count && shown < NEXT_SHOWN; i++) {
        const struct delivery *delivery = &view->plan.items[i];
        if ((delivery->state != DELIVERY_SCHEDULED && delivery->state != DELIVERY_DUE) ||
            delivery->due_utc == NO_TIME)
            continue;
        results_write_line(
            invocation, delivery->state, delivery->account->id, delivery->post,
            moment_format(invocation->arena, delivery->due_utc, delivery->due_offset_s));
        shown++;
    }
}

static void write_log(const struct invocation *invocation, const struct view *view)
{
    for (size_t i = 0; i < view->log_count; i++) {
        const char *message = view->log[i].message;
        results_write_sentence(invocation, INDENT, "%s  %.8s  %.*s\n",
                               show_time(view, view->log[i].when_utc), view->log[i].id,
                               (int)strcspn(message, "\n"), message);
        if (view->log[i].is_cut)
            results_write_sentence(
                invocation, INDENT, "%s\n",
                _("this clone has no more of the history; run: git fetch --unshallow"));
    }
}

static void write_text(struct invocation *invocation, const struct view *view)
{
    if (invocation->is_quiet && status_of(view) == 0)
        return;
    write_last_run(invocation, view);
    write_attention(invocation, view);
    write_holds(invocation, view);
    hold_tell_unknown(invocation->log, &view->ledger.holds, &view->project.workspace, &view->plan,
                      view->project.now_utc);
    write_unapproved(invocation, view);
    write_next(invocation, view);
    plan_write_balance(invocation, &view->plan);
    write_log(invocation, view);
}

/* --- for machines --- */

static void put_ledger(struct json_writer *json, const struct view *view)
{
    const struct ledger *ledger = &view->ledger;
    struct arena *arena = view->project.arena;
    if (!ledger->tip) {
        json_put_null(json, "ledger");
        return;
    }
    json_begin_object(json, "ledger");
    json_put_string(json, "commit", ledger->tip);
    json_put_string(json, "birth",
                    ledger->birth_utc == NO_TIME ? NULL
                                                 : moment_format_utc(arena, ledger->birth_utc));
    json_put_string(
        json, "last-run",
        ledger->last_run_utc == NO_TIME ? NULL : moment_format_utc(arena, ledger->last_run_utc));
    json_put_string(json, "run", ledger->last_run);
    json_put_integer(json, "unreadable", (int64_t)ledger->fault_count);
    json_put_string(json, "distrust", view->is_distrusted ? view->distrust.text : NULL);
    json_end(json);
}

static void put_log(struct json_writer *json, const struct view *view)
{
    json_begin_array(json, "log");
    for (size_t i = 0; i < view->log_count; i++) {
        json_begin_object(json, NULL);
        json_put_string(json, "commit", view->log[i].id);
        json_put_string(json, "at", moment_format_utc(view->project.arena, view->log[i].when_utc));
        json_put_string(json, "message", view->log[i].message);
        json_end(json);
    }
    json_end(json);
}

static void write_json(struct invocation *invocation, const struct view *view)
{
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "now", show_time(view, view->project.now_utc));
    put_ledger(&json, view);
    json_put_bool(&json, "too-old", is_too_old(view));
    plan_put_balance(&json, &view->plan);
    json_begin_array(&json, "deliveries");
    for (size_t i = 0; i < view->plan.count; i++) {
        json_begin_object(&json, NULL);
        plan_put_delivery(&json, invocation->arena, &view->plan.items[i]);
        results_put_record(&json, view->plan.items[i].record);
        json_end(&json);
    }
    json_end(&json);
    results_put_withdrawn(&json, &view->plan);
    if (invocation_has(invocation, "log"))
        put_log(&json, view);
    json_end(&json);
    fwrite(text_end(&text), 1, text.bytes, invocation->out);
    putc('\n', invocation->out);
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(view_close) struct view view = { 0 };
    if (read_view(&view, invocation, err) != 0)
        return -1;
    if (text_equal(invocation->format, "json"))
        write_json(invocation, &view);
    else
        write_text(invocation, &view);
    plan_write_nowhere(invocation->log, &view.plan);
    return status_of(&view);
}

static const struct command_option options[] = {
    { "max-age", 0, N_("DURATION"), N_("end with 4 where the last run is older (2h)"), false },
    { "log", 0, NULL, N_("the ledger's last commits"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_status = {
    .name = "status",
    .arguments = "",
    .only_reads = true,
    .is_long = true,
    .summary = N_("what was sent, what needs a person, and when the last run was"),
    .help =
        N_("Reads the ledger as this clone knows it, without the network. It ends with 3 as long\n"
           "as something needs a person: a refused, missed or uncertain delivery ('pregon\n"
           "resolve'). With --max-age it is the alarm of a job that does not run any more.\n"
           "\n"
           "  pregon status\n"
           "  pregon status --log\n"
           "  git fetch origin pregon-ledger && pregon status --max-age 2h"),
    .formats = "text|json",
    .options = options,
    .run = run,
};

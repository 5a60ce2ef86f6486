/* pregon plan: what is due, next, late, missed. */
#include <stdint.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "commands/changes.h"
#include "commands/commands.h"
#include "commands/ledger_view.h"
#include "commands/plan_formats.h"
#include "commands/plan_markdown.h"
#include "commands/plan_mix.h"
#include "commands/plan_month.h"
#include "commands/plan_posts.h"
#include "commands/plan_report.h"
#include "commands/plan_text.h"
#include "commands/plan_window.h"
#include "commands/project.h"
#include "commands/recheck.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "plan/plan.h"

static void write_json(struct invocation *invocation, const struct project *project,
                       const struct plan *plan, const struct plan_window *window)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(
        &json, "now",
        moment_format(invocation->arena, project->now_utc,
                      zone_offset_at(project->workspace.calendar.zone, project->now_utc, NULL)));
    plan_put_balance(&json, plan);
    json_begin_array(&json, "deliveries");
    for (size_t i = 0; i < plan->count; i++) {
        if (!plan_window_has(window, &plan->items[i]))
            continue;
        json_begin_object(&json, NULL);
        plan_put_delivery(&json, &scratch, &plan->items[i]);
        json_end(&json);
        output_drain(invocation->out, &text);
        arena_reset(&scratch);
    }
    json_end(&json);
    json_end(&json);
    output_drain(invocation->out, &text);
    putc('\n', invocation->out);
}

static void write(struct invocation *invocation, const struct project *project,
                  const struct plan *plan, const struct plan_window *window,
                  const struct month *month)
{
    const char *format = invocation->format;
    bool is_text = !format || text_equal(format, "text");
    if (is_text && !month->year) {
        plan_write_text(invocation, project, plan, window);
        return;
    }
    if (format && text_equal(format, "json")) {
        write_json(invocation, project, plan, window);
        return;
    }
    const struct delivery **listed =
        arena_alloc_array(invocation->arena, plan->count, sizeof *listed);
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        if (plan_window_has(window, &plan->items[i]))
            listed[count++] = &plan->items[i];
    if (is_text) {
        plan_write_month(invocation, project, listed, count, month);
        plan_write_balance(invocation, plan);
    } else if (text_equal(format, "ics"))
        plan_write_ics(invocation, project, listed, count);
    else
        plan_write_csv(invocation, listed, count);
}

/* Blocked by what must be changed, or by an approval that is late. */
static bool has_blocked(const struct plan *plan, int64_t now_utc)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].state == DELIVERY_BLOCKED &&
            !delivery_awaits_approval(&plan->items[i], now_utc))
            return true;
    return false;
}

/* The mix is of all posts and of its own window. */
static int refuse_mixtures(const struct invocation *invocation, struct err *err)
{
    static const char *const others[] = { "from", "until", "account", "month" };
    bool is_mix = invocation_has(invocation, "mix");
    bool is_markdown = text_equal(invocation->format, "markdown");
    if (is_markdown && (is_mix || !invocation_has(invocation, "since")))
        return err_set(err, ERR_USAGE,
                       _("--format markdown tells what a change does: it goes with --since"));
    if (!is_mix && !is_markdown)
        return 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (invocation_has(invocation, others[i]))
            return err_set(err, ERR_USAGE, _("%s goes without --%s"),
                           is_mix ? "--mix" : "--format markdown", others[i]);
    if (is_markdown)
        return 0;
    if (invocation->format && !text_equal(invocation->format, "text") &&
        !text_equal(invocation->format, "json"))
        return err_set(err, ERR_USAGE, _("--mix is written as text or json, not '%s'"),
                       invocation->format);
    return 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(project_close) struct project project = { 0 };
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    struct ledger ledger = { 0 };
    struct plan plan = { .arena = invocation->arena };
    struct recheck recheck = { .until_utc = INT64_MAX,
                               .log = invocation->is_quiet ? NULL : invocation->log };
    struct plan_window window = { 0 };
    struct month month = { 0 };
    const char *word = invocation->argument_count ? invocation->arguments[0] : NULL;
    if (word && !invocation_has(invocation, "month"))
        return err_set(err, ERR_USAGE,
                       *word >= '0' && *word <= '9'
                           ? _("'%s' goes with --month: see 'pregon help %s'")
                           : _("'%s' is one word too many: see 'pregon help %s'"),
                       word, "plan");
    if (refuse_mixtures(invocation, err) != 0)
        return -1;
    if (text_equal(invocation->format, "markdown"))
        return plan_write_markdown(invocation, err);
    project.wants_history = invocation_has(invocation, "since");
    if (project_open(&project, invocation, invocation_value(invocation, "rev"), err) != 0 ||
        project_require_sound(&project, err) != 0 || ledger_view_open(&ledger, &project, err) != 0)
        return -1;
    if (!invocation->is_quiet)
        project_tell_repo(invocation->log, &project);
    if (invocation_has(invocation, "mix"))
        return plan_write_mix(invocation, &project, &ledger, invocation_value(invocation, "since"),
                              err);
    if (plan_window_read(&window, &month, invocation, &project, err) != 0 ||
        plan_posts(&plan, &project, &ledger, &workers, &recheck, INT64_MAX, err) != 0)
        return -1;
    write(invocation, &project, &plan, &window, &month);
    plan_write_nowhere(invocation->log, &plan);
    return has_blocked(&plan, project.now_utc) || plan.nowhere_count > 0 || recheck.needs_edit ? 1
                                                                                               : 0;
}

static const struct command_option options[] = {
    { "from", 0, N_("TIME"), N_("from this day or time on"), false },
    { "until", 0, N_("TIME"), N_("up to this day or time"), false },
    { "account", 0, N_("ACCOUNT"), N_("this account alone"), false },
    { "month", 0, NULL, N_("a month as a grid of weeks: this one, or YYYY-MM"), false },
    { "mix", 0, NULL, N_("the shares of pillars and formats instead, against their targets"),
      false },
    { "since", 0, N_("REV"),
      N_("of the posts that this branch changes alone; with --mix: and before what it changes"),
      false },
    { "rev", 0, N_("REV"), N_("the plan of a commit, not of the files on disk"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_plan = {
    .name = "plan",
    .arguments = "[YYYY-MM]",
    .argument_max = 1,
    .takes_all = true,
    .only_reads = true,
    .is_long = true,
    .summary = N_("what is due, next, late and missed"),
    .help = N_("Lists the deliveries (posts × accounts) with their times, local and UTC, and what\n"
               "will become of each. Text shows the next 14 days and what needs attention; json,\n"
               "ics (for calendars) and csv (for spreadsheets) show all. The balance counts every\n"
               "delivery in exactly one state. --month shows a month on 80 columns: how many\n"
               "deliveries a day has, its first posts, [today], and × where nothing goes out.\n"
               "--mix shows where the mix stands now, and where it will with what is to come.\n"
               "\n"
               "  pregon plan\n"
               "  pregon plan --from 2026-12-01 --until 2026-12-31 --account bluesky\n"
               "  pregon plan --month 2026-12\n"
               "  pregon plan --mix --since origin/main       what this branch does to the mix\n"
               "  pregon plan --now 2026-12-24T18:00:00+01:00 what will it be then\n"
               "  pregon plan --format ics >plan.ics          to look at in a calendar\n"
               "  pregon plan --format markdown --since origin/main   for a pull request"),
    .formats = "text|json|ics|csv|markdown",
    .options = options,
    .run = run,
};

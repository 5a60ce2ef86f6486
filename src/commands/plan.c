/* pregon plan: what is due, next, late, missed. */
#include "plan/plan.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "commands/changes.h"
#include "commands/commands.h"
#include "commands/ledger_view.h"
#include "commands/lookup.h"
#include "commands/plan_formats.h"
#include "commands/plan_markdown.h"
#include "commands/plan_mix.h"
#include "commands/plan_month.h"
#include "commands/plan_posts.h"
#include "commands/project.h"
#include "commands/recheck.h"
#include "commands/times.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/day_names.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/wrap.h"
#include "lib/zone.h"
#include "model/account.h"

enum { TEXT_DAYS = 14, DAY_S = 24 * 60 * 60 };

/* Which of the deliveries are listed; the balance counts them all. */
struct window {
    int64_t from_utc, until_utc; /* NO_TIME: open */
    const char *account;
    const bool *is_touched; /* by the posts' places in the list; NULL: of all posts */
};

static bool is_listed(const struct window *window, const struct delivery *delivery)
{
    if (window->account && !text_equal(window->account, delivery->account->id))
        return false;
    if (window->is_touched && !window->is_touched[delivery->post_index])
        return false;
    if (delivery->due_utc == NO_TIME)
        return window->from_utc == NO_TIME && window->until_utc == NO_TIME;
    return (window->from_utc == NO_TIME || delivery->due_utc >= window->from_utc) &&
           (window->until_utc == NO_TIME || delivery->due_utc < window->until_utc);
}

/* Overdue ones matter whatever their day. */
static bool needs_attention(const struct delivery *delivery, int64_t now_utc)
{
    if (delivery_awaits_approval(delivery, now_utc))
        return false;
    switch (delivery->state) {
    case DELIVERY_DUE:
    case DELIVERY_BLOCKED:
    case DELIVERY_HELD:
    case DELIVERY_WAITING:
    case DELIVERY_FAILED:
    case DELIVERY_MISSED:
    case DELIVERY_UNCERTAIN:
    case DELIVERY_RETRYING:
    case DELIVERY_SENDING:
        return true;
    default:
        return false;
    }
}

int plan_state_columns(void)
{
    size_t widest = 12;
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++) {
        const char *word = delivery_state_word((enum delivery_state)state);
        size_t columns = unicode_columns(word, strlen(word));
        widest = columns > widest ? columns : widest;
    }
    return (int)widest;
}

enum style plan_state_style(enum delivery_state state)
{
    switch (state) {
    case DELIVERY_SENT:
        return STYLE_GREEN;
    case DELIVERY_BLOCKED:
    case DELIVERY_FAILED:
    case DELIVERY_MISSED:
    case DELIVERY_UNCERTAIN:
        return STYLE_RED;
    case DELIVERY_DUE:
    case DELIVERY_HELD:
    case DELIVERY_WAITING:
    case DELIVERY_RETRYING:
        return STYLE_YELLOW;
    default:
        return STYLE_PLAIN;
    }
}

/* The columns of the accounts' ids: as the widest needs that is listed. */
static size_t account_columns(const struct plan *plan)
{
    size_t widest = 14;
    for (size_t i = 0; i < plan->count; i++) {
        size_t bytes = strlen(plan->items[i].account->id);
        widest = bytes > widest ? bytes : widest;
    }
    return widest;
}

/* What stands behind the state: on a line of its own where the terminal is too narrow. */
static void write_rest(const struct invocation *invocation, const struct delivery *delivery,
                       size_t accounts)
{
    enum { TIMES = 18, ROOM = 20, BELOW = 4 };
    size_t start = TIMES + (size_t)plan_state_columns() + 1;
    bool is_tentative = delivery->is_tentative && delivery->due_utc != NO_TIME;
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    const char *account = delivery->account->id;
    const char *post = arena_printf(invocation->arena, "%s%s%s", delivery->post,
                                    is_tentative ? "  " : "", is_tentative ? _("(tentative)") : "");
    size_t columns = invocation->columns, post_columns = unicode_columns(post, strlen(post));
    bool is_narrow = columns && columns < start + ROOM;
    bool has_room = !columns || start + accounts + 1 + post_columns <= columns;
    if (is_narrow) {
        start = BELOW;
        text_printf(&out, "\n%*s%s", BELOW, "", account);
        has_room = start + strlen(account) + 2 + post_columns <= columns;
        text_printf(&out, "%s%*s", has_room ? "" : "\n", has_room ? 2 : BELOW, "");
    } else {
        text_printf(&out, " %s%s", account, has_room ? "" : "\n");
        text_printf(&out, "%*s", (int)(has_room ? accounts + 1 - strlen(account) : start), "");
    }
    text_printf(&out, "%s\n", post);
    if (delivery->why) {
        text_printf(&out, "%*s", (int)start, "");
        wrap_put(&out, delivery->why, start, start, columns);
        text_putc(&out, '\n');
    }
    output_printf(invocation->out, "%s", text_end(&out));
}

static void write_delivery(struct invocation *invocation, const struct delivery *delivery,
                           size_t accounts)
{
    FILE *out = invocation->out;
    if (delivery->due_utc == NO_TIME) {
        fputs("  --:--         ", out);
    } else {
        struct local_time local = moment_local(delivery->due_utc + delivery->due_offset_s);
        struct local_time utc = moment_local(delivery->due_utc);
        fprintf(out, "  %02d:%02d (%02d:%02dZ)", local.hour, local.minute, utc.hour, utc.minute);
    }
    const char *word = delivery_state_word(delivery->state);
    bool has_color = invocation->has_color && plan_state_style(delivery->state) != STYLE_PLAIN;
    fprintf(out, "  %s", output_style(has_color, plan_state_style(delivery->state)));
    output_printf(out, "%-*s", plan_state_columns(), word);
    fputs(output_style(has_color, STYLE_PLAIN), out);
    write_rest(invocation, delivery, accounts);
}

void plan_write_balance(const struct invocation *invocation, const struct plan *plan)
{
    enum { INDENT = 4 };
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct text_buffer line = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    text_printf(&line, ngettext("balance: %zu delivery", "balance: %zu deliveries", plan->count),
                plan->count);
    const char *separator = " = ";
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++) {
        if (!plan->balance[state])
            continue;
        text_printf(&line, "%s%zu %s", separator, plan->balance[state],
                    delivery_state_word((enum delivery_state)state));
        separator = " + ";
    }
    wrap_put(&out, text_end(&line), 0, INDENT, invocation->columns);
    output_printf(invocation->out, "%s\n", text_end(&out));
    if (plan->withdrawn_count)
        output_printf(invocation->out,
                      ngettext("%zu record is of a post that is gone\n",
                               "%zu records are of posts that are gone\n", plan->withdrawn_count),
                      plan->withdrawn_count);
}

/* What comes after days without anything. */
static void hint_next(const struct invocation *invocation, const struct project *project,
                      const struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *next = &plan->items[i];
        if (next->due_utc == NO_TIME || next->due_utc < project->now_utc)
            continue;
        const char *when = moment_format(invocation->arena, next->due_utc, next->due_offset_s);
        output_printf(invocation->log,
                      _("the next is '%s', on %.10s: 'pregon plan --until %.10s' shows it\n"),
                      next->post, when, when);
        return;
    }
    output_printf(invocation->log, _("nothing is to come: 'pregon new TITLE' begins a post\n"));
}

/* By the day that is written there, then as in the plan: accounts have zones of their own, in whose
 * order of instants two days would take turns. */
static int by_day(const void *left, const void *right)
{
    const struct delivery *a = *(const struct delivery *const *)left;
    const struct delivery *b = *(const struct delivery *const *)right;
    int64_t one = a->due_utc == NO_TIME ? INT64_MAX : (a->due_utc + a->due_offset_s) / DAY_S;
    int64_t other = b->due_utc == NO_TIME ? INT64_MAX : (b->due_utc + b->due_offset_s) / DAY_S;
    if (one != other)
        return one < other ? -1 : 1;
    return (a > b) - (a < b);
}

static size_t list_by_day(const struct delivery ***out, struct arena *arena,
                          const struct plan *plan, const struct window *window,
                          const struct project *project, bool with_late)
{
    size_t count = 0;
    *out = arena_alloc_array(arena, plan->count, sizeof **out);
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        bool is_late = with_late && needs_attention(delivery, project->now_utc) &&
                       (!window->account || text_equal(window->account, delivery->account->id));
        if (is_listed(window, delivery) || is_late)
            (*out)[count++] = delivery;
    }
    list_sort(*out, count, sizeof **out, by_day);
    return count;
}

static void write_text(struct invocation *invocation, const struct project *project,
                       const struct plan *plan, const struct window *asked)
{
    FILE *out = invocation->out;
    const char *previous = "";
    const struct delivery **listed;
    size_t accounts = account_columns(plan);
    struct window window = *asked;
    bool is_default_window =
        window.from_utc == NO_TIME && window.until_utc == NO_TIME && !window.is_touched;
    if (is_default_window) {
        window.from_utc = project->now_utc;
        window.until_utc = project->now_utc + (int64_t)TEXT_DAYS * DAY_S;
    }
    size_t count =
        list_by_day(&listed, invocation->arena, plan, &window, project, is_default_window);
    for (size_t i = 0; i < count; i++) {
        const struct delivery *delivery = listed[i];
        const char *day =
            delivery->due_utc == NO_TIME
                ? _("without a time")
                : day_name(invocation->arena, delivery->due_utc, delivery->due_offset_s);
        if (!text_equal(day, previous)) {
            fprintf(out, "%s%s%s%s\n", i ? "\n" : "",
                    output_style(invocation->has_color, STYLE_BOLD), day,
                    output_style(invocation->has_color, STYLE_PLAIN));
            previous = day;
        }
        write_delivery(invocation, delivery, accounts);
    }
    if (!count)
        output_printf(out, "%s\n", _("nothing in these days"));
    putc('\n', out);
    plan_write_balance(invocation, plan);
    if (!count && is_default_window && !window.account && invocation->is_terminal &&
        !invocation->is_quiet)
        hint_next(invocation, project, plan);
}

void plan_write_nowhere(FILE *log, const struct plan *plan)
{
    for (size_t i = 0; i < plan->nowhere_count; i++)
        output_printf(log, _("goes nowhere until it is mended: %s\n"), plan->nowhere[i]);
}

void plan_put_balance(struct json_writer *json, const struct plan *plan)
{
    json_begin_object(json, "balance");
    json_put_integer(json, "deliveries", (int64_t)plan->count);
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++)
        json_put_integer(json, delivery_state_name((enum delivery_state)state),
                         (int64_t)plan->balance[state]);
    json_end(json);
}

void plan_put_delivery(struct json_writer *json, struct arena *arena,
                       const struct delivery *delivery)
{
    json_put_string(json, "post", delivery->post);
    json_put_string(json, "account", delivery->account->id);
    json_put_string(json, "network", delivery->account->network_name);
    json_put_string(json, "state", delivery_state_name(delivery->state));
    json_put_string(json, "due",
                    delivery->due_utc == NO_TIME
                        ? NULL
                        : moment_format(arena, delivery->due_utc, delivery->due_offset_s));
    json_put_string(json, "path", delivery->path);
    if (delivery->why)
        json_put_string(json, "why", delivery->why);
}

static void write_json(struct invocation *invocation, const struct project *project,
                       const struct plan *plan, const struct window *window)
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
        if (!is_listed(window, &plan->items[i]))
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
                  const struct plan *plan, const struct window *window, const struct month *month)
{
    const char *format = invocation->format;
    bool is_text = !format || text_equal(format, "text");
    if (is_text && !month->year) {
        write_text(invocation, project, plan, window);
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
        if (is_listed(window, &plan->items[i]))
            listed[count++] = &plan->items[i];
    if (is_text) {
        plan_write_month(invocation, project, listed, count, month);
        plan_write_balance(invocation, plan);
    } else if (text_equal(format, "ics"))
        plan_write_ics(invocation, project, listed, count);
    else
        plan_write_csv(invocation, listed, count);
}

/* `--month 2026-12`, or that of now; json, ics and csv list that month. */
static int read_month(struct month *out, struct window *window, const struct invocation *invocation,
                      const struct project *project, struct err *err)
{
    const char *word = invocation->argument_count ? invocation->arguments[0] : NULL;
    const struct zone *zone = project->workspace.calendar.zone;
    int64_t instants[2];
    if (!invocation_has(invocation, "month"))
        return 0;
    if (window->from_utc != NO_TIME || window->until_utc != NO_TIME)
        return err_set(err, ERR_USAGE, _("--month goes without --from and --until"));
    if (plan_month_parse(out, project, word, err) != 0)
        return -1;
    struct local_time first = { .year = out->year, .month = out->month, .day = 1 };
    (void)zone_instants(zone, &first, instants);
    window->from_utc = instants[0];
    first.month = out->month % 12 + 1;
    first.year += out->month == 12;
    (void)zone_instants(zone, &first, instants);
    window->until_utc = instants[0];
    return 0;
}

static int read_window(struct window *out, const struct invocation *invocation,
                       const struct project *project, struct err *err)
{
    const struct zone *zone = project->workspace.calendar.zone;
    const char *from = invocation_value(invocation, "from");
    const char *until = invocation_value(invocation, "until");
    struct window window = { .from_utc = NO_TIME,
                             .until_utc = NO_TIME,
                             .account = invocation_value(invocation, "account") };
    if (from && times_parse(&window.from_utc, invocation->arena, from, zone, err) != 0)
        return err_because(err, "--from");
    if (until && times_parse_end(&window.until_utc, invocation->arena, until, zone, err) != 0)
        return err_because(err, "--until");
    if (from && until && window.from_utc >= window.until_utc)
        return err_set(err, ERR_USAGE, _("--from comes after --until"));
    if (lookup_account(&project->workspace, window.account, err) != 0)
        return -1;
    *out = window;
    return 0;
}

/* `--since REV`: the posts alone that changed. */
static int read_touched(struct window *window, const struct invocation *invocation,
                        struct project *project, struct err *err)
{
    const char *since = invocation_value(invocation, "since");
    struct changes changes;
    bool *is_touched;
    if (!since)
        return 0;
    if (changes_find(&changes, project, since, err) != 0 ||
        changes_touch_posts(&is_touched, &changes, project, err) != 0)
        return -1;
    if (changes.is_with_tip && !invocation->is_quiet)
        changes_tell_tip(invocation->log, since);
    window->is_touched = is_touched;
    return 0;
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
    struct window window = { 0 };
    struct month month = { 0 };
    if (invocation->argument_count && !invocation_has(invocation, "month"))
        return err_set(err, ERR_USAGE, _("'%s' is one word too many: see 'pregon help %s'"),
                       invocation->arguments[0], "plan");
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
    if (read_window(&window, invocation, &project, err) != 0 ||
        read_month(&month, &window, invocation, &project, err) != 0 ||
        read_touched(&window, invocation, &project, err) != 0 ||
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
               "  pregon plan --mix --since origin/main          what this branch does to the mix\n"
               "  pregon plan --now 2026-12-24T18:00:00+01:00    what will it be then\n"
               "  pregon plan --format ics >plan.ics             to look at in a calendar\n"
               "  pregon plan --format markdown --since origin/main   for a pull request"),
    .formats = "text|json|ics|csv|markdown",
    .options = options,
    .run = run,
};

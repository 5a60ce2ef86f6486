/* `plan` as text: a line a delivery, by days. */
#include "commands/plan_text.h"

#include <stdint.h>
#include <string.h>

#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/plan_report.h"
#include "commands/plan_window.h"
#include "commands/project.h"
#include "io/output.h"
#include "lib/day_names.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/wrap.h"
#include "model/account.h"
#include "plan/plan.h"

enum { TEXT_DAYS = 14, DAY_S = 24 * 60 * 60 };

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
                          const struct plan *plan, const struct plan_window *window,
                          const struct project *project, bool with_late)
{
    size_t count = 0;
    *out = arena_alloc_array(arena, plan->count, sizeof **out);
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        bool is_late = with_late && needs_attention(delivery, project->now_utc) &&
                       (!window->account || text_equal(window->account, delivery->account->id));
        if (plan_window_has(window, delivery) || is_late)
            (*out)[count++] = delivery;
    }
    list_sort(*out, count, sizeof **out, by_day);
    return count;
}

void plan_write_text(struct invocation *invocation, const struct project *project,
                     const struct plan *plan, const struct plan_window *asked)
{
    FILE *out = invocation->out;
    const char *previous = "";
    const struct delivery **listed;
    size_t accounts = account_columns(plan);
    struct plan_window window = *asked;
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

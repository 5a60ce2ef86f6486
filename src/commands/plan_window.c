/* The window of `plan`: what is asked for, and what lies in it. */
#include "commands/plan_window.h"

#include <stdint.h>

#include "base/message.h"
#include "base/text.h"
#include "commands/changes.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/plan_month.h"
#include "commands/project.h"
#include "commands/times.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/delivery.h"

/* `--month 2026-12`, or that of now; json, ics and csv list that month. */
static int read_month(struct month *out, struct plan_window *window,
                      const struct invocation *invocation, const struct project *project,
                      struct err *err)
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

static int read_window(struct plan_window *out, const struct invocation *invocation,
                       const struct project *project, struct err *err)
{
    const struct zone *zone = project->workspace.calendar.zone;
    const char *from = invocation_value(invocation, "from");
    const char *until = invocation_value(invocation, "until");
    struct plan_window window = { .from_utc = NO_TIME,
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
static int read_touched(struct plan_window *window, const struct invocation *invocation,
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

int plan_window_read(struct plan_window *out, struct month *month,
                     const struct invocation *invocation, struct project *project, struct err *err)
{
    return read_window(out, invocation, project, err) != 0 ||
                   read_month(month, out, invocation, project, err) != 0 ||
                   read_touched(out, invocation, project, err) != 0
               ? -1
               : 0;
}

bool plan_window_has(const struct plan_window *window, const struct delivery *delivery)
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

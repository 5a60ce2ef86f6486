/* A post against the calendar, as far as it alone can break it: quiet hours, blackouts, events, its
 * campaign's dates and accounts. What several posts break together is across_calendar.c's. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/closed.h"
#include "check/check.h"
#include "check/deliveries.h"
#include "lib/date_words.h"
#include "lib/hours.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/finding.h"
#include "model/workspace.h"

/* Where a delivery's time stands: its date, its queue, or the beginning of the file. */
static struct finding about_time(const struct account_post *post)
{
    struct finding finding = {
        .path = post->post->path,
        .where = { .line = 1, .column = 1 },
        /* A draft goes nowhere: its writer is told, and nothing is stopped. */
        .severity = post->fields.is_draft ? SEVERITY_WARNING : SEVERITY_ERROR,
        .account = post->account->id,
    };
    enum post_key key = post_has(&post->fields, POST_DATE) ? POST_DATE : POST_QUEUE;
    if (post_has(&post->fields, key)) {
        finding.path = post->field_path[key];
        finding.where = post->fields.where[key];
    }
    return finding;
}

static const char *hours_words(struct arena *arena, const struct hours *hours)
{
    return arena_printf(arena, "%02d:%02d-%02d:%02d", hours->from_minute / 60,
                        hours->from_minute % 60, hours->until_minute / 60,
                        hours->until_minute % 60);
}

static void check_quiet(const struct check_context *context, const struct account_post *post,
                        int64_t due_utc, struct findings *findings)
{
    const struct calendar *calendar = &context->workspace->calendar;
    const struct hours *hours = closed_quiet(calendar, post->account->zone, due_utc);
    struct finding finding = about_time(post);
    if (!hours || post->fields.urgent)
        return;
    finding.rule = "quiet-hours";
    finding.message = arena_printf(
        findings->arena,
        _("%s falls into the quiet hours, %s: choose a time outside of them, or say why it is "
          "`urgent:`"),
        date_words(findings->arena, post->account->zone, due_utc),
        hours_words(findings->arena, hours));
    findings_add(findings, &finding);
}

static void check_closures(const struct check_context *context, const struct account_post *post,
                           int64_t due_utc, struct findings *findings)
{
    const struct closed_query query = { .account = post->account,
                                        .post = post->post->id,
                                        .campaign = post->fields.campaign,
                                        .utc = due_utc };
    struct arena *arena = findings->arena;
    struct finding finding = about_time(post);
    if (post->fields.urgent)
        return;
    const struct closure *closure = closed_by(context->workspace, &query, CLOSURE_BLACKOUT);
    const struct closure *event =
        closure ? NULL : closed_by(context->workspace, &query, CLOSURE_WARNING);
    if (!closure && !event)
        return;
    const char *when = date_words(arena, post->account->zone, due_utc);
    finding.rule = "blackout";
    if (event) {
        finding.severity = SEVERITY_WARNING;
        finding.rule = "event";
        finding.message = arena_printf(arena, _("%s is the time of '%s', of %s: is that meant?"),
                                       when, event->why ? event->why : "?", event->path);
    } else if (closure->why) {
        finding.message = arena_printf(
            arena, _("%s falls into a blackout of %s, line %u: %s; choose another time"), when,
            closure->path, closure->where.line, closure->why);
    } else {
        finding.message =
            arena_printf(arena, _("%s falls into a blackout of %s, line %u: choose another time"),
                         when, closure->path, closure->where.line);
    }
    findings_add(findings, &finding);
}

/* --- audiences --- */

/* A time at which few of them read is no mistake: whoever writes is told, and decides. */
static void check_audience(const struct check_context *context, const struct account_post *post,
                           int64_t due_utc, struct findings *findings)
{
    const struct audience *audience =
        post->fields.audience ? workspace_audience(context->workspace, post->fields.audience)
                              : NULL;
    struct local_time local = zone_local(post->account->zone, due_utc);
    struct arena *arena = findings->arena;
    struct finding finding = about_time(post);
    if (!audience || audience->hours.count == 0 || post->fields.urgent ||
        hours_find(&audience->hours, &local))
        return;
    struct text_buffer hours = text_buffer_in(arena, LIMIT_FRONT_MATTER_BYTES);
    for (size_t i = 0; i < audience->hours_names.count; i++)
        text_printf(&hours, "%s%s", i ? ", " : "", audience->hours_names.items[i].text);
    finding.severity = SEVERITY_SUGGESTION;
    finding.rule = "audience";
    finding.message = arena_printf(
        arena, _("%s is outside of the hours at which '%s' reads, %s: choose a time within them"),
        date_words(arena, post->account->zone, due_utc), audience->id, text_end(&hours));
    findings_add(findings, &finding);
}

/* --- campaigns --- */

static void check_campaign_dates(const struct campaign *campaign, const struct account_post *post,
                                 int64_t due_utc, struct findings *findings)
{
    struct finding finding = about_time(post);
    const struct zone *zone = post->account->zone;
    struct arena *arena = findings->arena;
    bool is_early = campaign->from_utc != NO_TIME && due_utc < campaign->from_utc;
    bool is_over = campaign->until_utc != NO_TIME && due_utc > campaign->until_utc;
    if (!is_early && !is_over)
        return;
    const char *when = date_words(arena, zone, due_utc);
    finding.rule = "campaign";
    if (is_early)
        finding.message = arena_printf(arena, _("%s is before the campaign '%s' begins, %s"), when,
                                       campaign->id, date_words(arena, zone, campaign->from_utc));
    else
        finding.message = arena_printf(arena, _("%s is after the campaign '%s' ends, %s"), when,
                                       campaign->id, date_words(arena, zone, campaign->until_utc));
    findings_add(findings, &finding);
}

static bool is_account_of(const struct workspace *workspace, const struct names *names,
                          const struct account *account)
{
    for (size_t i = 0; i < names->count; i++)
        if (account_is_named(workspace, account, names->items[i].text))
            return true;
    return names->count == 0;
}

/* One that goes to none of its accounts is in the wrong campaign; one that goes elsewhere, too, may
 * well be meant so. */
static void check_campaign_accounts(const struct check_input *input,
                                    const struct campaign *campaign,
                                    const struct account_post *post, struct findings *findings)
{
    const struct workspace *workspace = input->context->workspace;
    bool has_accounts = post_has(&post->fields, POST_ACCOUNTS);
    enum post_key key = has_accounts ? POST_ACCOUNTS : POST_CAMPAIGN;
    enum severity severity = post->fields.is_draft ? SEVERITY_WARNING : SEVERITY_ERROR;
    if (is_account_of(workspace, &campaign->accounts, post->account))
        return;
    for (size_t i = 0; i < input->account_count; i++)
        if (is_account_of(workspace, &campaign->accounts, input->account_posts[i].account))
            severity = SEVERITY_WARNING;
    findings_report(findings, severity, "campaign", post->field_path[key], post->fields.where[key],
                    _("the campaign '%s' does not go to '%s': see %s"), campaign->id,
                    post->account->id, campaign->path);
    findings_last(findings)->account = post->account->id;
}

static void check_campaign(const struct check_input *input, const struct account_post *post,
                           int64_t due_utc, struct findings *findings)
{
    const struct campaign *campaign =
        post->fields.campaign ? workspace_campaign(input->context->workspace, post->fields.campaign)
                              : NULL;
    if (!campaign)
        return;
    check_campaign_accounts(input, campaign, post, findings);
    if (due_utc != NO_TIME)
        check_campaign_dates(campaign, post, due_utc, findings);
}

/* A draft is not due, but its date is one. */
static int64_t date_of(const struct account_post *post)
{
    bool is_dated = !post->fields.queue && (post->fields.date.kind == MOMENT_LOCAL ||
                                            post->fields.date.kind == MOMENT_INSTANT);
    return post->fields.is_draft && is_dated ? post->fields.date_utc : post->due_utc;
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    (void)scratch;
    for (size_t i = 0; i < input->account_count; i++) {
        const struct account_post *post = &input->account_posts[i];
        int64_t due_utc;
        if (delivery_is_over(&due_utc, input->context, post->post->id, post->account->id,
                             date_of(post)))
            continue;
        check_campaign(input, post, due_utc, findings);
        if (due_utc == NO_TIME)
            continue;
        check_quiet(input->context, post, due_utc, findings);
        check_audience(input->context, post, due_utc, findings);
        check_closures(input->context, post, due_utc, findings);
    }
}

const struct check check_calendar = { .run = run, .asks_for_more = true };

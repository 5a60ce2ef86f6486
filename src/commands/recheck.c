/* Rechecks: error-level rules alone, on posts that are to go out. */
#include "commands/recheck.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/brand_voice.h"
#include "check/voice.h"
#include "commands/project.h"
#include "io/output.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/record.h"
#include "plan/plan.h"

enum {
    /* So many texts may cost a rule's whole allowance: some seconds a run at the worst. */
    MOST_GIVEN_UP = 3,
    /* The distance of two time zones: a post may be due earlier in an account's than in ours. */
    ZONE_MARGIN_S = 26 * 60 * 60,
};

struct recheck_error {
    struct recheck_error *next;
    const char *account; /* NULL: all */
    const char *why;
};

static void say(struct recheck *recheck, const char *why)
{
    recheck->needs_edit = recheck->project->workspace.brand.recheck == RECHECK_ERROR;
    if (recheck->log)
        output_printf(recheck->log,
                      _("note: posts are not held against the brand's voice again: %s\n"), why);
}

static const char *first_error(const struct findings *findings)
{
    const struct finding *finding = findings->items;
    while (finding->severity != SEVERITY_ERROR)
        finding++;
    return arena_printf(findings->arena, "%s:%u:%u: %s", finding->path, finding->where.line,
                        finding->where.column, finding->message);
}

void recheck_begin(struct recheck *recheck, struct project *project)
{
    struct findings findings = { .arena = project->arena };
    struct err err = { 0 };
    recheck->project = project;
    recheck->needs_edit = false;
    recheck->given_up = 0;
    recheck->of_post =
        arena_alloc_array(project->arena, project->posts.count, sizeof *recheck->of_post);
    recheck->exceptions = (struct voice_exceptions){ .now_utc = project->now_utc };
    if (brand_voice_open(&recheck->voice, project->arena, &project->workspace, project->tree,
                         SEVERITY_ERROR, &findings, &err) != 0 ||
        voice_exceptions_load(&recheck->exceptions, project->arena, project->tree,
                              &project->workspace, &findings, &err) != 0) {
        say(recheck, err.text);
        voice_close(&recheck->voice);
    } else if (findings.errors > 0) {
        say(recheck, first_error(&findings));
        voice_close(&recheck->voice);
    }
}

static bool is_between(int64_t date_utc, int64_t from_utc, int64_t until_utc)
{
    return date_utc != NO_TIME && date_utc >= from_utc &&
           (until_utc == INT64_MAX || date_utc <= until_utc + ZONE_MARGIN_S);
}

/* Whether some account may still get it, by its dates alone: posts of years ago need no look. */
static bool is_to_come(const struct recheck *recheck, const struct post *post)
{
    const struct project *project = recheck->project;
    int64_t late_s = project->workspace.calendar.max_late_s;
    if (post->fields.max_late_s > late_s)
        late_s = post->fields.max_late_s;
    int64_t from_utc = project->now_utc - late_s - ZONE_MARGIN_S;
    if (post->fields.queue || is_between(post->fields.date_utc, from_utc, recheck->until_utc))
        return true;
    for (size_t i = 0; i < post->layer_count; i++)
        if (is_between(post->layers[i].fields.date_utc, from_utc, recheck->until_utc))
            return true;
    return false;
}

void recheck_post(struct recheck *recheck, struct post_worker *worker, const struct post *post,
                  size_t index)
{
    struct findings findings = { .arena = &worker->kept };
    struct recheck_error **end = &recheck->of_post[index];
    if (!recheck->voice || !post->is_loaded || post->fields.is_draft ||
        recheck->given_up >= MOST_GIVEN_UP || !is_to_come(recheck, post))
        return;
    check_voice_post(&findings, &worker->scratch, post, &recheck->project->workspace,
                     recheck->project->now_utc, recheck->voice, &recheck->exceptions,
                     &worker->voice);
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *finding = &findings.items[i];
        if (text_equal(finding->rule, "voice-rule"))
            recheck->given_up++;
        if (finding->severity != SEVERITY_ERROR)
            continue;
        *end = arena_alloc(&worker->kept, sizeof **end);
        **end = (struct recheck_error){
            .account = finding->account,
            .why =
                arena_printf(&worker->kept, "%s:%u:%u: %s [%s]", finding->path, finding->where.line,
                             finding->where.column, finding->message, finding->rule),
        };
        end = &(*end)->next;
    }
}

/* What has begun is ended, whatever rules say by now: half a thread is worse than a wrong word. */
static bool is_still_to_go(const struct delivery *delivery)
{
    switch (delivery->state) {
    case DELIVERY_DUE:
    case DELIVERY_SCHEDULED:
    case DELIVERY_WAITING:
    case DELIVERY_HELD:
    case DELIVERY_RETRYING:
        return !record_is_begun(delivery->record);
    default:
        return false;
    }
}

static const char *why_not(const struct recheck *recheck, const struct delivery *delivery)
{
    const struct recheck_error *error = recheck->of_post[delivery->post_index];
    while (error && error->account && !text_equal(error->account, delivery->account->id))
        error = error->next;
    return error && is_still_to_go(delivery) ? error->why : NULL;
}

bool recheck_end(struct recheck *recheck, struct plan *plan)
{
    bool blocks = recheck->project->workspace.brand.recheck == RECHECK_ERROR;
    bool has_blocked = false;
    voice_close(&recheck->voice);
    if (recheck->given_up > 0)
        say(recheck, _("a rule takes too long; 'pregon check' names it"));
    for (size_t i = 0; i < plan->count; i++) {
        struct delivery *delivery = &plan->items[i];
        const char *why = why_not(recheck, delivery);
        if (why && blocks) {
            delivery->why_blocked = why;
            has_blocked = true;
        } else if (why && recheck->log) {
            output_printf(recheck->log, _("note: %s for %s goes out all the same: %s\n"),
                          delivery->post, delivery->account->id, why);
        }
    }
    return has_blocked;
}

/* Dates: due before the end, and not late already. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "check/check.h"
#include "check/records.h"
#include "lib/date_words.h"
#include "lib/moment.h"
#include "model/finding.h"
#include "model/record.h"
#include "model/validity.h"
#include "model/workspace.h"

static const char *format(struct arena *arena, const struct account *account, int64_t utc)
{
    return date_words(arena, account->zone, utc);
}

static void about_date(const struct account_post *post, struct findings *findings,
                       enum severity severity, const char *rule, const char *message)
{
    struct span nowhere = { .line = 1, .column = 1 };
    bool has_date = post_has(&post->fields, POST_DATE);
    findings_add(findings, &(struct finding){
                               .path = has_date ? post->field_path[POST_DATE] : post->post->path,
                               .where = has_date ? post->fields.where[POST_DATE] : nowhere,
                               .severity = severity,
                               .rule = rule,
                               .message = message,
                               .account = post->account->id,
                           });
}

static void check_expiry(const struct account_post *post, struct findings *findings)
{
    int64_t end = post->fields.expires_utc;
    if (post->due_utc == NO_TIME || !post_has(&post->fields, POST_EXPIRES) || end == NO_TIME ||
        post->due_utc <= end)
        return;
    about_date(
        post, findings, SEVERITY_ERROR, "date",
        arena_printf(findings->arena,
                     _("the post is due on %s, after it expires on %s: it would never go out"),
                     format(findings->arena, post->account, post->due_utc),
                     format(findings->arena, post->account, end)));
}

/* A token that has ended can't send: whoever renews it says so in accounts.yml. */
static void check_secret(const struct account_post *post, const struct record *record,
                         struct findings *findings)
{
    int64_t end = post->account->secret_expires_utc;
    if (end == NO_TIME || post->due_utc <= end || post->fields.is_draft ||
        (record && record->state == RECORD_SENT))
        return;
    about_date(post, findings, SEVERITY_ERROR, "date",
               arena_printf(findings->arena,
                            _("the post is due on %s, and the secret of '%s' ends on %s: renew it, "
                              "and correct `secret-expires` in brand/accounts.yml"),
                            format(findings->arena, post->account, post->due_utc),
                            post->account->id, format(findings->arena, post->account, end)));
}

/* Whether every account of the post has got it. */
static bool is_all_sent(const struct check_input *input)
{
    for (size_t i = 0; i < input->account_count; i++) {
        const struct account *account = input->account_posts[i].account;
        const struct record *record = record_of(input->context, input->post->id, account->id);
        if (!record || record->state != RECORD_SENT)
            return false;
    }
    return true;
}

/* A recorded delivery keeps the time at which it went: a new date would mislead its reader. Where
 * the date is still to come and nobody is left to get the post, somebody waits for what will never
 * go out: a sent post that was to be repeated, or another one that took its id. */
static void check_sent(const struct check_input *input, const struct account_post *post,
                       const struct record *record, struct findings *findings)
{
    int64_t now_utc = input->context->now_utc;
    if (record->state != RECORD_SENT || post->due_utc == record->due_utc)
        return;
    const char *sent = format(findings->arena, post->account, record->due_utc);
    validity_turn(input->validity, now_utc, post->due_utc + 1);
    if (post->due_utc > now_utc && is_all_sent(input))
        about_date(post, findings, SEVERITY_ERROR, "date",
                   arena_printf(findings->arena,
                                _("what has the id '%s' was sent already, due on %s, so this never "
                                  "goes out: if it is to, give it another `id:`; else put the "
                                  "date back"),
                                post->post->id, sent));
    else
        about_date(post, findings, SEVERITY_WARNING, "date",
                   arena_printf(findings->arena,
                                _("it was sent already, due on %s: a new date changes nothing"),
                                sent));
}

/* Not sent and not missed either: the plan calls it skipped or expired. */
static bool is_over(const struct check_context *context, const struct account_post *post)
{
    bool is_old = context->has_ledger && post->due_utc < context->birth_utc;
    return is_old ||
           (post_has(&post->fields, POST_EXPIRES) && post->fields.expires_utc != NO_TIME &&
            context->now_utc > post->fields.expires_utc);
}

static void check_late(const struct check_input *input, const struct account_post *post,
                       const struct record *record, struct findings *findings)
{
    const struct check_context *context = input->context;
    int64_t max_late_s = post_has(&post->fields, POST_MAX_LATE)
                             ? post->fields.max_late_s
                             : context->workspace->calendar.max_late_s;
    bool is_untouched = context->has_ledger ? !record : input->is_new;
    if (post->fields.is_draft || !is_untouched || post->account->is_manual)
        return;
    validity_turn(input->validity, context->now_utc, post->due_utc + 1);
    validity_turn(input->validity, context->now_utc, post->due_utc + max_late_s + 1);
    if (post_has(&post->fields, POST_EXPIRES) && post->fields.expires_utc != NO_TIME)
        validity_turn(input->validity, context->now_utc, post->fields.expires_utc + 1);
    if (post->due_utc >= context->now_utc || (!input->is_new && is_over(context, post)))
        return;
    if (post->due_utc < context->now_utc - max_late_s)
        about_date(post, findings, SEVERITY_ERROR, "late",
                   arena_printf(findings->arena,
                                _("it was due on %s, more than %s ago: it would be missed, not "
                                  "sent; give it a new date"),
                                format(findings->arena, post->account, post->due_utc),
                                moment_format_duration(findings->arena, max_late_s)));
    else if (input->is_new)
        about_date(post, findings, SEVERITY_WARNING, "late",
                   arena_printf(findings->arena,
                                _("its time, %s, is past: it goes out with the next run"),
                                format(findings->arena, post->account, post->due_utc)));
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    (void)scratch;
    for (size_t i = 0; i < input->account_count; i++) {
        const struct account_post *post = &input->account_posts[i];
        check_expiry(post, findings);
        if (post->due_utc == NO_TIME || input->context->is_commit_alone)
            continue;
        const struct record *record =
            input->context->has_ledger
                ? record_of(input->context, post->post->id, post->account->id)
                : NULL;
        if (record)
            check_sent(input, post, record, findings);
        check_secret(post, record, findings);
        check_late(input, post, record, findings);
    }
}

const struct check check_dates = { .run = run, .asks_for_more = true };

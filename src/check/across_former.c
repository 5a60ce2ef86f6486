/* Accounts that get another name: the ledger knows a delivery by the account's name, so what went
 * out under the old one would go out again under the new one. */
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/records.h"
#include "check/timetable.h"
#include "model/record.h"
#include "model/workspace.h"

/* What is too late already would be missed, which the dates' own check says. */
static bool would_go_out(const struct check_context *context, const struct planned *planned)
{
    return planned && !planned->is_over && !planned->time->is_draft &&
           planned->due_utc >= context->now_utc - context->workspace->calendar.max_late_s &&
           !record_is_meant(record_of(context, planned->post->id, planned->account->id));
}

static bool is_gone(const struct timetable *table, const struct record *record)
{
    return record_may_be_out(record) &&
           !workspace_account(table->context->workspace, record->account);
}

/* A record of an account that is gone, whose post is still to go out to `account`. */
static const struct record *find_former(const struct timetable *table,
                                        const struct account *account)
{
    const struct check_context *context = table->context;
    const struct record_book book = { context->records, context->record_count, context->pins,
                                      context->pin_count };
    const char *other = NULL; /* an account that this one is not */
    for (size_t i = 0; i < context->record_count; i++) {
        const struct record *record = &context->records[i];
        if (!text_equal(record->network, account->network_name) ||
            text_equal(record->account, other) || !is_gone(table, record))
            continue;
        const struct post_summary *post =
            post_summary_find(table->by_id, table->post_count, record->post, strlen(record->post));
        if (!post || !would_go_out(context, timetable_find(table, post, account)))
            continue;
        if (record_is_successor(&book, account->id, record->account))
            return record;
        other = record->account;
    }
    return NULL;
}

static bool is_any_gone(const struct timetable *table)
{
    for (size_t i = 0; i < table->context->record_count; i++)
        if (is_gone(table, &table->context->records[i]))
            return true;
    return false;
}

/* A warning: it may be another account in its place, and publish asks a person. */
void check_former(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct workspace *workspace = table->context->workspace;
    bool is_any = is_any_gone(table);
    (void)scratch;
    for (size_t i = 0; is_any && i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        const struct record *former = find_former(table, account);
        if (former)
            findings_report(findings, SEVERITY_WARNING, "renamed", "brand/accounts.yml",
                            account->where,
                            _("this account seems to be '%s' under another name: '%s', which went "
                              "out there, would be blocked here; give the account its old name"),
                            former->account, former->post);
    }
}

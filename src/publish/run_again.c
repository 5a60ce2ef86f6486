/* Again: what would go out a second time under another name, as a post or an account that was
 * renamed, or as another post with the same text. */
#include "publish/run_batch.h"

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "publish/job.h"

static bool has_same_text(const struct record *a, const struct record *b)
{
    /* Texts differ first: this is asked of each record for each delivery that is due. */
    return text_equal(a->content, b->content) && text_equal(a->account, b->account) &&
           !text_equal(a->post, b->post);
}

static bool is_planned(const struct run *run, const struct record *record)
{
    for (size_t i = 0; i < run->plan.count; i++)
        if (text_equal(run->plan.deliveries[i].post, record->post) &&
            text_equal(run->plan.deliveries[i].account->id, record->account))
            return true;
    return false;
}

/* What may be out under the id of a post that is gone was renamed, whatever the calendar says. */
static const char *find_twin(const struct run *run, struct arena *arena,
                             const struct record *record)
{
    int64_t since_utc = clock_now_utc(&run->clock) - run->plan.workspace->calendar.repeat.within_s;
    bool has_rule = run->plan.workspace->calendar.repeat.within_s > 0;
    const struct record *twin = NULL;
    for (size_t i = 0; i < run->ledger->record_count; i++) {
        const struct record *other = &run->ledger->records[i];
        if (!has_same_text(other, record) || !record_may_be_out(other))
            continue;
        if (!is_planned(run, other))
            return arena_printf(arena,
                                _("'%s' has got this very text as '%s', which is gone: if the post "
                                  "was renamed, write `id: %s`"),
                                other->account, other->post, other->post);
        if (has_rule &&
            (other->sent_utc != NO_TIME ? other->sent_utc : other->claimed_utc) > since_utc)
            twin = other;
    }
    for (const struct job *job = run->engine.jobs; has_rule && job; job = job->next)
        if (job->lane && job->phase != PHASE_OVER && has_same_text(&job->record, record))
            twin = &job->record;
    if (!twin)
        return NULL;
    return arena_printf(arena,
                        _("this very text goes to '%s' as '%s' already; if it is meant to go "
                          "again, write `repeats: %s`"),
                        twin->account, twin->post, twin->post);
}

/* An account that was renamed in accounts.yml has no records of before under its new name: what
 * went out under the old one would go out again. */
static const char *find_former(const struct run *run, struct arena *arena,
                               const struct delivery *delivery)
{
    const struct account *account = delivery->account;
    const struct ledger *ledger = run->ledger;
    const struct record_book book = { ledger->records, ledger->record_count, ledger->pins,
                                      ledger->pin_count };
    if (record_is_meant(delivery->record))
        return NULL;
    for (size_t i = 0; i < ledger->record_count; i++) {
        const struct record *other = &ledger->records[i];
        if (!text_equal(other->post, delivery->post) || !record_may_be_out(other) ||
            !text_equal(other->network, account->network_name) ||
            workspace_account(run->plan.workspace, other->account))
            continue;
        if (record_is_successor(&book, account->id, other->account))
            return arena_printf(arena,
                                _("it went out as '%s/%s', an account that is gone: if '%s' is "
                                  "that account, give it its old name in accounts.yml; if not, "
                                  "'pregon resolve %s %s --reschedule TIME' sends it, and --skip "
                                  "does not"),
                                other->post, other->account, account->id, delivery->post,
                                account->id);
    }
    return NULL;
}

const char *batch_find_again(const struct run *run, struct arena *arena,
                             const struct delivery *delivery, const struct record *record)
{
    const char *why = find_former(run, arena, delivery);
    return why || !record ? why : find_twin(run, arena, record);
}

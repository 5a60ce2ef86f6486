/* Networks' terms: quotas, ends of their interfaces, and what posts cost. */
#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/timetable.h"
#include "lib/date_words.h"
#include "lib/zone.h"
#include "model/moment.h"
#include "model/workspace.h"

enum { DAY_S = 24 * 3600, CENT = MONEY_UNIT / 100 };

static const char accounts_path[] = "brand/accounts.yml";

/* A network without threads gets one post. */
static int64_t posts_of(const struct planned *planned)
{
    return planned->account->limits.parts == 1 ? 1 : (int64_t)planned->post->times.parts;
}

static int64_t cost_of(const struct planned *planned)
{
    const struct network_terms *terms = &planned->account->terms;
    int64_t cost = terms->post_cost * posts_of(planned);
    return planned->post->times.has_link ? cost - terms->post_cost + terms->link_cost : cost;
}

/* `3.45 USD`; what is less than a cent has all its places. */
static const char *money_words(struct arena *arena, int64_t amount, const char *currency)
{
    long long whole = (long long)(amount / MONEY_UNIT);
    int rest = (int)(amount % MONEY_UNIT);
    if (rest % CENT == 0)
        return arena_printf(arena, "%lld.%02d %s", whole, rest / CENT, currency);
    return arena_printf(arena, "%lld.%04d %s", whole, rest, currency);
}

/* --- quotas, and ends --- */

static void check_quota(struct findings *findings, const struct planned *first,
                        const struct planned *end)
{
    int64_t most = first->account->terms.posts_24h;
    int64_t count = 0;
    const struct planned *oldest = first;
    for (const struct planned *at = first; at < end; at++) {
        if (at->time->is_draft)
            continue;
        count += posts_of(at);
        for (; oldest->due_utc <= at->due_utc - DAY_S; oldest++)
            count -= oldest->time->is_draft ? 0 : posts_of(oldest);
        if (count > most && !at->is_over)
            timetable_report(findings, at, SEVERITY_ERROR, "quota",
                             arena_printf(findings->arena,
                                          _("with this, %lld posts go out in 24 hours: the network "
                                            "takes %lld"),
                                          (long long)count, (long long)most));
    }
}

static void check_end(struct findings *findings, const struct planned *first,
                      const struct planned *end)
{
    int64_t api_end_utc = first->account->terms.api_end_utc;
    for (const struct planned *at = first; at < end; at++)
        if (at->due_utc >= api_end_utc && !at->is_over)
            timetable_report(
                findings, at, SEVERITY_ERROR, "quota",
                arena_printf(
                    findings->arena, _("the interface by which posts reach '%s' ends on %s"),
                    at->account->id, date_words(findings->arena, at->account->zone, api_end_utc)));
}

/* --- money --- */

static void report_month(struct findings *findings, const struct planned *last, int64_t cost,
                         int64_t count)
{
    const struct account *account = last->account;
    const struct network_terms *terms = &account->terms;
    struct arena *arena = findings->arena;
    struct local_time month = zone_local(account->zone, last->due_utc);
    const char *when = date_words_month(arena, &month);
    const char *sum = money_words(arena, cost, terms->currency);
    bool has_budget = text_equal(account->budget.currency, terms->currency);
    if (has_budget && cost > account->budget.amount)
        findings_report(findings, SEVERITY_ERROR, "cost", accounts_path, account->budget.where,
                        _("%s: '%s' costs %s, more than its budget of %s"), when, account->id, sum,
                        money_words(arena, account->budget.amount, terms->currency));
    else
        findings_report(findings, SEVERITY_SUGGESTION, "cost", accounts_path, account->where,
                        _("%s: '%s' costs %s; posts: %lld, on average %s"), when, account->id, sum,
                        (long long)count, money_words(arena, cost / count, terms->currency));
}

static bool is_same_month(const struct planned *a, const struct planned *b)
{
    struct local_time left = zone_local(a->account->zone, a->due_utc);
    struct local_time right = zone_local(b->account->zone, b->due_utc);
    return left.year == right.year && left.month == right.month;
}

/* Month by month, where something is still to be paid. */
static void check_costs(struct findings *findings, const struct planned *first,
                        const struct planned *end)
{
    while (first < end) {
        const struct planned *at = first;
        int64_t cost = 0;
        int64_t count = 0;
        bool is_open = false;
        for (; at < end && is_same_month(first, at); at++) {
            if (at->time->is_draft)
                continue;
            cost += cost_of(at);
            count += posts_of(at);
            is_open |= !at->is_over;
        }
        if (is_open && cost > 0)
            report_month(findings, at - 1, cost, count);
        first = at;
    }
}

static void check_campaigns(struct findings *findings, const struct timetable *table)
{
    const struct workspace *workspace = table->context->workspace;
    const size_t count = table->first[workspace->account_count];
    for (size_t i = 0; i < workspace->campaign_count; i++) {
        const struct campaign *campaign = &workspace->campaigns[i];
        int64_t cost = 0;
        for (size_t j = 0; campaign->budget.currency && j < count; j++) {
            const struct planned *planned = &table->items[j];
            if (!planned->time->is_draft && planned->account->terms.post_cost > 0 &&
                text_equal(planned->account->terms.currency, campaign->budget.currency) &&
                text_equal(planned->time->campaign, campaign->id))
                cost += cost_of(planned);
        }
        if (cost > campaign->budget.amount)
            findings_report(
                findings, SEVERITY_ERROR, "cost", campaign->path, campaign->budget.where,
                _("the posts of '%s' cost %s, more than its budget of %s"), campaign->id,
                money_words(findings->arena, cost, campaign->budget.currency),
                money_words(findings->arena, campaign->budget.amount, campaign->budget.currency));
    }
}

void check_terms(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct workspace *workspace = table->context->workspace;
    bool has_costs = false;
    (void)scratch;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct network_terms *terms = &workspace->accounts[i].terms;
        const struct planned *first = &table->items[table->first[i]];
        const struct planned *end = &table->items[table->first[i + 1]];
        if (first == end)
            continue;
        if (terms->posts_24h > 0)
            check_quota(findings, first, end);
        if (terms->api_end_utc != NO_TIME)
            check_end(findings, first, end);
        if (terms->post_cost + terms->link_cost > 0)
            check_costs(findings, first, end);
        has_costs |= terms->post_cost + terms->link_cost > 0;
    }
    if (has_costs)
        check_campaigns(findings, table);
}

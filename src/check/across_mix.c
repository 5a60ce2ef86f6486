/* The mix: shares of pillars and formats in a moving window, and posts that begin like the last. */
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/timetable.h"
#include "lib/date_words.h"
#include "lib/moment.h"
#include "model/account_set.h"
#include "model/moment.h"
#include "model/workspace.h"

enum {
    FEW = 5,      /* of so many posts and more, percents are taken by the word */
    SAME_TAGS = 3 /* posts in a row with the same hashtags are enough */
};

/* A post counts once, when it first goes out. */
struct counted {
    const struct planned *planned;
    int pillar, format; /* places among the shares; -1: none */
};

struct counting {
    const struct calendar *calendar;
    struct counted *items;
    size_t count;
};

static int by_time(const void *left, const void *right)
{
    const struct planned *a = ((const struct counted *)left)->planned;
    const struct planned *b = ((const struct counted *)right)->planned;
    if (a->due_utc != b->due_utc)
        return a->due_utc < b->due_utc ? -1 : 1;
    return strcmp(a->post->id, b->post->id);
}

static int find_share(const struct shares *shares, const char *name)
{
    for (size_t i = 0; name && i < shares->count; i++)
        if (text_equal(shares->items[i].name, name))
            return (int)i;
    return -1;
}

static void gather(struct counting *out, struct arena *scratch, const struct timetable *table)
{
    out->items = arena_alloc_array(scratch, table->post_count, sizeof *out->items);
    for (size_t i = 0; i < table->post_count; i++) {
        const struct planned *first = NULL;
        for (size_t j = table->post_first[i]; j < table->post_first[i + 1]; j++) {
            const struct planned *planned = &table->items[table->of_post[j]];
            if (!planned->time->is_draft && (!first || planned->due_utc < first->due_utc))
                first = planned;
        }
        if (first)
            out->items[out->count++] = (struct counted){
                .planned = first,
                .pillar = find_share(&out->calendar->pillar_shares, first->time->pillar),
                .format = find_share(&out->calendar->format_shares,
                                     post_format_name(first->post->times.format)),
            };
    }
    list_sort(out->items, out->count, sizeof *out->items, by_time);
}

/* Of few posts a share can't be exact: what the next whole post would make of it is let go. */
static bool is_too_much(size_t count, size_t total, int max)
{
    size_t hundredths = (size_t)max * total;
    return total >= FEW ? count * 100 > hundredths : count > (hundredths + 99) / 100;
}

static bool is_too_little(size_t count, size_t total, int min)
{
    size_t hundredths = (size_t)min * total;
    return total >= FEW ? count * 100 < hundredths : count < hundredths / 100;
}

static void report_most(struct findings *findings, const struct counted *counted,
                        const struct share *share, bool is_pillar, size_t count, size_t total,
                        int64_t window_s)
{
    const struct planned *planned = counted->planned;
    const char *message = arena_printf(
        findings->arena, _("'%s' is %zu of %zu posts (%zu%%) in the %s up to %s: at most %d%%"),
        share->name, count, total, count * 100 / total,
        moment_format_duration(findings->arena, window_s),
        date_words(findings->arena, planned->account->zone, planned->due_utc), share->max);
    if (!is_pillar || !planned->time->pillar_where.line) {
        timetable_report(findings, planned, SEVERITY_WARNING, "mix", message);
        findings_last(findings)->account = NULL;
        return;
    }
    findings_report(findings, SEVERITY_WARNING, "mix", planned->post->path,
                    planned->time->pillar_where, "%s", message);
}

static void report_least(struct findings *findings, const struct counting *counting,
                         const struct share *share, size_t count, size_t total, int64_t end_utc)
{
    const struct calendar *calendar = counting->calendar;
    findings_report(findings, SEVERITY_WARNING, "mix", "calendar/calendar.yml", share->where,
                    _("'%s' is %zu of %zu posts (%zu%%) in the %s up to %s: at least %d%%"),
                    share->name, count, total, count * 100 / total,
                    moment_format_duration(findings->arena, calendar->mix_window_s),
                    date_words(findings->arena, calendar->zone, end_utc), share->min);
}

static int share_of(const struct counted *counted, bool is_pillar)
{
    return is_pillar ? counted->pillar : counted->format;
}

/* The last post of the window that has the share and can be changed; NULL: none. */
static const struct counted *find_blamed(const struct counting *counting, size_t first, size_t last,
                                         int share, bool is_pillar)
{
    for (size_t i = last + 1; i-- > first;)
        if (share_of(&counting->items[i], is_pillar) == share &&
            !counting->items[i].planned->is_over)
            return &counting->items[i];
    return NULL;
}

/* The posts [first, last] are all of a window. */
static void check_window(struct findings *findings, const struct counting *counting,
                         const struct shares *shares, bool is_pillar, const size_t *counts,
                         size_t first, size_t last, const struct counted **blamed_before)
{
    size_t total = last - first + 1;
    for (size_t i = 0; i < shares->count; i++) {
        const struct share *share = &shares->items[i];
        if (share->max < 0 || !is_too_much(counts[i], total, share->max))
            continue;
        const struct counted *blamed = find_blamed(counting, first, last, (int)i, is_pillar);
        if (blamed && blamed != blamed_before[i])
            report_most(findings, blamed, share, is_pillar, counts[i], total,
                        counting->calendar->mix_window_s);
        if (blamed)
            blamed_before[i] = blamed;
    }
}

/* Slides the window over the posts, and looks at it where a post that can be changed ends it. At
 * the beginning it is not full: then it says something only where no post comes after. */
static void check_shares(struct findings *findings, struct arena *scratch,
                         const struct counting *counting, const struct shares *shares,
                         bool is_pillar, int64_t now_utc)
{
    int64_t window_s = counting->calendar->mix_window_s;
    size_t *counts = arena_alloc_array(scratch, shares->count, sizeof *counts);
    const struct counted **blamed = arena_alloc_array(scratch, shares->count, sizeof *blamed);
    size_t first = 0;
    size_t last_open = SIZE_MAX;
    for (size_t i = 0; i < counting->count; i++)
        if (!counting->items[i].planned->is_over &&
            counting->items[i].planned->due_utc <= now_utc + window_s)
            last_open = i;
    for (size_t i = 0; i < counting->count && shares->count > 0; i++) {
        const struct counted *counted = &counting->items[i];
        int64_t end_utc = counted->planned->due_utc;
        if (share_of(counted, is_pillar) >= 0)
            counts[share_of(counted, is_pillar)]++;
        for (; counting->items[first].planned->due_utc <= end_utc - window_s; first++)
            if (share_of(&counting->items[first], is_pillar) >= 0)
                counts[share_of(&counting->items[first], is_pillar)]--;
        bool is_full = first > 0 || i + 1 == counting->count || i == last_open;
        if (is_full && !counted->planned->is_over)
            check_window(findings, counting, shares, is_pillar, counts, first, i, blamed);
        size_t total = i - first + 1;
        for (size_t j = 0; i == last_open && j < shares->count; j++)
            if (shares->items[j].min > 0 && is_too_little(counts[j], total, shares->items[j].min))
                report_least(findings, counting, &shares->items[j], counts[j], total, end_utc);
    }
}

/* --- variety --- */

static uint32_t opening_of(const struct planned *planned)
{
    const struct post_times *times = &planned->post->times;
    for (size_t i = 0; i < times->text_count; i++)
        if (account_set_has(times->texts[i].accounts, planned->account->index))
            return times->texts[i].shingles.opening;
    return 0;
}

static void check_variety(struct findings *findings, const struct timetable *table,
                          const struct planned *first, const struct planned *end)
{
    const struct planned *last = NULL;
    size_t same_tags = 0;
    for (const struct planned *at = first; at < end; at++) {
        if (at->time->is_draft)
            continue;
        uint32_t opening = opening_of(at);
        uint32_t tags = at->post->times.tags;
        bool is_series =
            last && timetable_series(table, last->post) == timetable_series(table, at->post);
        same_tags = last && tags && tags == last->post->times.tags ? same_tags + 1 : 0;
        if (last && opening && opening == opening_of(last) && !is_series && !at->is_over)
            timetable_report(findings, at, SEVERITY_SUGGESTION, "variety",
                             arena_printf(findings->arena,
                                          _("it begins with the same words as '%s', the post "
                                            "before it"),
                                          last->post->id));
        if (same_tags >= SAME_TAGS && !at->is_over)
            timetable_report(findings, at, SEVERITY_SUGGESTION, "variety",
                             arena_printf(findings->arena,
                                          _("it has the same hashtags as the %zu posts before it"),
                                          same_tags));
        last = at;
    }
}

void check_mix(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct workspace *workspace = table->context->workspace;
    struct counting counting = { .calendar = &workspace->calendar };
    if (workspace->calendar.pillar_shares.count + workspace->calendar.format_shares.count > 0) {
        gather(&counting, scratch, table);
        check_shares(findings, scratch, &counting, &workspace->calendar.pillar_shares, true,
                     table->context->now_utc);
        check_shares(findings, scratch, &counting, &workspace->calendar.format_shares, false,
                     table->context->now_utc);
    }
    if (workspace->calendar.repeat.similarity <= 0)
        return;
    for (size_t i = 0; i < workspace->account_count; i++)
        check_variety(findings, table, &table->items[table->first[i]],
                      &table->items[table->first[i + 1]]);
}

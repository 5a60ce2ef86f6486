/* The mix: shares of pillars and formats in a moving window, and posts that begin like the last. */
#include <assert.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/mix_count.h"
#include "check/timetable.h"
#include "lib/date_words.h"
#include "lib/moment.h"
#include "model/account_set.h"
#include "model/moment.h"
#include "model/workspace.h"

enum { SAME_TAGS = 3 /* posts in a row with the same hashtags are enough */ };

/* "'producto' is 3 of 5 posts (60%) in the 28d up to Mon 23 Nov 2026, 09:00". */
static const char *describe(struct arena *arena, const struct mix_counting *counting,
                            const struct share *share, size_t count, size_t total,
                            const struct zone *zone, int64_t end_utc)
{
    const char *window = moment_format_duration(arena, counting->calendar->mix_window_s);
    const char *end = date_words(arena, zone, end_utc);
    assert(total > 0); /* the post that ends the window is in it */
    if (counting->mix->target)
        return arena_printf(arena, _("'%s' is %zu of %zu posts (%zu%%) on '%s' in the %s up to %s"),
                            share->name, count, total, count * 100 / total, counting->mix->target,
                            window, end);
    return arena_printf(arena, _("'%s' is %zu of %zu posts (%zu%%) in the %s up to %s"),
                        share->name, count, total, count * 100 / total, window, end);
}

static void report_most(struct findings *findings, const struct mix_counting *counting,
                        const struct mix_counted *counted, const struct share *share,
                        enum mix_kind kind, size_t count, size_t total, int64_t end_utc)
{
    const struct planned *planned = counted->planned;
    const char *message = arena_printf(
        findings->arena, _("%s: at most %d%%"),
        describe(findings->arena, counting, share, count, total, planned->account->zone, end_utc),
        share->max);
    if (kind == MIX_FORMATS || !planned->time->pillar_where.line) {
        timetable_report(findings, planned, SEVERITY_WARNING, "mix", message);
        findings_last(findings)->account = NULL;
        return;
    }
    findings_report(findings, SEVERITY_WARNING, "mix", planned->post->path,
                    planned->time->pillar_where, "%s", message);
}

static void report_least(struct findings *findings, const struct mix_counting *counting,
                         const struct share *share, size_t count, size_t total, int64_t end_utc)
{
    findings_report(
        findings, SEVERITY_WARNING, "mix", "calendar/calendar.yml", share->where,
        _("%s: at least %d%%"),
        describe(findings->arena, counting, share, count, total, counting->calendar->zone, end_utc),
        share->min);
}

/* The last post of the window that has the share and can be changed; NULL: none. */
static const struct mix_counted *find_blamed(const struct mix_counting *counting, size_t first,
                                             size_t last, int share, enum mix_kind kind)
{
    for (size_t i = last + 1; i-- > first;)
        if (counting->items[i].places[kind] == share && !counting->items[i].planned->is_over)
            return &counting->items[i];
    return NULL;
}

/* The posts [first, last] are all of a window. */
static void check_window(struct findings *findings, const struct mix_counting *counting,
                         enum mix_kind kind, const size_t *counts, size_t first, size_t last,
                         const struct mix_counted **blamed_before)
{
    const struct shares *shares = &counting->mix->shares[kind];
    size_t total = last - first + 1;
    int64_t end_utc = counting->items[last].planned->due_utc;
    for (size_t i = 0; i < shares->count; i++) {
        const struct share *share = &shares->items[i];
        if (share->max < 0 || !mix_is_too_much(counts[i], total, share->max))
            continue;
        const struct mix_counted *blamed = find_blamed(counting, first, last, (int)i, kind);
        if (blamed && blamed != blamed_before[i])
            report_most(findings, counting, blamed, share, kind, counts[i], total, end_utc);
        if (blamed)
            blamed_before[i] = blamed;
    }
}

/* Slides the window over the posts, and looks at it where a post that can be changed ends it. At
 * the beginning it is not full: then it says something only where no post comes after. */
static void check_shares(struct findings *findings, struct arena *scratch,
                         const struct mix_counting *counting, enum mix_kind kind, int64_t now_utc)
{
    const struct shares *shares = &counting->mix->shares[kind];
    int64_t window_s = counting->calendar->mix_window_s;
    size_t *counts = arena_alloc_array(scratch, shares->count, sizeof *counts);
    const struct mix_counted **blamed = arena_alloc_array(scratch, shares->count, sizeof *blamed);
    size_t first = 0;
    size_t last_open = mix_count_last_open(counting, now_utc);
    for (size_t i = 0; i < counting->count && shares->count > 0; i++) {
        const struct mix_counted *counted = &counting->items[i];
        int64_t end_utc = counted->planned->due_utc;
        if (counted->places[kind] >= 0)
            counts[counted->places[kind]]++;
        for (; counting->items[first].planned->due_utc <= end_utc - window_s; first++)
            if (counting->items[first].places[kind] >= 0)
                counts[counting->items[first].places[kind]]--;
        bool is_full = first > 0 || i + 1 == counting->count || i == last_open;
        if (is_full && !counted->planned->is_over)
            check_window(findings, counting, kind, counts, first, i, blamed);
        size_t total = i - first + 1;
        for (size_t j = 0; i == last_open && j < shares->count; j++)
            if (shares->items[j].min > 0 &&
                mix_is_too_little(counts[j], total, shares->items[j].min))
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
    const struct calendar *calendar = &workspace->calendar;
    for (size_t i = 0; i < calendar->mix_count; i++) {
        struct mix_counting counting;
        mix_count(&counting, scratch, table, &calendar->mixes[i]);
        for (int kind = 0; kind < MIX_KIND_COUNT; kind++)
            check_shares(findings, scratch, &counting, (enum mix_kind)kind,
                         table->context->now_utc);
    }
    if (calendar->repeat.similarity <= 0)
        return;
    for (size_t i = 0; i < workspace->account_count; i++)
        check_variety(findings, table, &table->items[table->first[i]],
                      &table->items[table->first[i + 1]]);
}

/* How many posts a day an account gets, how far apart, and never two at once. */
#include "base/arena.h"
#include "base/message.h"
#include "check/across.h"
#include "check/check.h"
#include "check/timetable.h"
#include "lib/date_words.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/workspace.h"

enum { MINUTE_S = 60 };

/* --- per day --- */

/* Of a day's posts, [first, end), those that are too many: the last ones, and where a change
 * brought an earlier one, that. Drafts are counted behind what goes out. */
static void check_day(struct findings *findings, const struct planned *first,
                      const struct planned *end, const struct local_time *day)
{
    int64_t most = first->account->per_day;
    int64_t total = 0;
    int64_t drafts = 0;
    int64_t count = 0;
    int64_t draft_count = 0;
    const struct planned *touched = NULL;
    bool is_told = false;
    for (const struct planned *at = first; at < end; at++) {
        total += !at->time->is_draft;
        drafts += at->time->is_draft;
    }
    if (total + drafts <= most)
        return;
    for (const struct planned *at = first; at < end; at++) {
        bool is_draft = at->time->is_draft;
        int64_t place = is_draft ? total + ++draft_count : ++count;
        if (at->post->is_touched && !is_draft && !at->time->is_urgent && !at->is_over)
            touched = at;
        if (place <= most || at->time->is_urgent || at->is_over)
            continue;
        const char *when = date_words_day(findings->arena, day);
        const char *message =
            is_draft ? arena_printf(findings->arena,
                                    _("with its drafts, %s has %lld posts: the limit is %lld a "
                                      "day"),
                                    when, (long long)total + drafts, (long long)most)
                     : arena_printf(findings->arena,
                                    _("this is post %lld of %s: the limit is %lld a day"),
                                    (long long)place, when, (long long)most);
        timetable_report(findings, at, SEVERITY_ERROR, "limit", message);
        is_told |= at->post->is_touched;
    }
    if (total > most && touched && !is_told)
        timetable_report(findings, touched, SEVERITY_ERROR, "limit",
                         arena_printf(findings->arena,
                                      _("with this, %s has %lld posts: the limit is %lld a day"),
                                      date_words_day(findings->arena, day), (long long)total,
                                      (long long)most));
}

static void check_days(struct findings *findings, const struct planned *first,
                       const struct planned *end)
{
    while (first < end) {
        struct local_time day = zone_local(first->account->zone, first->due_utc);
        const struct planned *next = first + 1;
        while (next < end && zone_is_same_day(first->account->zone, first->due_utc, next->due_utc))
            next++;
        if (next - first > first->account->per_day)
            check_day(findings, first, next, &day);
        first = next;
    }
}

/* --- gaps --- */

static void check_pair(struct findings *findings, const struct planned *earlier,
                       const struct planned *later)
{
    struct arena *arena = findings->arena;
    int64_t distance_s = later->due_utc - earlier->due_utc;
    int64_t gap_s = later->account->gap_s;
    const struct planned *blamed = timetable_blame(earlier, later);
    const struct planned *other = blamed == later ? earlier : later;
    bool is_clash = distance_s < MINUTE_S;
    if (blamed->is_over || earlier->post == later->post || (distance_s >= gap_s && !is_clash))
        return;
    const char *when = date_words(arena, other->account->zone, other->due_utc);
    if (gap_s >= MINUTE_S && distance_s < gap_s)
        timetable_report(findings, blamed, SEVERITY_ERROR, "gap",
                         arena_printf(arena, _("'%s' goes out at %s, %s apart: the gap is %s"),
                                      other->post->id, when,
                                      moment_format_duration(arena, distance_s),
                                      moment_format_duration(arena, gap_s)));
    else if (is_clash)
        timetable_report(
            findings, blamed, SEVERITY_WARNING, "clash",
            arena_printf(arena, _("'%s' goes out in the same minute, %s"), other->post->id, when));
}

/* Each with the last that goes out before it, and with the last draft; urgent ones pass, and hide
 * no other. */
static void check_gaps(struct findings *findings, const struct planned *first,
                       const struct planned *end)
{
    const struct planned *last = NULL;
    const struct planned *last_draft = NULL;
    for (const struct planned *at = first; at < end; at++) {
        if (at->time->is_urgent)
            continue;
        if (last)
            check_pair(findings, last, at);
        if (last_draft)
            check_pair(findings, last_draft, at);
        if (at->time->is_draft)
            last_draft = at;
        else
            last = at;
    }
}

void check_limits(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct workspace *workspace = table->context->workspace;
    (void)scratch;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct planned *first = &table->items[table->first[i]];
        const struct planned *end = &table->items[table->first[i + 1]];
        if (first == end)
            continue;
        if (workspace->accounts[i].per_day >= 0)
            check_days(findings, first, end);
        check_gaps(findings, first, end);
    }
}

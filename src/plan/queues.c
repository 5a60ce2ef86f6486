/* Posts to slots, one after the other. */
#include "plan/queues.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "calendar/closed.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/calendar.h"
#include "model/workspace.h"
#include "plan/queue_slots.h"

enum { DAY_S = 24 * 3600, MINUTE_S = 60 };

/* When something goes out on an account, in order. */
struct timeline {
    int64_t *times;
    size_t count, capacity;
};

struct placing {
    struct arena *arena;
    const struct workspace *workspace;
    struct timeline *timelines; /* by the accounts' indices */
    struct queue_slots *slots;  /* by the queues' places; `queue` NULL: not asked for yet */
    int64_t now_utc;
};

/* --- timelines --- */

static size_t find_time(const struct timeline *line, int64_t utc)
{
    size_t low = 0;
    size_t high = line->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (line->times[middle] < utc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_time(struct placing *placing, const struct account *account, int64_t utc)
{
    struct timeline *line = &placing->timelines[account->index];
    line->times =
        list_grow(placing->arena, line->times, line->count, &line->capacity, sizeof *line->times);
    size_t at =
        line->count && line->times[line->count - 1] <= utc ? line->count : find_time(line, utc);
    memmove(&line->times[at + 1], &line->times[at], (line->count - at) * sizeof *line->times);
    line->times[at] = utc;
    line->count++;
}

/* How many go out on that local day already. */
static int64_t count_day(const struct timeline *line, const struct zone *zone, int64_t utc)
{
    size_t at = find_time(line, utc);
    int64_t count = 0;
    for (size_t i = at; i > 0 && zone_is_same_day(zone, line->times[i - 1], utc); i--)
        count++;
    for (size_t i = at; i < line->count && zone_is_same_day(zone, line->times[i], utc); i++)
        count++;
    return count;
}

/* Nothing else within the account's gap, which urgent posts pass, and never two in the same minute.
 */
static bool keeps_distance(const struct timeline *line, const struct queue_entry *entry,
                           const struct account *account, int64_t utc)
{
    int64_t gap_s = account->gap_s > MINUTE_S && !entry->is_urgent ? account->gap_s : MINUTE_S;
    size_t at = find_time(line, utc);
    if (at < line->count && line->times[at] - utc < gap_s)
        return false;
    return at == 0 || utc - line->times[at - 1] >= gap_s;
}

/* --- one slot for one account --- */

static bool is_within_campaign(const struct workspace *workspace, const char *id, int64_t utc)
{
    const struct campaign *campaign = id ? workspace_campaign(workspace, id) : NULL;
    return !campaign || ((campaign->from_utc == NO_TIME || utc >= campaign->from_utc) &&
                         (campaign->until_utc == NO_TIME || utc <= campaign->until_utc));
}

/* A slot for one account: free, not for this post, or for none of those that are not urgent: what
 * closes it will not open again while slots are given. */
enum verdict { SLOT_FREE, SLOT_FOR_OTHERS, SLOT_CLOSED };

static enum verdict ask_calendar(const struct placing *placing, const struct queue_entry *entry,
                                 const struct account *account, int64_t utc)
{
    const struct closed_query query = {
        .account = account, .post = entry->post, .campaign = entry->campaign, .utc = utc
    };
    if (entry->is_urgent)
        return SLOT_FREE;
    if (closed_quiet(&placing->workspace->calendar, account->zone, utc))
        return SLOT_CLOSED;
    const struct closure *closure = closed_by(placing->workspace, &query, CLOSURE_BLACKOUT);
    if (!closure)
        return SLOT_FREE;
    return closure->except.count == 0 ? SLOT_CLOSED : SLOT_FOR_OTHERS;
}

/* `due_utc` becomes the instant of the slot for that account, where it may go out then. */
static enum verdict try_slot(int64_t *due_utc, const struct placing *placing,
                             const struct queue_entry *entry, const struct account *account,
                             int64_t local_s)
{
    const struct timeline *line = &placing->timelines[account->index];
    struct local_time local = moment_local(local_s);
    int64_t instants[2];
    if (zone_instants(account->zone, &local, instants) == LOCAL_SKIPPED ||
        instants[0] < placing->now_utc)
        return SLOT_CLOSED;
    int64_t utc = instants[0];
    if ((entry->not_after_utc != NO_TIME && utc > entry->not_after_utc) ||
        !is_within_campaign(placing->workspace, entry->campaign, utc))
        return SLOT_FOR_OTHERS;
    enum verdict verdict = ask_calendar(placing, entry, account, utc);
    if (verdict != SLOT_FREE)
        return verdict;
    bool is_full = !entry->is_urgent && account->per_day >= 0 &&
                   count_day(line, account->zone, utc) >= account->per_day;
    if (is_full || !keeps_distance(line, entry, account, utc))
        return SLOT_CLOSED;
    *due_utc = utc;
    return SLOT_FREE;
}

/* --- one post --- */

static bool goes_to(const struct queue_entry *entry, const struct account *account)
{
    for (size_t i = 0; i < entry->place_count; i++)
        if (entry->places[i].account == account)
            return true;
    return false;
}

/* Whether all places of the entry that `times` feeds can have the slot; they get their instants.
 * Where an account can have it no more, that is noted, so that the next post need not ask. */
static bool try_all(const struct placing *placing, const struct queue_slots *slots,
                    struct queue_entry *entry, struct slot_times *times, size_t index)
{
    const struct account *closed = times->closed_to[index];
    if (closed && !entry->is_urgent && goes_to(entry, closed))
        return false;
    for (size_t i = 0; i < entry->place_count; i++) {
        struct queue_place *place = &entry->places[i];
        if (queue_slots_of(slots, place->account) != times)
            continue;
        enum verdict verdict =
            try_slot(&place->due_utc, placing, entry, place->account, times->local_s[index]);
        if (verdict == SLOT_CLOSED && !entry->is_urgent)
            times->closed_to[index] = place->account;
        if (verdict != SLOT_FREE)
            return false;
    }
    return true;
}

static void clear(struct queue_entry *entry, const struct queue_slots *slots,
                  const struct slot_times *times)
{
    for (size_t i = 0; i < entry->place_count; i++)
        if (queue_slots_of(slots, entry->places[i].account) == times)
            entry->places[i].due_utc = NO_TIME;
}

/* The first slot of `times` from `from_s` on that the post can have; -1: none. One that it has
 * already, for others of its accounts, comes before all others. */
static long find_slot(const struct placing *placing, const struct queue_slots *slots,
                      struct queue_entry *entry, struct slot_times *times, int64_t from_s)
{
    int64_t until_s = entry->day_s == NO_TIME ? slots->end_local_s : entry->day_s + DAY_S;
    size_t first = slot_times_find(times, from_s);
    if (entry->not_after_utc != NO_TIME && entry->not_after_utc + DAY_S < until_s)
        until_s = entry->not_after_utc + DAY_S; /* no zone is a day away */
    for (size_t i = first; entry->has_slot && i < times->count && times->local_s[i] < until_s; i++)
        if (text_equal(times->taken_by[i], entry->post) && try_all(placing, slots, entry, times, i))
            return (long)i;
    if (first < times->first_free)
        first = times->first_free;
    for (size_t i = first; i < times->count && times->local_s[i] < until_s; i++)
        if (!times->taken_by[i] && try_all(placing, slots, entry, times, i))
            return (long)i;
    clear(entry, slots, times);
    return -1;
}

/* The list of most of them: the one for all others, where a place uses it. */
static struct slot_times *find_main(const struct queue_slots *slots,
                                    const struct queue_entry *entry)
{
    struct slot_times *main = NULL;
    for (size_t i = 0; i < entry->place_count; i++) {
        struct slot_times *times = queue_slots_of(slots, entry->places[i].account);
        bool is_default = times && (slots->queue->rrule ||
                                    !slots->queue->lists[(size_t)(times - slots->lists)].target);
        if (times && (!main || is_default))
            main = times;
        if (is_default)
            break;
    }
    return main;
}

static void take(struct placing *placing, const struct queue_slots *slots,
                 const struct queue_entry *entry, struct slot_times *times, size_t index)
{
    slot_times_take(times, times->local_s[index], entry->post);
    for (size_t i = 0; i < entry->place_count; i++) {
        const struct queue_place *place = &entry->places[i];
        if (queue_slots_of(slots, place->account) == times)
            add_time(placing, place->account, place->due_utc);
    }
}

static void place(struct placing *placing, struct queue_slots *slots, struct queue_entry *entry)
{
    int64_t from_s = entry->day_s == NO_TIME ? INT64_MIN : entry->day_s;
    for (size_t i = 0; i < entry->place_count; i++)
        entry->places[i].due_utc = NO_TIME;
    struct slot_times *main = find_main(slots, entry);
    long found = main ? find_slot(placing, slots, entry, main, from_s) : -1;
    if (found < 0)
        return;
    take(placing, slots, entry, main, (size_t)found);
    from_s = main->local_s[found];
    from_s -= from_s % DAY_S; /* local times of our days are never before 1970 */
    for (size_t i = 0; i < slots->list_count; i++) {
        struct slot_times *times = &slots->lists[i];
        bool is_used = false;
        for (size_t j = 0; j < entry->place_count; j++)
            is_used |= queue_slots_of(slots, entry->places[j].account) == times;
        if (times == main || !is_used)
            continue;
        found = find_slot(placing, slots, entry, times, from_s);
        if (found >= 0)
            take(placing, slots, entry, times, (size_t)found);
    }
}

/* --- all of them --- */

static struct queue_slots *slots_of(struct placing *placing, const struct queue *queue)
{
    struct queue_slots *slots =
        &placing->slots[(size_t)(queue - placing->workspace->calendar.queues)];
    if (!slots->queue)
        queue_slots_build(slots, placing->arena, queue, placing->now_utc);
    return slots;
}

static int by_rank(const void *left, const void *right)
{
    const struct queue_entry *a = left;
    const struct queue_entry *b = right;
    if (a->priority != b->priority)
        return a->priority > b->priority ? -1 : 1;
    int order = strcmp(a->post, b->post);
    return order ? order : (a->queue > b->queue) - (a->queue < b->queue);
}

static int by_time(const void *left, const void *right)
{
    const struct queue_taken *a = left;
    const struct queue_taken *b = right;
    return (a->due_utc > b->due_utc) - (a->due_utc < b->due_utc);
}

static void begin(struct placing *placing, struct queue_taken *taken, size_t count)
{
    list_sort(taken, count, sizeof *taken, by_time);
    for (size_t i = 0; i < count; i++) {
        const struct account *account = taken[i].account;
        int64_t reach_s = account->gap_s > 2 * DAY_S ? account->gap_s : 2 * DAY_S;
        if (taken[i].due_utc < placing->now_utc - reach_s)
            continue;
        add_time(placing, account, taken[i].due_utc);
        struct queue_slots *slots = taken[i].queue ? slots_of(placing, taken[i].queue) : NULL;
        struct slot_times *times = slots ? queue_slots_of(slots, account) : NULL;
        struct local_time local = zone_local(account->zone, taken[i].due_utc);
        if (times)
            slot_times_take(times, moment_seconds(&local), taken[i].post);
    }
}

static struct placing placing_make(struct arena *scratch, const struct workspace *workspace,
                                   int64_t now_utc)
{
    return (struct placing){
        .arena = scratch,
        .workspace = workspace,
        .timelines = arena_alloc_array(scratch, workspace->account_count, sizeof(struct timeline)),
        .slots =
            arena_alloc_array(scratch, workspace->calendar.queue_count, sizeof(struct queue_slots)),
        .now_utc = now_utc - now_utc % MINUTE_S, /* a slot lasts its minute */
    };
}

void queues_place(struct arena *scratch, const struct workspace *workspace,
                  struct queue_entry *entries, size_t entry_count, struct queue_taken *taken,
                  size_t taken_count, int64_t now_utc)
{
    struct placing placing = placing_make(scratch, workspace, now_utc);
    begin(&placing, taken, taken_count);
    list_sort(entries, entry_count, sizeof *entries, by_rank);
    for (size_t i = 0; i < entry_count; i++)
        place(&placing, slots_of(&placing, entries[i].queue), &entries[i]);
}

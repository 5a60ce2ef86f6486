/* Posts × accounts in the order of time; queued posts at the slots that they would get. */
#include "check/timetable.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/deliveries.h"
#include "lib/target.h"
#include "model/account_set.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "plan/queue_entries.h"
#include "plan/queues.h"

struct building {
    struct timetable *table;
    struct arena *scratch;
    const struct workspace *workspace;
    struct planned *items; /* unsorted; without a time until their queue gives one */
    size_t count;
    struct queue_entry *entries;
    struct queue_place *places;
    struct queue_wish *wishes; /* of one post */
    size_t entry_count;
};

static int by_time(const void *left, const void *right)
{
    const struct planned *a = left;
    const struct planned *b = right;
    if (a->account != b->account)
        return a->account->index < b->account->index ? -1 : 1;
    if (a->due_utc != b->due_utc)
        return a->due_utc < b->due_utc ? -1 : 1;
    return strcmp(a->post->id, b->post->id);
}

static const struct queue *queue_of(const struct post_time *time, const struct workspace *workspace)
{
    return time->queue ? workspace_queue(workspace, time->queue) : NULL;
}

/* The entries of a post, whose places in the table are those from `first` on. */
static void want_slots(struct building *building, size_t first)
{
    size_t count = building->count - first;
    bool has_any = false;
    for (size_t i = 0; i < count; i++) {
        const struct planned *planned = &building->items[first + i];
        const struct post_time *time = planned->time;
        building->wishes[i] = (struct queue_wish){
            .account = planned->account,
            .queue = queue_of(time, building->workspace),
            .post = planned->post->id,
            .campaign = time->campaign,
            .priority = time->priority,
            .is_urgent = time->is_urgent,
            .waits = planned->due_utc == NO_TIME,
            .has_time = planned->due_utc != NO_TIME,
            .day_s = time->queue_day_s,
            .not_after_utc = time->expires_utc,
            .tag = first + i,
        };
        has_any |= planned->due_utc == NO_TIME;
    }
    if (!has_any)
        return;
    struct queue_entry *entries = &building->entries[building->entry_count];
    size_t added = queue_entries_make(entries, building->places, building->wishes, count);
    for (size_t i = 0; i < added; i++)
        building->places += entries[i].place_count;
    building->entry_count += added;
}

static void add_time(struct building *building, const struct post_summary *post,
                     const struct post_time *time)
{
    const struct workspace *workspace = building->workspace;
    const struct queue *queue = queue_of(time, workspace);
    if (queue)
        building->table->queue_is_used[queue - workspace->calendar.queues] = true;
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct planned planned = { .post = post, .time = time, .account = &workspace->accounts[i] };
        if (!account_set_has(time->accounts, i))
            continue;
        planned.is_over = delivery_is_over(&planned.due_utc, building->table->context, post->id,
                                           planned.account->id, time->date_utc);
        if (!planned.is_over && time->expires_utc != NO_TIME &&
            time->expires_utc < building->table->context->now_utc)
            continue; /* it goes out no more */
        bool waits = queue && !time->is_draft && !planned.is_over;
        if (planned.due_utc != NO_TIME || waits)
            building->items[building->count++] = planned;
    }
}

/* Behind everybody else, one that nobody wrote: it finds the first slot that is left. */
static void add_last(struct building *building, const struct queue *queue)
{
    const struct workspace *workspace = building->workspace;
    size_t words = account_set_words(workspace->account_count);
    uint64_t *accounts = arena_alloc_array(building->scratch, words, sizeof *accounts);
    struct queue_entry entry = {
        .queue = queue,
        .post = "",
        .priority = INT_MIN,
        .day_s = NO_TIME,
        .not_after_utc = NO_TIME,
        .places =
            arena_alloc_array(building->scratch, workspace->account_count, sizeof *entry.places),
    };
    target_add(accounts, workspace, &queue->accounts);
    for (size_t i = 0; i < workspace->account_count; i++)
        if (account_set_has(accounts, i))
            entry.places[entry.place_count++] =
                (struct queue_place){ .account = &workspace->accounts[i], .tag = SIZE_MAX };
    if (entry.place_count > 0)
        building->entries[building->entry_count++] = entry;
}

static void give_slots(struct building *building)
{
    struct timetable *table = building->table;
    const struct calendar *calendar = &building->workspace->calendar;
    struct queue_taken *taken =
        arena_alloc_array(building->scratch, building->count, sizeof *taken);
    size_t taken_count = 0;
    for (size_t i = 0; i < calendar->queue_count; i++)
        if (table->queue_is_used[i])
            add_last(building, &calendar->queues[i]);
    if (building->entry_count == 0)
        return;
    for (size_t i = 0; i < building->count; i++) {
        const struct planned *planned = &building->items[i];
        if (planned->due_utc != NO_TIME && !planned->time->is_draft)
            taken[taken_count++] = (struct queue_taken){
                .account = planned->account,
                .due_utc = planned->due_utc,
                .post = planned->post->id,
                .queue = queue_of(planned->time, building->workspace),
            };
    }
    queues_place(building->scratch, building->workspace, building->entries, building->entry_count,
                 taken, taken_count, table->context->now_utc);
    for (size_t i = 0; i < building->entry_count; i++) {
        const struct queue_entry *entry = &building->entries[i];
        bool is_last = entry->places[0].tag == SIZE_MAX;
        for (size_t j = 0; j < entry->place_count; j++) {
            const struct queue_place *place = &entry->places[j];
            if (!is_last)
                building->items[place->tag].due_utc = place->due_utc;
            else if (j == 0)
                table->queue_next_utc[entry->queue - calendar->queues] = place->due_utc;
        }
    }
}

/* What has its time stays, in order; what has none is told apart. */
static void settle(struct building *building)
{
    struct timetable *table = building->table;
    size_t account_count = building->workspace->account_count;
    size_t kept = 0;
    table->unplaced =
        arena_alloc_array(building->scratch, building->count, sizeof *table->unplaced);
    for (size_t i = 0; i < building->count; i++) {
        const struct planned *planned = &building->items[i];
        const struct unplaced *last =
            table->unplaced_count ? &table->unplaced[table->unplaced_count - 1] : NULL;
        if (planned->due_utc != NO_TIME)
            building->items[kept++] = *planned;
        else if (!last || last->time != planned->time)
            table->unplaced[table->unplaced_count++] =
                (struct unplaced){ planned->post, planned->time };
    }
    list_sort(building->items, kept, sizeof *building->items, by_time);
    table->items = building->items;
    table->first = arena_alloc_array(building->scratch, account_count + 1, sizeof *table->first);
    size_t at = 0;
    for (size_t account = 0; account < account_count; account++) {
        table->first[account] = at;
        while (at < kept && building->items[at].account->index == account)
            at++;
    }
    table->first[account_count] = kept;
}

/* The same by posts: a post has a handful. */
static void index_posts(struct timetable *table, struct arena *scratch, size_t account_count)
{
    size_t count = table->first[account_count];
    size_t *first = arena_alloc_array(scratch, table->post_count + 2, sizeof *first);
    table->of_post = arena_alloc_array(scratch, count, sizeof *table->of_post);
    for (size_t i = 0; i < count; i++)
        first[(size_t)(table->items[i].post - table->posts) + 2]++;
    for (size_t i = 1; i < table->post_count + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < count; i++)
        table->of_post[first[(size_t)(table->items[i].post - table->posts) + 1]++] = i;
    table->post_first = first;
}

void timetable_build(struct timetable *out, struct arena *scratch, const struct post_summary *posts,
                     size_t post_count, const struct post_summary **by_id,
                     const struct check_context *context)
{
    const struct workspace *workspace = context->workspace;
    size_t queue_count = workspace->calendar.queue_count;
    size_t room = 0;
    size_t time_count = 0;
    size_t queued = 0;
    for (size_t i = 0; i < post_count; i++) {
        for (size_t j = 0; j < posts[i].times.time_count; j++) {
            const struct post_time *time = &posts[i].times.times[j];
            size_t accounts = account_set_count(time->accounts, workspace->account_count);
            room += accounts;
            queued += time->queue ? accounts : 0;
            time_count += time->queue != NULL;
        }
    }
    *out = (struct timetable){
        .context = context,
        .posts = posts,
        .post_count = post_count,
        .by_id = by_id,
        .queue_next_utc = arena_alloc_array(scratch, queue_count, sizeof *out->queue_next_utc),
        .queue_is_used = arena_alloc_array(scratch, queue_count, sizeof *out->queue_is_used),
    };
    for (size_t i = 0; i < queue_count; i++)
        out->queue_next_utc[i] = NO_TIME;
    struct building building = {
        .table = out,
        .scratch = scratch,
        .workspace = workspace,
        .items = arena_alloc_array(scratch, room, sizeof *building.items),
        .entries = arena_alloc_array(scratch, time_count + queue_count, sizeof *building.entries),
        .places = arena_alloc_array(scratch, queued, sizeof *building.places),
        .wishes = arena_alloc_array(scratch, workspace->account_count, sizeof *building.wishes),
    };
    for (size_t i = 0; i < post_count; i++) {
        size_t first = building.count;
        for (size_t j = 0; j < posts[i].times.time_count; j++)
            add_time(&building, &posts[i], &posts[i].times.times[j]);
        want_slots(&building, first);
    }
    give_slots(&building);
    settle(&building);
    index_posts(out, scratch, workspace->account_count);
}

const struct planned *timetable_find(const struct timetable *table, const struct post_summary *post,
                                     const struct account *account)
{
    size_t index = (size_t)(post - table->posts);
    for (size_t i = table->post_first[index]; i < table->post_first[index + 1]; i++)
        if (table->items[table->of_post[i]].account == account)
            return &table->items[table->of_post[i]];
    return NULL;
}

const struct planned *timetable_blame(const struct planned *earlier, const struct planned *later)
{
    if (earlier->time->is_draft != later->time->is_draft)
        return earlier->time->is_draft ? earlier : later;
    if (later->is_over || (earlier->post->is_touched && !later->post->is_touched))
        return earlier;
    return later;
}

void timetable_report(struct findings *findings, const struct planned *planned,
                      enum severity severity, const char *rule, const char *message)
{
    const struct post_time *time = planned->time;
    findings_add(
        findings,
        &(struct finding){
            .path = time->path ? time->path : planned->post->path,
            .where = time->where,
            .severity = time->is_draft && severity == SEVERITY_ERROR ? SEVERITY_WARNING : severity,
            .rule = rule,
            .message = message,
            .account = planned->account->id,
        });
}

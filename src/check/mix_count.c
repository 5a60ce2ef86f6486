/* Counting the mix. */
#include "check/mix_count.h"

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/timetable.h"
#include "model/account_set.h"
#include "model/workspace.h"

enum { FEW = 5 /* of so many posts and more, percents are taken by the word */ };

static int by_time(const void *left, const void *right)
{
    const struct planned *a = ((const struct mix_counted *)left)->planned;
    const struct planned *b = ((const struct mix_counted *)right)->planned;
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

static int place_of(const struct mix_counting *counting, const struct planned *planned,
                    enum mix_kind kind)
{
    const struct shares *shares = &counting->mix->shares[kind];
    const struct names *promotional = &counting->calendar->promotional;
    if (kind == MIX_PILLARS)
        return find_share(shares, planned->time->pillar);
    if (kind == MIX_FORMATS)
        return find_share(shares, post_format_name(planned->post->times.format));
    return shares->count > 0 && names_have(promotional, planned->time->pillar) ? 0 : -1;
}

static const struct planned *first_of(const struct timetable *table, const struct mix *mix,
                                      size_t post)
{
    const struct planned *first = NULL;
    for (size_t i = table->post_first[post]; i < table->post_first[post + 1]; i++) {
        const struct planned *planned = &table->items[table->of_post[i]];
        if (planned->time->is_draft ||
            (mix->accounts && !account_set_has(mix->accounts, planned->account->index)))
            continue;
        if (!first || planned->due_utc < first->due_utc)
            first = planned;
    }
    return first;
}

void mix_count(struct mix_counting *out, struct arena *scratch, const struct timetable *table,
               const struct mix *mix)
{
    struct mix_counting counting = { .calendar = &table->context->workspace->calendar, .mix = mix };
    counting.items = arena_alloc_array(scratch, table->post_count, sizeof *counting.items);
    for (size_t i = 0; i < table->post_count; i++) {
        struct mix_counted counted = { .planned = first_of(table, mix, i) };
        if (!counted.planned)
            continue;
        for (int kind = 0; kind < MIX_KIND_COUNT; kind++)
            counted.places[kind] = place_of(&counting, counted.planned, (enum mix_kind)kind);
        counting.items[counting.count++] = counted;
    }
    list_sort(counting.items, counting.count, sizeof *counting.items, by_time);
    *out = counting;
}

size_t mix_count_last_open(const struct mix_counting *counting, int64_t now_utc)
{
    int64_t end_utc = now_utc + counting->calendar->mix_window_s;
    for (size_t i = counting->count; i-- > 0;)
        if (!counting->items[i].planned->is_over && counting->items[i].planned->due_utc <= end_utc)
            return i;
    return SIZE_MAX;
}

size_t mix_count_window(size_t *counts, const struct mix_counting *counting, enum mix_kind kind,
                        int64_t end_utc)
{
    int64_t begin_utc = end_utc - counting->calendar->mix_window_s;
    size_t total = 0;
    memset(counts, 0, counting->mix->shares[kind].count * sizeof *counts);
    for (size_t i = 0; i < counting->count; i++) {
        const struct mix_counted *counted = &counting->items[i];
        if (counted->planned->due_utc <= begin_utc || counted->planned->due_utc > end_utc)
            continue;
        total++;
        if (counted->places[kind] >= 0)
            counts[counted->places[kind]]++;
    }
    return total;
}

bool mix_is_too_much(size_t count, size_t total, int max)
{
    size_t hundredths = (size_t)max * total;
    return total >= FEW ? count * 100 > hundredths : count > (hundredths + 99) / 100;
}

bool mix_is_too_little(size_t count, size_t total, int min)
{
    size_t hundredths = (size_t)min * total;
    return total >= FEW ? count * 100 < hundredths : count < hundredths / 100;
}

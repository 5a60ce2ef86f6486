/* The index is laid out in the order of places by counting, twice: how many texts have a pair tells
 * which are rare, and how many have it among their rarest where the next place begins. */
#include "check/alike_index.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "check/spread.h"
#include "lib/similarity.h"

enum {
    PLACE_BITS = 22, /* at most */
    MOST_RARE = 256, /* of a text's pairs that are looked up */
    TEXTS_AT_ONCE = 512,
};

/* Pairs that share a place pass for one: it seems less rare, and some texts are compared for
 * nothing. */
struct building {
    const struct shingles *const *texts;
    size_t count;
    int percent;
    uint32_t *counts; /* by place */
    size_t mask;
    uint32_t *at, *first; /* as in the index; before texts stand anywhere, places */
};

static void count_pairs(struct building *building, struct arena *arena)
{
    size_t total = 0;
    size_t room = 1024;
    for (size_t i = 0; i < building->count; i++)
        total += building->texts[i]->count;
    while (room < total && room < (size_t)1 << PLACE_BITS)
        room *= 2;
    building->counts = arena_alloc_array(arena, room, sizeof *building->counts);
    building->mask = room - 1;
    for (size_t i = 0; i < building->count; i++) {
        const struct shingles *text = building->texts[i];
        for (size_t j = 0; j < text->count; j++)
            building->counts[text->items[j] & building->mask]++;
    }
}

/* How many of the text's pairs are looked up. */
static uint32_t count_rarest(const struct shingles *text, int percent)
{
    size_t wanted = shingles_prefix(text->count, percent);
    return wanted > MOST_RARE ? MOST_RARE : (uint32_t)wanted;
}

/* --- the rarest --- */

/* A pair's place, and how rare it is, in an order that is the same for all texts. */
static uint64_t rank_of(const struct building *building, uint32_t pair)
{
    uint32_t place = pair & (uint32_t)building->mask;
    return (uint64_t)building->counts[place] << PLACE_BITS | place;
}

enum { FINE_BITS = 5, POWERS = 32, BUCKETS = POWERS << FINE_BITS };

/* By the first bits of the rank. Pairs of one phrase have one count, and their places differ. */
static size_t bucket_of(uint64_t rank)
{
    int power = 63 - __builtin_clzll(rank);
    return ((size_t)(power - PLACE_BITS) << FINE_BITS) +
           (rank >> (power - FINE_BITS) & ((1 << FINE_BITS) - 1));
}

/* Puts the smallest `wanted` ranks, and those that share a bucket with the last of them, in the
 * order of their buckets; gives how many. */
static size_t pick_smallest(uint64_t *out, const uint64_t *ranks, size_t count, size_t wanted)
{
    uint16_t ends[BUCKETS] = { 0 };
    uint16_t buckets[SHINGLES_MOST];
    size_t bucket = BUCKETS;
    size_t end = 0;
    assert(wanted <= count && count <= SHINGLES_MOST);
    for (size_t i = 0; i < count; i++) {
        buckets[i] = (uint16_t)bucket_of(ranks[i]);
        ends[buckets[i]]++;
        if (buckets[i] < bucket)
            bucket = buckets[i];
    }
    for (; end < wanted; bucket++) {
        size_t begin = end;
        end += ends[bucket];
        ends[bucket] = (uint16_t)begin;
    }
    for (size_t i = 0; i < count; i++)
        if (buckets[i] < bucket)
            out[ends[buckets[i]]++] = ranks[i];
    return end;
}

/* The places of the rarest pairs of a text, the rarest first, as many as every text that is alike
 * shares one of. */
static void find_rarest(const struct building *building, const struct shingles *text,
                        uint32_t *rarest, size_t wanted)
{
    uint64_t ranks[SHINGLES_MOST];
    uint64_t smallest[SHINGLES_MOST];
    for (size_t i = 0; i < text->count; i++)
        ranks[i] = rank_of(building, text->items[i]);
    size_t count = pick_smallest(smallest, ranks, text->count, wanted);
    for (size_t i = 1; i < count; i++) {
        uint64_t rank = smallest[i];
        size_t at = i;
        for (; at > 0 && smallest[at - 1] > rank; at--)
            smallest[at] = smallest[at - 1];
        smallest[at] = rank;
    }
    for (size_t i = 0; i < wanted; i++)
        rarest[i] = (uint32_t)smallest[i] & (uint32_t)building->mask;
}

static void find_rarest_of_some(void *context, size_t worker, size_t first, size_t end)
{
    const struct building *building = context;
    (void)worker;
    for (size_t i = first; i < end; i++)
        find_rarest(building, building->texts[i], building->at + building->first[i],
                    building->first[i + 1] - building->first[i]);
}

/* --- the layout --- */

/* `counts` becomes where the texts of each place begin. */
static struct alike_entry *make_room(struct building *building, struct arena *arena)
{
    size_t total = building->first[building->count];
    struct alike_entry *entries = arena_alloc_array(arena, total, sizeof *entries);
    memset(building->counts, 0, (building->mask + 1) * sizeof *building->counts);
    for (size_t i = 0; i < total; i++)
        building->counts[building->at[i]]++;
    uint32_t begin = 0;
    for (size_t i = 0; i <= building->mask; i++) {
        uint32_t count = building->counts[i];
        building->counts[i] = begin;
        if (count > 0)
            entries[begin].is_first = true;
        begin += count;
    }
    return entries;
}

/* Two pairs of a text may share a place: both stand behind the texts before it, not behind each
 * other. */
static void place_texts(struct building *building, struct alike_entry *entries)
{
    uint32_t *next = building->counts;
    for (size_t i = 0; i < building->count; i++) {
        uint32_t places[MOST_RARE];
        uint32_t *at = building->at + building->first[i];
        size_t count = building->first[i + 1] - building->first[i];
        for (size_t j = 0; j < count; j++) {
            places[j] = at[j];
            at[j] = next[places[j]];
        }
        for (size_t j = 0; j < count; j++)
            entries[next[places[j]]++].text = (uint32_t)i & INT32_MAX;
    }
}

void alike_index_build(struct alike_index *out, struct arena *arena,
                       const struct shingles *const *texts, size_t count, int percent,
                       const struct spread *spread)
{
    struct building building = { .texts = texts, .count = count, .percent = percent };
    building.first = arena_alloc_array(arena, count + 1, sizeof *building.first);
    for (size_t i = 0; i < count; i++)
        building.first[i + 1] = building.first[i] + count_rarest(texts[i], percent);
    building.at = arena_alloc_array(arena, building.first[count], sizeof *building.at);
    count_pairs(&building, arena);
    spread_run(spread, count, TEXTS_AT_ONCE, find_rarest_of_some, &building);
    struct alike_entry *entries = make_room(&building, arena);
    place_texts(&building, entries);
    *out = (struct alike_index){ .entries = entries, .at = building.at, .first = building.first };
}

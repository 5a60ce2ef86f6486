/* Pairs of words as sets of hashes. */
#include "lib/similarity.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/fold.h"
#include "lib/unicode.h"

enum { OPENING_WORDS = 3 };

enum { BUCKETS = 256, BUCKET_SHIFT = 24 };

/* Into the order of their first bits, of which hashes have as many of each. Gives how many came
 * together at most. */
static size_t order_roughly(uint32_t *out, const uint32_t *items, size_t count)
{
    uint32_t ends[BUCKETS] = { 0 };
    uint32_t most = 0;
    uint32_t end = 0;
    for (size_t i = 0; i < count; i++)
        ends[items[i] >> BUCKET_SHIFT]++;
    for (size_t i = 0; i < BUCKETS; i++) {
        uint32_t begin = end;
        most = ends[i] > most ? ends[i] : most;
        end += ends[i];
        ends[i] = begin;
    }
    for (size_t i = 0; i < count; i++)
        out[ends[items[i] >> BUCKET_SHIFT]++] = items[i];
    return most;
}

/* Shell's, where no item is further from its place than `most`. */
static void sort(uint32_t *items, size_t count, size_t most)
{
    static const size_t gaps[] = { 301, 132, 57, 23, 10, 4, 1 };
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        size_t gap = gaps[g];
        for (size_t i = gap; gap < most && i < count; i++) {
            uint32_t item = items[i];
            size_t at = i;
            for (; at >= gap && items[at - gap] > item; at -= gap)
                items[at] = items[at - gap];
            items[at] = item;
        }
    }
}

/* `out` becomes the items in order, each once. */
static size_t unique(uint32_t *out, const uint32_t *items, size_t count)
{
    size_t kept = 0;
    sort(out, count, order_roughly(out, items, count));
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || out[kept - 1] != out[i])
            out[kept++] = out[i];
    return kept;
}

/* --- words, as little of them as comparing needs --- */

/* Letters of Latin-1 from U+00C0 on, without capitals and accents. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

enum { FIRST_LATIN = 0xC0, FIRST_BEHIND_LATIN = 0x100, FIRST_MARK = 0x300, LAST_MARK = 0x36F };

/* The character as it is compared: letters and digits; 0 for what parts words, 1 for marks that
 * stand on a letter. */
static uint32_t plain_of(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return c;
    if (c >= 'A' && c <= 'Z')
        return c + ('a' - 'A');
    if (c < FIRST_LATIN)
        return 0;
    if (c < FIRST_BEHIND_LATIN)
        return latin[c - FIRST_LATIN] == ' ' ? 0 : (uint32_t)latin[c - FIRST_LATIN];
    if (c >= FIRST_MARK && c <= LAST_MARK)
        return 1;
    return unicode_is_letter(c) || unicode_is_number(c) ? fold_codepoint(c) : 0;
}

static bool begins_address(const char *at, const char *end)
{
    size_t bytes = (size_t)(end - at);
    return (bytes > 7 && strncasecmp(at, "http", 4) == 0 && memmem(at, 8, "://", 3)) ||
           (bytes > 4 && strncasecmp(at, "www.", 4) == 0);
}

static const char *skip_address(const char *at, const char *end)
{
    while (at < end && !strchr(" \t\r\n<>()\"", *at))
        at++;
    return at;
}

/* The hash of the next word, which `*at` is moved behind; 0 where there is none. */
static uint64_t next_word(const char **at, const char *end)
{
    const uint64_t seed = 0xCBF29CE484222325U; /* FNV-1a's */
    const uint64_t prime = 0x100000001B3U;
    uint64_t hash = seed;
    while (*at < end) {
        const char *here = *at;
        uint32_t c = (unsigned char)*here < 0x80 ? (uint32_t) * (*at)++ : utf8_next(at, end);
        if (hash == seed && (c == 'h' || c == 'w' || c == 'H' || c == 'W') &&
            begins_address(here, end)) {
            *at = skip_address(here, end);
            continue;
        }
        uint32_t plain = plain_of(c);
        if (plain > 1)
            hash = (hash ^ plain) * prime;
        else if (plain == 0 && hash != seed)
            return hash;
    }
    return hash == seed ? 0 : hash;
}

static uint32_t pair_of(uint64_t first, uint64_t second)
{
    uint64_t mixed = (first ^ (second << 31 | second >> 33)) * 0x9E3779B97F4A7C15U;
    return (uint32_t)(mixed >> 32);
}

struct shingles shingles_of(struct arena *arena, const char *text)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *at = text;
    const char *end = text + strlen(text);
    size_t room = (size_t)(end - at) / 2 + 2; /* words of a letter each, and the end */
    uint32_t *items = arena_alloc_array(&scratch, room, sizeof *items);
    uint32_t *sorted = arena_alloc_array(&scratch, room, sizeof *sorted);
    uint64_t previous = 0;
    uint64_t hash;
    struct shingles out = { 0 };
    size_t count = 0;
    while ((hash = next_word(&at, end)) != 0) {
        items[count++] = pair_of(previous, hash);
        if (count <= OPENING_WORDS)
            out.opening = pair_of(out.opening, hash);
        previous = hash;
    }
    if (count < SHINGLES_FEWEST_WORDS)
        return (struct shingles){ 0 };
    items[count++] = pair_of(previous, 0);
    count = unique(sorted, items, count);
    out.count = count > SHINGLES_MOST ? SHINGLES_MOST : count;
    out.items = arena_copy(arena, sorted, out.count * sizeof *items);
    return out;
}

int shingles_alike(const struct shingles *a, const struct shingles *b, int least)
{
    size_t total = a->count + b->count;
    size_t wanted = least > 0 ? (total * (size_t)least + 199) / 200 : 0;
    size_t common = 0;
    size_t i = 0;
    size_t j = 0;
    if (total == 0 || wanted > a->count || wanted > b->count)
        return 0;
    /* How many may be missing from the other before too few are left. */
    size_t spare_left = a->count - wanted;
    size_t spare_right = b->count - wanted;
    while (i < a->count && j < b->count) {
        uint32_t left = a->items[i];
        uint32_t right = b->items[j];
        common += left == right;
        i += left <= right;
        j += right <= left;
        if (i - common > spare_left || j - common > spare_right)
            return 0;
    }
    return (int)(200 * common / total);
}

/* Two sets of a and b items are alike by p % only where they share p (a + b) / 200, and b is then
 * at least a p / (200 - p): so at least a p / (200 - p) items are common. Were none of the others
 * among the smallest, too few would be left. */
size_t shingles_prefix(size_t count, int percent)
{
    size_t p = (size_t)percent;
    size_t common = (count * p + (200 - p) - 1) / (200 - p);
    return count < common ? 0 : count - common + 1;
}

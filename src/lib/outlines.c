/* A bit-parallel scan: shift-and, by Baeza-Yates and Gonnet (1992), of several words at once. */
#include "lib/outlines.h"

#include <string.h>

#include "base/arena.h"
#include "lib/regex_outline.h"

enum { OTHERS = 0x80, SYMBOLS = OTHERS + REGEX_OTHER_GROUPS, LANES = 2, PAIR = 2 * LANES };

/* Words that all machines calculate side by side. */
typedef uint64_t lanes __attribute__((vector_size(LANES * sizeof(uint64_t))));

/* Bits stand for the classes of outlines, one behind the other; an outline is within one word. */
struct outlines {
    size_t groups;        /* of LANES words; an even number */
    lanes *starts, *ends; /* by group: the first and the last classes */
    lanes *symbols;       /* by symbol and group: the classes that have it */
    uint32_t *patterns;   /* by bit, of those that are last */
};

static size_t count_words(const struct regex_outline *items, size_t count)
{
    size_t words = 1, bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits += items[i].count;
        if (bits > 64) {
            bits = items[i].count;
            words++;
        }
    }
    return words;
}

static void put_outline(struct outlines *out, const struct regex_outline *outline, size_t word,
                        size_t bit)
{
    size_t group = word / LANES, lane = word % LANES;
    out->starts[group][lane] |= (uint64_t)1 << bit;
    out->ends[group][lane] |= (uint64_t)1 << (bit + outline->count - 1);
    for (size_t i = 0; i < outline->count; i++) {
        const struct regex_class *class = &outline->classes[i];
        for (unsigned symbol = 0; symbol < SYMBOLS; symbol++)
            if (regex_class_has(class, symbol))
                out->symbols[symbol * out->groups + group][lane] |= (uint64_t)1 << (bit + i);
    }
}

const struct outlines *outlines_build(struct arena *arena, const struct regex_outline *items,
                                      const uint32_t *patterns, size_t count)
{
    struct outlines *out = arena_alloc(arena, sizeof *out);
    size_t word = 0, bit = 0;
    if (count == 0)
        return NULL;
    out->groups = (count_words(items, count) + PAIR - 1) / PAIR * 2;
    out->starts = arena_alloc_array(arena, out->groups, sizeof *out->starts);
    out->ends = arena_alloc_array(arena, out->groups, sizeof *out->ends);
    out->patterns = arena_alloc_array(arena, out->groups * LANES * 64, sizeof *out->patterns);
    out->symbols = arena_alloc_array(arena, SYMBOLS * out->groups, sizeof *out->symbols);
    for (size_t i = 0; i < count; i++) {
        if (bit + items[i].count > 64) {
            word++;
            bit = 0;
        }
        put_outline(out, &items[i], word, bit);
        bit += items[i].count;
        out->patterns[word * 64 + bit - 1] = patterns[i];
    }
    return out;
}

/* Of a character that is not ASCII, whose first two bytes these are. */
static unsigned symbol_of(unsigned char first, unsigned char second)
{
    enum { LATIN, MARKS, BASIC, EMOJI, BEYOND };
    if (first < 0xE0)
        return OTHERS + LATIN;
    if (first < 0xF0)
        return first == 0xE2 && second == 0x80 ? OTHERS + MARKS : OTHERS + BASIC;
    return first == 0xF0 && second == 0x9F ? OTHERS + EMOJI : OTHERS + BEYOND;
}

/* All bits one place up, as by `<< 1`, which gcc's analyzer takes for too wide on these. */
static inline lanes one_up(lanes bits) { return bits + bits; }

/* What is found of two groups of words; a line feed is thought before the text and behind it, for
 * `^`, `$` and boundaries. */
static void scan_pair(const struct outlines *outlines, size_t group, const char *text, size_t bytes,
                      uint64_t out[PAIR])
{
    size_t groups = outlines->groups;
    const lanes *symbols = outlines->symbols + group;
    lanes starts = outlines->starts[group], more_starts = outlines->starts[group + 1];
    lanes state = starts & symbols['\n' * groups];
    lanes more = more_starts & symbols['\n' * groups + 1];
    lanes found = state, more_found = more;
    for (size_t i = 0; i <= bytes; i++) {
        unsigned char c = i < bytes ? (unsigned char)text[i] : '\n';
        if ((c & 0xC0) == OTHERS)
            continue;
        unsigned which = c < OTHERS ? c : symbol_of(c, (unsigned char)text[i + 1]);
        const lanes *symbol = symbols + which * groups;
        state = (one_up(state) | starts) & symbol[0];
        more = (one_up(more) | more_starts) & symbol[1];
        found |= state;
        more_found |= more;
    }
    found &= outlines->ends[group];
    more_found &= outlines->ends[group + 1];
    memcpy(out, &found, sizeof found);
    memcpy(out + LANES, &more_found, sizeof more_found);
}

void outlines_mark(const struct outlines *outlines, const char *text, size_t bytes,
                   uint64_t *patterns)
{
    for (size_t group = 0; group < outlines->groups; group += 2) {
        uint64_t found[PAIR];
        scan_pair(outlines, group, text, bytes, found);
        for (size_t i = 0; i < PAIR; i++) {
            const uint32_t *of_word = outlines->patterns + (group * LANES + i) * 64;
            for (; found[i]; found[i] &= found[i] - 1) {
                uint32_t pattern = of_word[__builtin_ctzll(found[i])];
                patterns[pattern / 64] |= (uint64_t)1 << pattern % 64;
            }
        }
    }
}

/* A bit-parallel scan: shift-and, by Baeza-Yates and Gonnet (1992). */
#include "lib/outlines.h"

#include "base/arena.h"
#include "lib/regex_outline.h"

enum { OTHER = 0x80, SYMBOLS };

/* Bits stand for the classes of outlines, one behind the other; an outline is within one word. */
struct outlines {
    size_t words;
    uint64_t *starts, *ends; /* by word: the first and the last classes */
    uint64_t *symbols[SYMBOLS];
    uint32_t *patterns; /* by bit, of those that are last */
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
    out->starts[word] |= (uint64_t)1 << bit;
    out->ends[word] |= (uint64_t)1 << (bit + outline->count - 1);
    for (size_t i = 0; i < outline->count; i++) {
        const struct regex_class *class = &outline->classes[i];
        for (unsigned symbol = 0; symbol < SYMBOLS; symbol++)
            if (regex_class_has(class, symbol))
                out->symbols[symbol][word] |= (uint64_t)1 << (bit + i);
    }
}

const struct outlines *outlines_build(struct arena *arena, const struct regex_outline *items,
                                      const uint32_t *patterns, size_t count)
{
    struct outlines *out = arena_alloc(arena, sizeof *out);
    size_t word = 0, bit = 0;
    if (count == 0)
        return NULL;
    out->words = count_words(items, count);
    out->starts = arena_alloc_array(arena, out->words, sizeof *out->starts);
    out->ends = arena_alloc_array(arena, out->words, sizeof *out->ends);
    out->patterns = arena_alloc_array(arena, out->words * 64, sizeof *out->patterns);
    for (size_t i = 0; i < SYMBOLS; i++)
        out->symbols[i] = arena_alloc_array(arena, out->words, sizeof *out->symbols[i]);
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

static uint64_t step(const struct outlines *outlines, size_t word, unsigned char c, uint64_t *state)
{
    *state =
        (*state << 1 | outlines->starts[word]) & outlines->symbols[c < OTHER ? c : OTHER][word];
    return *state;
}

/* What is found of one word of bits; a line feed is thought before the text and behind it, for `^`,
 * `$` and boundaries. */
static uint64_t scan_word(const struct outlines *outlines, size_t word, const char *text,
                          size_t bytes)
{
    uint64_t state = 0;
    uint64_t found = step(outlines, word, '\n', &state);
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c & 0xC0) != OTHER)
            found |= step(outlines, word, c, &state);
    }
    return (found | step(outlines, word, '\n', &state)) & outlines->ends[word];
}

void outlines_mark(const struct outlines *outlines, const char *text, size_t bytes,
                   uint64_t *patterns)
{
    for (size_t word = 0; word < outlines->words; word++) {
        uint64_t found = scan_word(outlines, word, text, bytes);
        for (; found; found &= found - 1) {
            uint32_t pattern = outlines->patterns[word * 64 + (size_t)__builtin_ctzll(found)];
            patterns[pattern / 64] |= (uint64_t)1 << pattern % 64;
        }
    }
}

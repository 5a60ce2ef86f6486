/* Counts: words one by one, sentences by lib/sentences.h, paragraph by paragraph. */
#include "lib/counts.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "lib/ascii.h"
#include "lib/sentences.h"
#include "lib/syllables.h"
#include "lib/unicode.h"

struct word {
    const char *start;
    size_t bytes;
    size_t letters;
    size_t digits;
};

/* `U.S.`: two capitals or more with a stop after each; how many bytes. */
static size_t acronym_bytes(const char *at, const char *end)
{
    size_t bytes = 0;
    while ((size_t)(end - at) >= bytes + 2 && at[bytes] >= 'A' && at[bytes] <= 'Z' &&
           at[bytes + 1] == '.')
        bytes += 2;
    return bytes > 2 ? bytes : 0;
}

/* Moves `*at` over letters, digits and apostrophes of ASCII. */
static void take_ascii(const char **at, const char *end, struct word *out)
{
    const char *here = *at;
    size_t letters = 0, digits = 0;
    for (; here < end; here++) {
        unsigned class = ascii_class(*here);
        if (!(class & (ASCII_LETTER | ASCII_DIGIT)) && *here != '\'')
            break;
        letters += class & ASCII_LETTER;
        digits += class == ASCII_DIGIT;
    }
    if (here == *at)
        return;
    out->start = out->start ? out->start : *at;
    out->letters += letters;
    out->digits += digits;
    out->bytes = (size_t)(here - out->start);
    *at = here;
}

/* The next word at or behind `*at`: letters, digits and straight apostrophes, or an acronym. */
static bool next_word(const char **at, const char *end, struct word *out)
{
    *out = (struct word){ 0 };
    while (*at < end) {
        const char *here = *at;
        size_t acronym = out->start ? 0 : acronym_bytes(here, end);
        if (acronym) {
            *out = (struct word){ here, acronym, acronym / 2, 0 };
            *at += acronym;
            return true;
        }
        take_ascii(at, end, out);
        if (*at > here)
            continue;
        uint32_t c = utf8_next(at, end);
        bool is_letter = c >= 0x80 && unicode_is_bare_letter(c);
        if (is_letter || (c >= 0x80 && unicode_is_number(c))) {
            out->start = out->start ? out->start : here;
            out->letters += is_letter;
            out->digits += !is_letter;
            out->bytes = (size_t)(*at - out->start);
        } else if (out->start) {
            return true;
        }
    }
    return out->start != NULL;
}

static bool ends_with(const struct word *word, const char *end)
{
    size_t bytes = strlen(end);
    return word->bytes >= bytes && !memcmp(word->start + word->bytes - bytes, end, bytes);
}

static size_t count_sentences(const char *text, size_t bytes, enum sentence_rules rules)
{
    struct sentences all = sentences_of(text, bytes, rules);
    struct sentence one;
    size_t count = 0;
    while (sentences_next(&all, &one))
        count++;
    return count;
}

static void add_word(struct counts *counts, const struct word *word, unsigned syllables)
{
    counts->words++;
    counts->letters += word->letters;
    counts->characters += word->letters + word->digits;
    counts->syllables += syllables;
    counts->polysyllabic_words += syllables > 2;
}

enum {
    REMEMBERED_BYTES = 14,
    REMEMBERED_WORDS = 4096, /* a power of two */
};

struct counts_memory {
    struct remembered {
        char text[REMEMBERED_BYTES]; /* filled up with zeroes */
        unsigned char bytes, syllables;
    } words[REMEMBERED_WORDS];
};

struct counts_memory *counts_remember(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct counts_memory));
}

static size_t place_of(const char text[REMEMBERED_BYTES])
{
    uint64_t first, last;
    memcpy(&first, text, sizeof first);
    memcpy(&last, text + REMEMBERED_BYTES - sizeof last, sizeof last);
    return ((first ^ last * 31) * 0x9E3779B97F4A7C15) >> 52 & (REMEMBERED_WORDS - 1);
}

static unsigned syllables_of(const struct word *word, struct counts_memory *memory)
{
    char text[REMEMBERED_BYTES] = { 0 };
    if (!memory || word->bytes > REMEMBERED_BYTES)
        return syllables_as_vale(word->start, word->bytes);
    memcpy(text, word->start, word->bytes);
    struct remembered *known = &memory->words[place_of(text)];
    if (known->bytes != word->bytes || memcmp(known->text, text, sizeof text) != 0) {
        memcpy(known->text, text, sizeof text);
        known->bytes = (unsigned char)word->bytes;
        known->syllables = (unsigned char)syllables_as_vale(word->start, word->bytes);
    }
    return known->syllables;
}

struct counts counts_as_vale(const char *text, size_t bytes, struct counts_memory *memory)
{
    struct counts counts = { 0 };
    const char *end = text + bytes;
    for (const char *at = text;; at += 2) {
        const char *gap = memmem(at, (size_t)(end - at), "\n\n", 2);
        const char *stop = gap ? gap : end;
        counts.sentences += count_sentences(at, (size_t)(stop - at), SENTENCES_AS_VALE);
        counts.paragraphs++;
        for (struct word word; next_word(&at, stop, &word);) {
            unsigned syllables = syllables_of(&word, memory);
            bool has_ending =
                ends_with(&word, "es") || ends_with(&word, "ed") || ends_with(&word, "ing");
            add_word(&counts, &word, syllables);
            counts.complex_words += syllables > 2U + has_ending;
            counts.long_words += word.bytes > 6;
        }
        if (!gap)
            return counts;
        at = gap;
    }
}

struct counts counts_es(const char *text, size_t bytes)
{
    struct counts counts = { .sentences = count_sentences(text, bytes, SENTENCES_ES) };
    const char *end = text + bytes;
    for (const char *at = text; at < end;) {
        const char *gap = memmem(at, (size_t)(end - at), "\n\n", 2);
        const char *stop = gap ? gap : end;
        size_t words_before = counts.words;
        for (struct word word; next_word(&at, stop, &word);) {
            if (!word.letters)
                continue;
            add_word(&counts, &word, syllables_es(word.start, word.bytes));
            counts.long_words += word.letters + word.digits > 6;
        }
        counts.paragraphs += counts.words > words_before;
        at = gap ? gap + 2 : end;
    }
    return counts;
}

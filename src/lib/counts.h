/* Counts: how much text a text is, for metrics and reading grades.
 *
 *     struct counts counts = counts_as_vale(text, bytes, memory);
 *     double grade = readability_smog(&counts);
 *
 * One walk over the text: some microseconds a post. */
#ifndef PREGON_LIB_COUNTS_H
#define PREGON_LIB_COUNTS_H

#include <stddef.h>

struct arena;

struct counts {
    size_t words;
    size_t sentences;
    size_t characters; /* letters and digits in words */
    size_t letters;    /* without the digits */
    size_t syllables;
    size_t complex_words;      /* over two syllables, one less with -es, -ed, -ing */
    size_t long_words;         /* over six bytes (as Vale) or letters (Spanish) */
    size_t polysyllabic_words; /* over two syllables */
    size_t paragraphs;         /* parts between blank lines */
};

/* Syllables of words that were met: posts use the same ones again and again. A thread's own. */
struct counts_memory;
struct counts_memory *counts_remember(struct arena *arena);

/* What Vale counts in a file's summary, by its English rules. Its variable `paragraphs` is one
 * less than counted here. The memory may be NULL. */
struct counts counts_as_vale(const char *text, size_t bytes, struct counts_memory *memory);
/* The same for Spanish, with Spanish sentences and syllables; paragraphs without a word and
 * complex words are not counted. */
struct counts counts_es(const char *text, size_t bytes);

#endif

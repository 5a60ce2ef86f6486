/* Counts: how much text a text is, for metrics and reading grades.
 *
 *     struct counts counts = counts_as_vale(text, bytes);
 *     double grade = readability_smog(&counts);
 *
 * One walk over the text, nothing allocated: some microseconds a post. */
#ifndef PREGON_LIB_COUNTS_H
#define PREGON_LIB_COUNTS_H

#include <stddef.h>

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

/* What Vale counts in a file's summary, by its English rules. Its variable `paragraphs` is one
 * less than counted here. */
struct counts counts_as_vale(const char *text, size_t bytes);
/* The same for Spanish, with Spanish sentences and syllables; paragraphs without a word and
 * complex words are not counted. */
struct counts counts_es(const char *text, size_t bytes);

#endif

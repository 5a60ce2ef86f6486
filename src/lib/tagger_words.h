/* The lexicon of lib/tagger.h. */
#ifndef PREGON_LIB_TAGGER_WORDS_H
#define PREGON_LIB_TAGGER_WORDS_H

#include "lib/word_list.h"

/* The usual tag of a lower-case word; `VB|NN` for one that has two; NULL for one not known. */
const char *tagger_word(const char *word, size_t bytes);
/* For a test. */
bool tagger_words_are_sorted(void);

#endif

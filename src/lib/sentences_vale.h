/* SENTENCES_AS_VALE of sentences.h, and its tables. */
#ifndef PREGON_LIB_SENTENCES_VALE_H
#define PREGON_LIB_SENTENCES_VALE_H

#include "lib/sentences.h"
#include "lib/word_list.h"

bool sentences_next_as_vale(struct sentences *sentences, struct sentence *out);

/* Words that take a full stop of their own. */
extern const struct word_list sentences_vale_abbreviations;
/* Words that most often begin a sentence. */
extern const struct word_list sentences_vale_starters;
/* Ordinary words, those first that are hardly ever capitalized within a sentence. */
extern const struct word_list sentences_vale_plain_words;
extern const struct word_list sentences_vale_title_words;

#endif

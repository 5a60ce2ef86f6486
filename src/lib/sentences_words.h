/* What the sentence splitter knows of each language: abbreviations, and words that begin sentences.
 *
 * To add an abbreviation: put it into its language's table in sentences_words.c, lower case,
 * without its last stop, in byte order, with its kind. */
#ifndef PREGON_LIB_SENTENCES_WORDS_H
#define PREGON_LIB_SENTENCES_WORDS_H

#include <stddef.h>

#include "lib/sentences.h"

enum abbreviation {
    ABBREVIATION_NONE,
    ABBREVIATION_TITLE,  /* a name follows: never ends a sentence */
    ABBREVIATION_NUMBER, /* ends none before a number; before anything else it is a word */
    ABBREVIATION_ENDING, /* ends one before a capital: etc., min. */
    ABBREVIATION_NAME,   /* ends one before a word that begins sentences: EE. UU., Co. */
};

/* What the lower-case word, without its last stop, is. */
enum abbreviation sentences_abbreviation(enum sentence_rules rules, const char *word, size_t bytes);
bool sentences_is_starter(enum sentence_rules rules, const char *word, size_t bytes);
/* Whether every table is in byte order, for a test. */
bool sentences_words_are_sorted(void);

#endif

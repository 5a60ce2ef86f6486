/* Syllables of one word.
 *
 *     unsigned count = syllables_es("averigüéis", 12);
 *
 * English spelling does not say, so syllables_as_vale() guesses as Vale's text library guesses:
 * grades of Vale's styles come out the same. Spanish spelling says it exactly. */
#ifndef PREGON_LIB_SYLLABLES_H
#define PREGON_LIB_SYLLABLES_H

#include <stddef.h>

/* English. At least 1, for an empty word 0. */
unsigned syllables_as_vale(const char *word, size_t bytes);
/* Spanish, by its orthography of 2010: `guion` has one. At least 1, for an empty word 0. */
unsigned syllables_es(const char *word, size_t bytes);

#endif

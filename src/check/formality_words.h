/* Words by which a Spanish text says how it addresses its readers. */
#ifndef PREGON_CHECK_FORMALITY_WORDS_H
#define PREGON_CHECK_FORMALITY_WORDS_H

#include <stddef.h>

enum formality_sign {
    NO_SIGN,
    TU,
    VOS,
    INFORMAL,      /* tú or vos */
    INFORMAL_WEAK, /* the same, by a word that has other uses */
    USTED,
    USTED_VERB, /* an order to usted where it begins a sentence */
    USTED_WEAK, /* of usted, or of anybody who is spoken of */
};

struct formality_word {
    const char *word;
    enum formality_sign sign;
};

/* Of a word in small letters. */
enum formality_sign formality_sign(const char *word);
/* All of them, in byte order. */
const struct formality_word *formality_words(size_t *count);

#endif

/* How the vocabulary of lib/letter_case.h is asked. */
#ifndef PREGON_LIB_LETTER_CASE_TERMS_H
#define PREGON_LIB_LETTER_CASE_TERMS_H

#include "lib/letter_case.h"

struct text_buffer;

struct case_span {
    const char *at;
    size_t bytes;
};

/* How the terms spell the word: as the first that equals it but for case, or as it stands where
 * one matches within it. `at` is NULL where none knows it. */
struct case_span case_terms_find(struct case_terms *terms, struct case_span word);
void case_put_lower(struct text_buffer *out, struct case_span word);
/* The first letter a capital, the others as they are or in lower case. */
void case_put_title(struct text_buffer *out, struct case_span word, bool lowers_others);
/* Cuts the prefix off `*text` and puts it to `out`. */
void case_put_prefix(struct text_buffer *out, const struct case_rules *rules,
                     struct case_span *text);

#endif

/* Letter case: titles, sentences and plain words as Vale's `capitalization` rules and its action
 * `convert: simple` make them.
 *
 *     struct case_rules rules = { .terms = &terms, .style = TITLE_AP };
 *     const char *expected = title_case(arena, &rules, text, bytes);
 *
 * `terms` are the rule's exceptions and the accepted words: each is a regular expression, and also
 * the spelling of what equals it but for case. Text is valid UTF-8 and English for titles, whose
 * small words and infinitives decide; results live in the arena. */
#ifndef PREGON_LIB_LETTER_CASE_H
#define PREGON_LIB_LETTER_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/regex.h"

struct arena;
struct case_term;
struct err;

struct case_terms {
    struct case_term *terms; /* the longest first */
    size_t count;
    struct regex *any; /* one of them as whole words, or a word; NULL where there are none */
    struct regex_scratch scratch;
};

enum title_style { TITLE_AP, TITLE_CHICAGO };

struct case_rules {
    struct case_terms *terms; /* or NULL */
    /* What stands before the text proper and stays as it is, or NULL; searched with the terms'
     * scratch. */
    const struct regex *prefix;
    enum title_style style; /* of titles */
    /* Of sentences: what a word ends with after which a capital is right, as `:`. */
    const char *const *indicators;
    size_t indicator_count;
};

/* A term that is no regular expression is taken by its spelling alone. Close it in any case. */
void case_terms_build(struct case_terms *out, struct arena *arena, const char *const *terms,
                      size_t count);
void case_terms_close(struct case_terms *terms);

const char *title_case(struct arena *arena, const struct case_rules *rules, const char *text,
                       size_t bytes);
/* The words alone, with one blank between them, as Vale gives them: what stands before the first
 * letter of a word (¿, a quote) is left out. */
const char *sentence_case(struct arena *arena, const struct case_rules *rules, const char *text,
                          size_t bytes);
/* `convert: simple`: lower-case words, also out of camelCase and kebab-case. */
const char *simple_case(struct arena *arena, const char *text, size_t bytes);

#endif

/* Sentences: where a text's sentences begin and end, in bytes, without copies.
 *
 *     struct sentences all = sentences_of(text, bytes, SENTENCES_ES);
 *     struct sentence one;
 *     while (sentences_next(&all, &one))
 *         use(text + one.start, one.end - one.start);
 *
 * Four sets of rules. SENTENCES_AS_VALE gives the sentences that Vale's English splitter (Punkt)
 * gives, oddities included, because its styles count by them: it breaks after `etc.`, and blanks
 * behind the last stop make one more sentence, which is empty. The others are for what brands say
 * about sentences in their own language: abbreviations and initials, ¿ ¡, quotes and brackets
 * behind the stop, numbers, addresses, ellipses, paragraphs and lists; none of theirs is empty. */
#ifndef PREGON_LIB_SENTENCES_H
#define PREGON_LIB_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

enum sentence_rules { SENTENCES_AS_VALE, SENTENCES_EN, SENTENCES_ES, SENTENCES_FR };

struct sentence {
    size_t start; /* without the blanks around it */
    size_t end;
};

/* A word that ends with a stop, or the one after it. */
struct sentence_token {
    size_t start;
    size_t end;
    size_t ends_at; /* where a sentence ends that ends with it */
    bool is_end;
    bool is_abbreviation;
};

/* The state of one walk; callers use no member. */
struct sentences {
    const char *text;
    size_t bytes;
    enum sentence_rules rules;
    size_t at;   /* where the next sentence begins */
    size_t read; /* SENTENCES_AS_VALE alone from here on */
    bool has_stop_before;
    unsigned window_count;
    struct sentence_token window[3];
};

struct sentences sentences_of(const char *text, size_t bytes, enum sentence_rules rules);
/* The next sentence; false where there is none any more. */
bool sentences_next(struct sentences *sentences, struct sentence *out);

#endif

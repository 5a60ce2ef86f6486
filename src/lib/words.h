/* Words: where the words of a text stand, in bytes, for spelling and for what brands say of words.
 *
 *     struct words all = words_of(text, bytes);
 *     struct word one;
 *     while (words_next(&all, &one))
 *         use(text + one.start, one.end - one.start, one.kind);
 *
 * words_next_as_vale() gives the tokens that Vale spells: what stands between blanks, less a few
 * marks in front and behind (not ¿ ¡ « » # @), and none without a letter. words_next() knows posts:
 * hashtags, mentions, addresses, words with their apostrophes and hyphens; nothing else around
 * them. A walk uses one of the two. */
#ifndef PREGON_LIB_WORDS_H
#define PREGON_LIB_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum word_kind {
    WORD_PLAIN,
    WORD_NUMBER,  /* begins with a digit: 18:30, 2.º, 3D */
    WORD_HASHTAG, /* with its # */
    WORD_MENTION, /* with its @ */
    WORD_ADDRESS, /* of a page or of mail */
};

struct word {
    size_t start;
    size_t end;
    enum word_kind kind; /* by words_next() alone */
};

struct words {
    const char *text;
    size_t bytes;
    size_t at;
    size_t run; /* words_next() alone */
};

struct words words_of(const char *text, size_t bytes);
bool words_next_as_vale(struct words *words, struct word *out);
bool words_next(struct words *words, struct word *out);

/* The parts of a name in CamelCase, as of a hashtag: #DíaDelPan2026 has Día, Del, Pan, 2026; an
 * underscore parts too. Marks in front, as #, are in no part. */
struct words word_parts_of(const char *text, const struct word *word);
/* `out` is within the text that the word stands in. */
bool word_parts_next(struct words *parts, struct word *out);

#endif

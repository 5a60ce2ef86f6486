/* Phrases in what people wrote, whatever the case, the accents, the apostrophes and where lines
 * break; hyphens within words are blanks.
 *
 *     struct plain plain;
 *     plain_make(&plain, scratch, text, bytes);
 *     for (size_t from = 0; plain_find(&plain, "panes paco", &from, &start, &end);)
 *         use(text + start, end - start);
 */
#ifndef PREGON_CHECK_PHRASE_H
#define PREGON_CHECK_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A text folded, and where each of its bytes comes from. */
struct plain {
    char *text;
    size_t bytes;
    uint32_t *places; /* one more than `bytes` */
};

void plain_make(struct plain *out, struct arena *arena, const char *text, size_t bytes);

/* The next place of a phrase, which is folded by phrase_fold(), between ends of words; moves `from`
 * behind it. `start` and `end` are bytes of the text as it was. */
bool plain_find(const struct plain *plain, const char *phrase, size_t *from, size_t *start,
                size_t *end);

/* The same for a piece of a hashtag or handle, as `Bimbo` is of `#NoBimbo`: whole words of it, by
 * the capitals of the text as it was. The phrase is of phrase_join(). */
bool plain_find_in_tag(const struct plain *plain, const char *text, const char *phrase,
                       size_t *from, size_t *start, size_t *end);

const char *phrase_fold(struct arena *arena, const char *phrase);
/* The same without its blanks and apostrophes, as hashtags and handles have it. */
const char *phrase_join(struct arena *arena, const char *phrase);

#endif

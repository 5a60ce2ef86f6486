/* Emoji: whole ones, as readers count them: a family joined by U+200D, a flag, a keycap and a hand
 * with its skin tone are one each. A sign that is text unless U+FE0F says otherwise (©, ™, arrows)
 * is none without it; one that U+FE0E makes text is none.
 *
 *     struct emoji found;
 *     for (size_t at = 0; emoji_next(&found, text, bytes, at); at = found.end_byte)
 *         … */
#ifndef PREGON_LIB_EMOJI_H
#define PREGON_LIB_EMOJI_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct emoji {
    size_t start_byte, end_byte;
};

/* The first emoji at or after `from`. `text` is valid UTF-8. */
bool emoji_next(struct emoji *out, const char *text, size_t bytes, size_t from);

/* Without skin tones and variation selectors: to compare. */
const char *emoji_plain(struct arena *arena, const char *text);

#endif

/* How long a text is, by each network's own rule. `warning` is a content warning that counts with
 * the text, or NULL; `scratch` holds working copies. */
#ifndef PREGON_RENDER_COUNT_H
#define PREGON_RENDER_COUNT_H

#include <stddef.h>

struct arena;

/* Extended grapheme clusters of warning and text. */
size_t count_graphemes(struct arena *scratch, const char *warning, const char *text, size_t bytes);
/* Mastodon's: as above, but an address with its scheme is 23, and `@user@host` is `@user`. */
size_t count_mastodon(struct arena *scratch, const char *warning, const char *text, size_t bytes);
/* The same where the server says how many characters an address counts. */
size_t count_mastodon_with(struct arena *scratch, const char *warning, const char *text,
                           size_t bytes, size_t address_characters);
/* GoToSocial's: code points of both, nothing counts less than it is. */
size_t count_codepoints(struct arena *scratch, const char *warning, const char *text, size_t bytes);
/* UTF-16 units of both, as JavaScript counts: what several apps show while one types. */
size_t count_utf16_units(struct arena *scratch, const char *warning, const char *text,
                         size_t bytes);

#endif

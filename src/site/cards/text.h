/* A part's text in a card: where the network folds it, what its limit leaves out, and its links,
 * which stay links on both sides of a cut. */
#ifndef PREGON_SITE_CARDS_TEXT_H
#define PREGON_SITE_CARDS_TEXT_H

#include <stddef.h>

#include "model/rendering.h"

struct arena;
struct network_fold;
struct text_buffer;

/* The bytes that readers see before they ask for more, a whole number of graphemes; `bytes` where
 * nothing is folded. */
size_t card_fold(const char *text, size_t bytes, const struct network_fold *fold);

/* The bytes of a part's text that its limits leave, by the network's own count; all of them where
 * it keeps within. */
size_t card_kept(struct arena *scratch, const struct rendering *rendering, size_t number);

/* The part, with a facet for each address, tag and handle that readers can press: a plain text has
 * none of its own, its network finds them. */
struct rendered_part card_part_linked(struct arena *arena, const struct rendering *rendering,
                                      size_t number);

/* The text from `from` to `to`. From `kept` on it is marked as what is too much. */
void card_put_stretch(struct text_buffer *out, const struct rendered_part *part, size_t from,
                      size_t to, size_t kept);

#endif

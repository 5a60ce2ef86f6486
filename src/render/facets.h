/* Facets of a text that is being written: those that the tree gives come first, then what readers
 * can press in the plain words between them. */
#ifndef PREGON_RENDER_FACETS_H
#define PREGON_RENDER_FACETS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/rendering.h"

struct arena;
struct entity;

struct facets {
    struct arena *arena;
    struct facet *items; /* in order; a NULL target keeps others away from it: code */
    size_t count, capacity;
};

void facets_add(struct facets *facets, const struct facet *facet);

/* Of a text that was cut to `bytes`. */
void facets_cut(struct facets *facets, size_t bytes);

/* Adds what `text` holds in plain words, and removes those that only kept others away. */
void facets_complete(struct facets *facets, const char *text, size_t bytes);

/* The end of an address without the `»`, `…` or `。` behind it, which the extractor counts in, and
 * without what stands before those. */
size_t facets_address_end(const char *text, const struct entity *found);

/* Whether the text leads to `address`: by a facet, or typed. */
bool facets_hold_address(const struct facets *facets, const char *text, size_t bytes,
                         const char *address);

/* Hashtags without `#`, folded. */
struct hashtags {
    const char **items;
    size_t count, capacity;
    bool is_sorted;
};

/* Adds those that are typed in `text`, but in no code. */
void facets_find_hashtags(struct hashtags *out, const struct facets *facets, const char *text,
                          size_t bytes);
bool hashtags_have(struct hashtags *hashtags, const char *folded);

#endif

/* Growing arrays in an arena, which double: what points into one may dangle when it has grown.
 *
 *     struct item *items = list_grow(arena, old, count, &capacity, sizeof *items);
 *     items[count++] = item; */
#ifndef PREGON_BASE_LIST_H
#define PREGON_BASE_LIST_H

#include <stddef.h>

struct arena;

/* qsort(), which asks nothing twice of what is in order already: most lists are. */
void list_sort(void *items, size_t count, size_t item_bytes,
               int (*compare)(const void *, const void *));

/* `items` with room for one more than `count`: itself, or moved to a larger place (arena_grow). */
void *list_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_bytes)
    __attribute__((returns_nonnull));

#endif

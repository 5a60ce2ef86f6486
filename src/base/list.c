/* Growing arrays: doubling, the old copy stays behind in the arena. */
#include "base/list.h"

#include <string.h>

#include "base/arena.h"

void *list_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_bytes)
{
    if (count < *capacity && items)
        return items;
    size_t larger = *capacity ? *capacity * 2 : 8;
    void *grown = arena_alloc_array(arena, larger, item_bytes);
    if (count)
        memcpy(grown, items, count * item_bytes);
    *capacity = larger;
    return grown;
}

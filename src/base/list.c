/* Growing arrays: doubling. */
#include "base/list.h"

#include "base/arena.h"

void *list_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_bytes)
{
    if (count < *capacity && items)
        return items;
    size_t larger = *capacity ? *capacity * 2 : 8;
    size_t bytes;
    if (__builtin_mul_overflow(larger, item_bytes, &bytes))
        out_of_memory();
    void *grown = arena_grow(arena, items, count * item_bytes, bytes);
    *capacity = larger;
    return grown;
}

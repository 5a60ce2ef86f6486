/* Growing arrays: doubling. */
#include "base/list.h"

#include <stdlib.h>

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

void list_sort(void *items, size_t count, size_t item_bytes,
               int (*compare)(const void *, const void *))
{
    const char *first = items;
    size_t sorted = 1;
    while (sorted < count &&
           compare(first + (sorted - 1) * item_bytes, first + sorted * item_bytes) <= 0)
        sorted++;
    if (sorted < count)
        qsort(items, count, item_bytes, compare);
}

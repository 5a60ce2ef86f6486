/* Facets: the tree's, and those of plain words. */
#include "render/facets.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/unicode.h"
#include "render/entities.h"

void facets_add(struct facets *facets, const struct facet *facet)
{
    facets->items = list_grow(facets->arena, facets->items, facets->count, &facets->capacity,
                              sizeof *facets->items);
    facets->items[facets->count++] = *facet;
}

static void add_found(struct facets *facets, const char *text, const struct entity *found)
{
    static const enum facet_kind kinds[] = {
        [ENTITY_ADDRESS] = FACET_LINK,
        [ENTITY_HASHTAG] = FACET_TAG,
        [ENTITY_HANDLE] = FACET_MENTION,
    };
    /* Tags and handles have a sign before them. */
    size_t start = found->start_byte + (found->kind != ENTITY_ADDRESS);
    facets_add(facets, &(struct facet){ .start_byte = found->start_byte,
                                        .end_byte = found->end_byte,
                                        .kind = kinds[found->kind],
                                        .target = arena_strndup(facets->arena, text + start,
                                                                found->end_byte - start) });
}

void facets_complete(struct facets *facets, const char *text, size_t bytes)
{
    const unsigned kinds = ENTITY_ADDRESS | ENTITY_HASHTAG | ENTITY_HANDLE;
    const struct facets given = *facets;
    size_t next = 0;
    struct entity found;
    bool is_found = entity_next(&found, text, bytes, 0, kinds);
    facets->items = NULL;
    facets->count = facets->capacity = 0;
    while (is_found || next < given.count) {
        if (next < given.count && (!is_found || given.items[next].start_byte < found.end_byte)) {
            /* What the tree says goes before what the words look like. */
            size_t end_byte = given.items[next].end_byte;
            if (given.items[next].target)
                facets_add(facets, &given.items[next]);
            next++;
            if (is_found && found.start_byte < end_byte)
                is_found = entity_next(&found, text, bytes, end_byte, kinds);
        } else {
            add_found(facets, text, &found);
            is_found = entity_next(&found, text, bytes, found.end_byte, kinds);
        }
    }
}

bool facets_hold_address(const struct facets *facets, const char *text, size_t bytes,
                         const char *address)
{
    for (size_t i = 0; i < facets->count; i++) {
        const struct facet *facet = &facets->items[i];
        if (facet->kind == FACET_LINK && facet->target && text_equal(facet->target, address))
            return true;
    }
    size_t address_bytes = strlen(address);
    struct entity found;
    for (size_t at = 0; entity_next(&found, text, bytes, at, ENTITY_ADDRESS); at = found.end_byte) {
        if (found.end_byte - found.start_byte == address_bytes &&
            memcmp(text + found.start_byte, address, address_bytes) == 0)
            return true;
    }
    return false;
}

/* --- hashtags --- */

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void facets_find_hashtags(struct hashtags *out, const struct facets *facets, const char *text,
                          size_t bytes)
{
    const unsigned kinds = ENTITY_ADDRESS | ENTITY_HASHTAG;
    struct arena *arena = facets->arena;
    struct entity found;
    size_t facet = 0;
    for (size_t at = 0; entity_next(&found, text, bytes, at, kinds); at = found.end_byte) {
        while (facet < facets->count && facets->items[facet].end_byte <= found.start_byte)
            facet++;
        bool is_code = facet < facets->count && !facets->items[facet].target &&
                       facets->items[facet].start_byte <= found.start_byte;
        if (found.kind != ENTITY_HASHTAG || is_code)
            continue;
        const char *tag = arena_strndup(arena, text + found.start_byte + 1,
                                        found.end_byte - found.start_byte - 1);
        out->items = list_grow(arena, out->items, out->count, &out->capacity, sizeof *out->items);
        out->items[out->count++] = unicode_fold(arena, tag);
        out->is_sorted = false;
    }
}

bool hashtags_have(struct hashtags *hashtags, const char *folded)
{
    if (!hashtags->count)
        return false;
    if (!hashtags->is_sorted)
        qsort(hashtags->items, hashtags->count, sizeof *hashtags->items, compare);
    hashtags->is_sorted = true;
    return bsearch(&folded, hashtags->items, hashtags->count, sizeof *hashtags->items, compare);
}

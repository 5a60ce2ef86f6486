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

void facets_cut(struct facets *facets, size_t bytes)
{
    while (facets->count && facets->items[facets->count - 1].start_byte >= bytes)
        facets->count--;
    if (facets->count && facets->items[facets->count - 1].end_byte > bytes)
        facets->items[facets->count - 1].end_byte = bytes;
}

size_t facets_address_end(const char *text, const struct entity *found)
{
    size_t end_byte = found->end_byte;
    for (;;) {
        size_t at_byte = end_byte - 1;
        while (((unsigned char)text[at_byte] & 0xC0) == 0x80)
            at_byte--;
        const char *last = text + at_byte;
        uint32_t c = utf8_next(&last, text + end_byte);
        bool is_ours = c >= 0x80 ? unicode_is_punctuation(c)
                                 : end_byte < found->end_byte && strchr(".,;:!?'\"", (int)c);
        if (!is_ours)
            return end_byte;
        end_byte = at_byte;
    }
}

/* A tag that is longer makes the server refuse the whole record: it stays plain text
 * (app.bsky.richtext.facet lexicon, read 2026-08). */
static bool fits(const char *tag, size_t bytes)
{
    enum { TAG_GRAPHEMES = 64, TAG_BYTES = 640 };
    return bytes <= TAG_BYTES && unicode_graphemes(tag, bytes) <= TAG_GRAPHEMES;
}

static void add_found(struct facets *facets, const char *text, const struct entity *found)
{
    static const enum facet_kind kinds[] = {
        [ENTITY_ADDRESS] = FACET_LINK,
        [ENTITY_TAG] = FACET_TAG,
        [ENTITY_HANDLE] = FACET_MENTION,
    };
    bool is_address = found->kind == ENTITY_ADDRESS;
    size_t end_byte = is_address ? facets_address_end(text, found) : found->end_byte;
    /* Tags and handles have a sign before them. */
    size_t start = found->start_byte + !is_address;
    if (found->kind == ENTITY_TAG && !fits(text + start, end_byte - start))
        return;
    facets_add(facets, &(struct facet){ .start_byte = found->start_byte,
                                        .end_byte = end_byte,
                                        .kind = kinds[found->kind],
                                        .target = arena_strndup(facets->arena, text + start,
                                                                end_byte - start) });
}

void facets_complete(struct facets *facets, const char *text, size_t bytes)
{
    const unsigned kinds = ENTITY_ADDRESS | ENTITY_TAG | ENTITY_HANDLE;
    const struct facets given = *facets;
    size_t next = 0;
    struct entity found;
    bool is_found = entity_next(&found, text, bytes, 0, kinds);
    facets->items = NULL;
    facets->count = facets->capacity = 0;
    while (is_found || next < given.count) {
        if (next < given.count && (!is_found || given.items[next].start_byte < found.end_byte)) {
            /* What the tree says goes before what the words look like. */
            const struct facet *facet = &given.items[next];
            size_t end_byte = facet->end_byte;
            bool is_long = facet->kind == FACET_TAG && !fits(facet->target, strlen(facet->target));
            if (facet->target && !is_long)
                facets_add(facets, facet);
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

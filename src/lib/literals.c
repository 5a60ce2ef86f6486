/* A literal may be in a text where its first two bytes and its last two are: pairs of the text are
 * noted in a small table, and most literals are passed over by two looks at it. */
#include "lib/literals.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"

enum {
    /* The automaton of 11,000 literals takes as long as some hundred texts of this way. */
    PLAIN_TEXTS = 40,
    PAIRS = 4096, /* bits of the table; a power of two */
};

struct literal {
    uint32_t bytes;
    uint16_t first, last; /* pairs */
};

struct literals {
    const char *const *texts;
    size_t count;
    struct literal *items;
    atomic_int plain_left; /* texts that may still be searched without the automaton */
    pthread_mutex_t lock;
    struct arena arena; /* the automaton's */
    _Atomic(const struct automaton *) automaton;
};

static uint16_t pair_of(const char *text)
{
    unsigned a = (unsigned char)text[0], b = (unsigned char)text[1];
    return (uint16_t)((a * 67 + b) % PAIRS);
}

struct literals *literals_open(const char *const *texts, size_t count)
{
    struct literals *literals = calloc(1, sizeof *literals);
    struct literal *items = malloc((count + 1) * sizeof *items);
    if (!literals || !items || pthread_mutex_init(&literals->lock, NULL) != 0)
        out_of_memory();
    for (size_t i = 0; i < count; i++) {
        size_t bytes = strlen(texts[i]);
        items[i] = (struct literal){ .bytes = (uint32_t)bytes };
        if (bytes > 1) {
            items[i].first = pair_of(texts[i]);
            items[i].last = pair_of(texts[i] + bytes - 2);
        }
    }
    literals->texts = texts;
    literals->count = count;
    literals->items = items;
    atomic_init(&literals->plain_left, PLAIN_TEXTS);
    return literals;
}

void literals_close(struct literals **literals)
{
    struct literals *closed = *literals;
    *literals = NULL;
    if (!closed)
        return;
    pthread_mutex_destroy(&closed->lock);
    arena_release(&closed->arena);
    free(closed->items);
    free(closed);
}

size_t literals_bytes(const struct literals *literals, uint32_t literal)
{
    return literals->items[literal].bytes;
}

/* --- one by one --- */

struct found_list {
    struct literals_found *items;
    size_t count, capacity;
};

static void find_all(struct found_list *list, struct arena *arena, const struct literals *literals,
                     uint32_t index, const char *text, size_t bytes)
{
    const struct literal *literal = &literals->items[index];
    const char *wanted = literals->texts[index];
    const char *end = text + bytes;
    for (const char *at = text;
         (at = memmem(at, (size_t)(end - at), wanted, literal->bytes)) != NULL; at++) {
        list->items =
            list_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
        list->items[list->count++] =
            (struct literals_found){ .hit = { index, (size_t)(at - text) + literal->bytes },
                                     .bytes = literal->bytes };
    }
}

static int by_end(const void *left, const void *right)
{
    const struct literals_found *a = left, *b = right;
    if (a->hit.end != b->hit.end)
        return a->hit.end < b->hit.end ? -1 : 1;
    if (a->bytes != b->bytes)
        return a->bytes > b->bytes ? -1 : 1;
    return (a->hit.literal > b->hit.literal) - (a->hit.literal < b->hit.literal);
}

static struct literals_scan search(const struct literals *literals, struct arena *arena,
                                   const char *text, size_t bytes)
{
    static const struct literals_found none;
    unsigned char pairs[PAIRS / 8] = { 0 };
    struct found_list list = { 0 };
    for (size_t i = 0; i + 1 < bytes; i++)
        pairs[pair_of(text + i) / 8] |= (unsigned char)(1 << pair_of(text + i) % 8);
    for (size_t i = 0; i < literals->count; i++) {
        const struct literal *literal = &literals->items[i];
        bool may_be = literal->bytes > 1 ? (pairs[literal->first / 8] >> literal->first % 8 & 1) &&
                                               (pairs[literal->last / 8] >> literal->last % 8 & 1)
                                         : literal->bytes == 1;
        if (may_be && literal->bytes <= bytes)
            find_all(&list, arena, literals, (uint32_t)i, text, bytes);
    }
    list_sort(list.items, list.count, sizeof *list.items, by_end);
    return (struct literals_scan){ .found = list.count ? list.items : &none, .count = list.count };
}

/* --- all --- */

static const struct automaton *automaton_of(struct literals *literals)
{
    const struct automaton *automaton =
        atomic_load_explicit(&literals->automaton, memory_order_acquire);
    if (automaton)
        return automaton;
    pthread_mutex_lock(&literals->lock);
    automaton = atomic_load_explicit(&literals->automaton, memory_order_relaxed);
    if (!automaton) {
        automaton = automaton_build(&literals->arena, literals->texts, literals->count);
        atomic_store_explicit(&literals->automaton, automaton, memory_order_release);
    }
    pthread_mutex_unlock(&literals->lock);
    return automaton;
}

struct literals_scan literals_scan(struct literals *literals, struct arena *arena, const char *text,
                                   size_t bytes)
{
    /* A long text is worth the automaton. */
    enum { LONG_BYTES = 16 * 1024 };
    if (bytes < LONG_BYTES &&
        atomic_load_explicit(&literals->plain_left, memory_order_relaxed) > 0) {
        atomic_fetch_sub_explicit(&literals->plain_left, 1, memory_order_relaxed);
        return search(literals, arena, text, bytes);
    }
    return (struct literals_scan){ .by_automaton =
                                       automaton_scan(automaton_of(literals), text, bytes) };
}

bool literals_next(struct literals_scan *scan, struct automaton_hit *hit)
{
    if (!scan->found)
        return automaton_next(&scan->by_automaton, hit);
    if (scan->at == scan->count)
        return false;
    *hit = scan->found[scan->at++].hit;
    return true;
}

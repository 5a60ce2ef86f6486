/* Literals to be found in texts: in a few by looking for each that may be there, in many by an
 * automaton (automaton.h), which takes longer to build than a few texts to be searched.
 *
 *     struct literals *literals = literals_open(texts, count);
 *     struct literals_scan scan = literals_scan(literals, arena, text, bytes);
 *     while (literals_next(&scan, &hit))
 *         use(hit.literal, hit.end);
 *     literals_close(&literals);
 *
 * Threads may share it. */
#ifndef PREGON_LIB_LITERALS_H
#define PREGON_LIB_LITERALS_H

#include "lib/automaton.h"

struct arena;
struct literals;

struct literals_found {
    struct automaton_hit hit;
    size_t bytes;
};

struct literals_scan {
    struct automaton_scan by_automaton;
    const struct literals_found *found; /* NULL: by the automaton */
    size_t count, at;
};

/* The texts must outlive it; those that are empty are never found. */
struct literals *literals_open(const char *const *texts, size_t count)
    __attribute__((returns_nonnull));
void literals_close(struct literals **literals);

size_t literals_bytes(const struct literals *literals, uint32_t literal);

/* As automaton_scan() and automaton_next(); `arena` holds what is found until the scan is over. */
struct literals_scan literals_scan(struct literals *literals, struct arena *arena, const char *text,
                                   size_t bytes);
bool literals_next(struct literals_scan *scan, struct automaton_hit *hit);

#endif

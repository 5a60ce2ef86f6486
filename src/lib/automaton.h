/* Finding thousands of literals in one pass over a text (Aho and Corasick, 1975).
 *
 * Literals and text are compared byte by byte: fold both (fold.h) to ignore case. The cost is one
 * look-up a byte, nearly whatever the number of literals. An automaton may be shared by threads.
 *
 *     const struct automaton *automaton = automaton_build(arena, literals, count);
 *     struct automaton_scan scan = automaton_scan(automaton, text, bytes);
 *     while (automaton_next(&scan, &hit))
 *         use(hit.literal, hit.end); */
#ifndef PREGON_LIB_AUTOMATON_H
#define PREGON_LIB_AUTOMATON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct automaton;

struct automaton_hit {
    uint32_t literal; /* its index */
    size_t end;       /* the byte of the text behind it */
};

struct automaton_scan {
    const struct automaton *automaton;
    const char *text;
    size_t bytes;
    size_t at;
    uint32_t state;
    uint32_t pending_state;
    uint32_t pending_literal;
};

/* Lives in the arena. Empty literals are never found; equal ones are all found. */
const struct automaton *automaton_build(struct arena *arena, const char *const *literals,
                                        size_t count);

/* Each place of each literal, in the order of their ends; of those that end together the longest
 * comes first. */
struct automaton_scan automaton_scan(const struct automaton *automaton, const char *text,
                                     size_t bytes);
bool automaton_next(struct automaton_scan *scan, struct automaton_hit *hit);

#endif

/* What a pattern says in plain text.
 *
 * A gate is a set of folded literals (fold.h) of which every match holds at least one: where none
 * of them is in the folded text, and that text has no characters that could not be folded, the
 * pattern need not be run. Some count only where a word begins or ends with them. */
#ifndef PREGON_LIB_REGEX_LITERALS_H
#define PREGON_LIB_REGEX_LITERALS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct regex_node;

enum {
    /* A class, an option or a repeat multiplies literals up to here. */
    REGEX_MAX_EXPANSION = 64,
    /* A choice's branches are simply added up: lists of words are long. */
    REGEX_MAX_GATE = 8192,
    REGEX_MIN_GATE_BYTES = 2,
};

/* Where a gate's literal must meet a boundary of words, as `\b` has it. */
enum { REGEX_EDGE_BEFORE = 1, REGEX_EDGE_BEHIND = 2 };

/* Terminated texts; none of them holds a NUL. */
struct regex_literals {
    const char **items;
    size_t count;
    /* Of a gate alone. */
    unsigned char *edges;
    bool are_starts; /* a match begins where one of them does */
};

/* The gate of a tree; without items where there is none. Lives in the arena. */
struct regex_literals regex_literals_of(struct arena *arena, const struct regex_node *root);

/* Whether a boundary of words stands before the byte `at`; true also where that takes more than a
 * look at the bytes beside it. */
bool regex_may_be_edge(const char *text, size_t bytes, size_t at);

#endif

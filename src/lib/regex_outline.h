/* Outlines: what a pattern's matches look like, character class by character class.
 *
 * `\b[A-Z]{3,5}\b` has no literal, but each match shows a capital behind what is no word, and two
 * more. An outline is a short row of such classes that some place of the text has wherever the
 * pattern matches; a pattern may have several, of which a match has one. The text is then
 * searched for the outlines of many patterns at once (outlines.h). */
#ifndef PREGON_LIB_REGEX_OUTLINE_H
#define PREGON_LIB_REGEX_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct regex_literals;
struct regex_node;

enum {
    REGEX_OUTLINE_LENGTH = 7,
    /* Classes of all outlines of a pattern: each takes a bit of the scan. */
    REGEX_OUTLINE_MOST = 64,
};

/* ASCII characters by name, all others together. */
struct regex_class {
    uint64_t ascii[2];
    bool has_other;
};

struct regex_outline {
    struct regex_class classes[REGEX_OUTLINE_LENGTH];
    size_t count;
};

struct regex_outlines {
    struct regex_outline *items;
    size_t count;
};

/* The outlines of a tree, where they say more than its literals; else none. */
struct regex_outlines regex_outlines_of(struct arena *arena, const struct regex_node *root,
                                        const struct regex_literals *literals);

/* Whether the class has an ASCII character, or for 0x80 others. */
bool regex_class_has(const struct regex_class *class, unsigned c);

#endif

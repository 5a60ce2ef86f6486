/* Outlines: what a pattern's matches look like, character class by character class.
 *
 * `\b[A-Z]{3,5}\b` has no literal, but each match shows a capital behind what is no word, and two
 * more. An outline is a short row of such classes that some place of the text has wherever the
 * pattern matches; a pattern may have several, of which a match has one. The text is then
 * searched for the outlines of many patterns at once (outlines.h). */
#ifndef PREGON_LIB_REGEX_OUTLINE_H
#define PREGON_LIB_REGEX_OUTLINE_H

#include <stddef.h>

#include "lib/regex_class.h"
#include "lib/regex_literals.h"

struct arena;
struct regex_node;

enum {
    REGEX_OUTLINE_LENGTH = 7,
    /* Classes of all outlines of a pattern: each takes a bit of the scan. */
    REGEX_OUTLINE_MOST = 64,
};

struct regex_outline {
    struct regex_class classes[REGEX_OUTLINE_LENGTH];
    size_t count;
};

struct regex_outlines {
    struct regex_outline *items;
    size_t count;
    struct regex_literals beside; /* of branches that show none: a match may have one of these */
};

/* The outlines of a tree, where they say more than its literals; else none. */
struct regex_outlines regex_outlines_of(struct arena *arena, const struct regex_node *root,
                                        const struct regex_literals *literals);

/* The same, or of each branch of the outermost choice the outlines or the literals. */
struct regex_outlines regex_mixed_of(struct arena *arena, const struct regex_node *root,
                                     const struct regex_literals *literals);

#endif

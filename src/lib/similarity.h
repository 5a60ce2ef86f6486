/* How much alike two texts are: the share of their pairs of neighbouring words that they have in
 * common (Sørensen and Dice), without regard to case, accents, marks and addresses. One word
 * changed among ten leaves 82 %, among twenty 90 %. */
#ifndef PREGON_LIB_SIMILARITY_H
#define PREGON_LIB_SIMILARITY_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* The set of a text's pairs, as hashes in order; beginning and end make pairs, too. Of texts of
 * more than SHINGLES_MOST pairs the smallest hashes stand for all. */
struct shingles {
    const uint32_t *items;
    size_t count;
    uint32_t opening; /* of the first three words; 0: there are none */
};

enum {
    SHINGLES_MOST = 512,
    SHINGLES_FEWEST_WORDS = 3, /* shorter texts, as greetings, are alike by nature: no pairs */
};

struct shingles shingles_of(struct arena *arena, const char *text);
/* Percent, rounded down; where it is less than `least`, any number below that: most texts differ
 * from their first pairs on, and the rest is not looked at. */
int shingles_alike(const struct shingles *a, const struct shingles *b, int least);

/* How many of the smallest items of a set of `count` have to be looked up, so that every set that
 * is alike by at least `percent` has one of them among its own. */
size_t shingles_prefix(size_t count, int percent);

#endif

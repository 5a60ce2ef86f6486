/* Which texts share one of their rarest pairs of words: those that can be alike at all, whatever
 * the number of texts.
 *
 * Pairs have places, by the last bits of their hashes. The texts of a place stand side by side, in
 * their own order, and of each text it is known where it stands there: who looks for those before
 * it walks back from there, in as many threads as there are. */
#ifndef PREGON_CHECK_ALIKE_INDEX_H
#define PREGON_CHECK_ALIKE_INDEX_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct shingles;
struct spread;

struct alike_entry {
    uint32_t text : 31;
    uint32_t is_first : 1; /* of its place */
};

struct alike_index {
    const struct alike_entry *entries; /* place by place */
    const uint32_t *at;    /* among `entries`, text by text: where it stands, its rarest first */
    const uint32_t *first; /* of each text, in `at`; one more at the end */
};

/* Of each text its pairs. Texts that are alike by `percent` share a place, unless they have
 * hundreds of pairs. Everything lives in `arena`. */
void alike_index_build(struct alike_index *out, struct arena *arena,
                       const struct shingles *const *texts, size_t count, int percent,
                       const struct spread *spread);

#endif

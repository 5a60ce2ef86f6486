/* Digests: 128 bits by which contents are told apart in a cache of this machine.
 *
 * XXH3, because it is some thirty times as fast as a cryptographic hash. It is no proof against
 * somebody who searches for two contents with one digest: what must stand up to that uses
 * lib/hash.h. */
#ifndef PREGON_LIB_DIGEST_H
#define PREGON_LIB_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct digest {
    uint64_t low, high;
};

struct digest digest_of(const void *data, size_t bytes);
/* Of what was added so far, and the next thing: the order counts, and where each ends. */
void digest_add(struct digest *digest, const void *data, size_t bytes);
void digest_add_text(struct digest *digest, const char *text); /* NULL is no text */
void digest_add_number(struct digest *digest, int64_t number);
bool digest_equal(struct digest a, struct digest b);
/* Zeros stand for a digest that is not known. */
static inline bool digest_is_known(struct digest digest) { return digest.low || digest.high; }

#endif

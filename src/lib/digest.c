/* Digests by xxHash, whose code is in its header alone. */
#include "lib/digest.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct digest digest_of(const void *data, size_t bytes)
{
    XXH128_hash_t hash = XXH3_128bits(data, bytes);
    return (struct digest){ hash.low64, hash.high64 };
}

void digest_add(struct digest *digest, const void *data, size_t bytes)
{
    struct digest both[2] = { *digest, digest_of(data, bytes) };
    *digest = digest_of(both, sizeof both);
}

void digest_add_text(struct digest *digest, const char *text)
{
    if (text)
        digest_add(digest, text, strlen(text) + 1);
    else
        digest_add(digest, "", 0);
}

void digest_add_number(struct digest *digest, int64_t number)
{
    digest_add(digest, &number, sizeof number);
}

bool digest_equal(struct digest a, struct digest b) { return a.low == b.low && a.high == b.high; }

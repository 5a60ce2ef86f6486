/* SHA-1 of "blob <size>", a NUL, and the bytes. */
#include "io/blob_id.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "lib/hash.h"

#include "late/crypto.h"

static void digest_close(EVP_MD_CTX **digest) { EVP_MD_CTX_free(*digest); }

static int digest_file(EVP_MD_CTX *digest, int fd, uint64_t size, unsigned char out[20])
{
    char header[32];
    int header_bytes = snprintf(header, sizeof header, "blob %llu", (unsigned long long)size);
    if (EVP_DigestInit_ex(digest, EVP_sha1(), NULL) != 1 ||
        EVP_DigestUpdate(digest, header, (size_t)header_bytes + 1) != 1)
        return -1;
    char block[64 * 1024];
    uint64_t total = 0;
    for (;;) {
        ssize_t got = read(fd, block, sizeof block);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || EVP_DigestUpdate(digest, block, (size_t)got) != 1)
            return -1;
        if (!got)
            break;
        total += (uint64_t)got;
    }
    return total == size && EVP_DigestFinal_ex(digest, out, NULL) == 1 ? 0 : -1;
}

const char *blob_id_of(struct arena *arena, int fd, uint64_t size)
{
    hash_begin();
    CLEANUP(digest_close) EVP_MD_CTX *digest = EVP_MD_CTX_new();
    unsigned char sum[20];
    if (!digest || digest_file(digest, fd, size, sum) != 0)
        return NULL;
    return hash_hex(arena, sum, sizeof sum);
}

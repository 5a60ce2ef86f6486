/* Hashes, by libcrypto's EVP interface. */
#include "lib/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/arena.h"

#include "late/crypto.h"

void hash_begin(void)
{
    if (!OSSL_LIB_CTX_get0_global_default())
        out_of_memory();
}

void hash_sha256(unsigned char out[SHA256_BYTES], const void *data, size_t bytes)
{
    hash_begin();
    /* Fails only without memory. */
    if (EVP_Digest(data, bytes, out, NULL, EVP_sha256(), NULL) != 1)
        out_of_memory();
}

const char *hash_hex(struct arena *arena, const unsigned char *data, size_t bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_alloc(arena, 2 * bytes + 1);
    for (size_t i = 0; i < bytes; i++) {
        hex[2 * i] = digits[data[i] >> 4];
        hex[2 * i + 1] = digits[data[i] & 15];
    }
    return hex;
}

const char *hash_sha256_name(struct arena *arena, const void *data, size_t bytes)
{
    unsigned char sum[SHA256_BYTES];
    hash_sha256(sum, data, bytes);
    return arena_printf(arena, "sha256:%s", hash_hex(arena, sum, sizeof sum));
}

uint64_t hash_texts(const char *const *texts, size_t count)
{
    unsigned char sum[SHA256_BYTES];
    uint64_t number = 0;
    hash_begin();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
        out_of_memory();
    /* Each with its terminator, which no text holds. */
    for (size_t i = 0; i < count; i++)
        EVP_DigestUpdate(context, texts[i], strlen(texts[i]) + 1);
    EVP_DigestFinal_ex(context, sum, NULL);
    EVP_MD_CTX_free(context);
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | sum[i];
    return number;
}

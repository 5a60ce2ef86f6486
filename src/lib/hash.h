/* Hashes, by OpenSSL's libcrypto. */
#ifndef PREGON_LIB_HASH_H
#define PREGON_LIB_HASH_H

#include <stddef.h>
#include <stdint.h>

struct arena;

enum { SHA256_BYTES = 32 };

void hash_sha256(unsigned char out[SHA256_BYTES], const void *data, size_t bytes);
/* "sha256:" and 64 hexadecimal digits, as records write it. */
const char *hash_sha256_name(struct arena *arena, const void *data, size_t bytes);
/* Lower-case hexadecimal digits of `bytes` bytes. */
const char *hash_hex(struct arena *arena, const unsigned char *data, size_t bytes);
/* 64 bits of the SHA-256 of several texts, each counted with its end: "ab","c" differs from
 * "a","bc". */
uint64_t hash_texts(const char *const *texts, size_t count);

#endif

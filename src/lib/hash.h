/* Hashes, by OpenSSL's libcrypto. */
#ifndef PREGON_LIB_HASH_H
#define PREGON_LIB_HASH_H

#include <stddef.h>
#include <stdint.h>

struct arena;

enum { SHA256_BYTES = 32 };

/* Before any other use of libcrypto: ends the program where it found no memory to begin with. Its
 * functions would crash, and libgit2, which begins it by libssh2, does not look (OpenSSL 3.0). */
void hash_begin(void);

void hash_sha256(unsigned char out[SHA256_BYTES], const void *data, size_t bytes);
/* "sha256:" and 64 hexadecimal digits, as records write it. */
const char *hash_sha256_name(struct arena *arena, const void *data, size_t bytes);
/* Lower-case hexadecimal digits of `bytes` bytes. */
const char *hash_hex(struct arena *arena, const unsigned char *data, size_t bytes);
/* 64 bits of the SHA-256 of several texts, each counted with its end: "ab","c" differs from
 * "a","bc". */
uint64_t hash_texts(const char *const *texts, size_t count);

#endif

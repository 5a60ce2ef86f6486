/* Values packed into bytes, and taken out again, for files that only this program reads.
 *
 *     struct packer out = { .arena = arena };
 *     pack_number(&out, 42);
 *     pack_text(&out, "hola");
 *
 *     struct unpacker in = { bytes, bytes + count };
 *     uint64_t answer = unpack_number(&in);
 *     const char *word = unpack_text(&in);
 *     if (in.is_broken) ...
 *
 * What is taken out is bounded by the bytes that are there: one that is cut short, or was changed,
 * gives zeros and NULL and `is_broken`, which is checked once, at the end. */
#ifndef PREGON_LIB_PACK_H
#define PREGON_LIB_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct packer {
    struct arena *arena;
    char *bytes;
    size_t count, capacity;
};

void pack_number(struct packer *packer, uint64_t number); /* small ones are short */
void pack_signed(struct packer *packer, int64_t number);
void pack_text(struct packer *packer, const char *text); /* NULL is kept apart from "" */
void pack_bytes(struct packer *packer, const void *bytes, size_t count);

struct unpacker {
    const char *at, *end;
    bool is_broken;
};

uint64_t unpack_number(struct unpacker *unpacker);
int64_t unpack_signed(struct unpacker *unpacker);
/* A number that counts things of at least one byte each, so never more than are there. */
size_t unpack_count(struct unpacker *unpacker);
/* Within the packed bytes, and terminated. */
const char *unpack_text(struct unpacker *unpacker);
/* The next `count` bytes within the packed ones, at any address; NULL where too few are there. */
const char *unpack_part(struct unpacker *unpacker, size_t count);
/* Fills `out`, with zeros where too few are there. */
void unpack_bytes(struct unpacker *unpacker, void *out, size_t count);

#endif

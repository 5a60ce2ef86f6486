/* Numbers of seven bits a byte, texts with their length and a terminator. */
#include "lib/pack.h"

#include <string.h>

#include "base/arena.h"

void pack_bytes(struct packer *packer, const void *bytes, size_t count)
{
    if (!count)
        return;
    if (packer->capacity - packer->count < count) {
        size_t capacity = 2 * packer->capacity + count + 256;
        packer->bytes = arena_grow(packer->arena, packer->bytes, packer->count, capacity);
        packer->capacity = capacity;
    }
    memcpy(packer->bytes + packer->count, bytes, count);
    packer->count += count;
}

void pack_number(struct packer *packer, uint64_t number)
{
    unsigned char digits[10];
    size_t count = 0;
    for (; number > 127; number >>= 7)
        digits[count++] = (unsigned char)(number | 128);
    digits[count++] = (unsigned char)number;
    pack_bytes(packer, digits, count);
}

void pack_signed(struct packer *packer, int64_t number)
{
    uint64_t bits = (uint64_t)number << 1;
    pack_number(packer, number < 0 ? ~bits : bits);
}

void pack_text(struct packer *packer, const char *text)
{
    if (!text) {
        pack_number(packer, 0);
        return;
    }
    size_t bytes = strlen(text) + 1;
    pack_number(packer, bytes);
    pack_bytes(packer, text, bytes);
}

static size_t left(const struct unpacker *unpacker)
{
    return (size_t)(unpacker->end - unpacker->at);
}

/* Nothing more is to be had. */
static void give_up(struct unpacker *unpacker)
{
    unpacker->is_broken = true;
    unpacker->at = unpacker->end;
}

uint64_t unpack_number(struct unpacker *unpacker)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && left(unpacker); shift += 7) {
        unsigned char digit = (unsigned char)*unpacker->at++;
        number |= (uint64_t)(digit & 127) << shift;
        if (digit < 128)
            return number;
    }
    give_up(unpacker);
    return 0;
}

int64_t unpack_signed(struct unpacker *unpacker)
{
    uint64_t bits = unpack_number(unpacker);
    return (int64_t)(bits & 1 ? ~(bits >> 1) : bits >> 1);
}

size_t unpack_count(struct unpacker *unpacker)
{
    uint64_t count = unpack_number(unpacker);
    if (count <= left(unpacker))
        return (size_t)count;
    give_up(unpacker);
    return 0;
}

const char *unpack_text(struct unpacker *unpacker)
{
    size_t bytes = unpack_count(unpacker);
    const char *text = unpacker->at;
    if (!bytes)
        return NULL;
    if (text[bytes - 1]) {
        give_up(unpacker);
        return NULL;
    }
    unpacker->at += bytes;
    return text;
}

const char *unpack_part(struct unpacker *unpacker, size_t count)
{
    const char *part = unpacker->at;
    if (left(unpacker) < count) {
        give_up(unpacker);
        return NULL;
    }
    unpacker->at += count;
    return part;
}

void unpack_bytes(struct unpacker *unpacker, void *out, size_t count)
{
    const char *part = unpack_part(unpacker, count);
    if (part)
        memcpy(out, part, count);
    else
        memset(out, 0, count);
}

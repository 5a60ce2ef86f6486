/* Redaction: marks every byte of the text that belongs to a secret, then writes it anew. */
#include "lib/redact.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte that two hexadecimal digits mean, or -1. */
static int hex_byte(const char *at, const char *end)
{
    if (end - at < 2 || hex_digit(at[0]) < 0 || hex_digit(at[1]) < 0)
        return -1;
    return hex_digit(at[0]) * 16 + hex_digit(at[1]);
}

/* The value of a base64 digit of either alphabet, or -1. */
static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

/* How many bytes at `at` write `byte` with an escape (%41, \u0041, \/, + for a space), or 0. In
 * JSON within JSON backslashes are escaped once more: \\\". */
static size_t escaped(const char *at, const char *end, unsigned char byte, bool is_twice)
{
    size_t slashes = strchr("\"\\", byte) ? 3 : 2;
    if (is_twice && strchr("\"\\/", byte) && (size_t)(end - at) > slashes &&
        memcmp(at, "\\\\\\", slashes) == 0 && at[slashes] == (char)byte)
        return slashes + 1;
    if (*at == '%' && hex_byte(at + 1, end) == byte)
        return 3;
    if (end - at >= 6 && memcmp(at, "\\u00", 4) == 0 && hex_byte(at + 4, end) == byte)
        return 6;
    if (end - at >= 2 && *at == '\\' && at[1] == (char)byte && strchr("\"\\/", byte))
        return 2;
    return *at == '+' && byte == ' ' ? 1 : 0;
}

/* The bytes of `at` that write the secret, each byte as it is or escaped; 0 where they don't. */
static size_t match(const char *at, const char *end, const struct redact_secret *secret,
                    bool is_twice)
{
    if ((size_t)(end - at) >= secret->bytes && memcmp(at, secret->value, secret->bytes) == 0)
        return secret->bytes;
    const char *from = at;
    for (size_t i = 0; i < secret->bytes; i++) {
        if (at == end)
            return 0;
        size_t used = escaped(at, end, (unsigned char)secret->value[i], is_twice);
        if (used == 0 && *at == secret->value[i])
            used = 1;
        if (used == 0)
            return 0;
        at += used;
    }
    return (size_t)(at - from);
}

static void mark_written(bool *marked, const char *text, size_t bytes,
                         const struct redact_secret *secret)
{
    for (size_t i = 0; i < bytes; i++) {
        size_t used = match(text + i, text + bytes, secret, false);
        if (used == 0)
            used = match(text + i, text + bytes, secret, true);
        if (used > 0)
            memset(marked + i, true, used);
    }
}

/* A way to write bytes with digits, the high bits first. */
struct radix {
    int (*digit)(char c);
    int bits; /* of a digit */
};

static const struct radix radices[] = { { base64_digit, 6 }, { hex_digit, 4 } };

/* Marks the digits of text[first, end), all of one system, that write a secret. They are decoded
 * from each of the first digits on, since the secret may begin in the middle of a group. */
static void mark_run(bool *marked, unsigned char *decoded, const char *text, size_t first,
                     size_t end, const struct radix *radix, const struct redact_secret *secret)
{
    for (size_t phase = 0; phase < 4; phase++) {
        size_t bytes = 0;
        unsigned value = 0;
        int bits = 0;
        for (size_t i = first + phase; i < end; i++) {
            value = (value << radix->bits | (unsigned)radix->digit(text[i])) & 0xffff;
            bits += radix->bits;
            if (bits >= 8) {
                bits -= 8;
                decoded[bytes++] = (unsigned char)(value >> bits);
            }
        }
        for (size_t at = 0; at + secret->bytes <= bytes; at++) {
            if (memcmp(decoded + at, secret->value, secret->bytes) != 0)
                continue;
            size_t from = first + phase + at * 8 / (size_t)radix->bits;
            size_t last = first + phase + ((at + secret->bytes) * 8 - 1) / (size_t)radix->bits;
            memset(marked + from, true, last - from + 1);
        }
    }
}

static void mark_encoded(bool *marked, unsigned char *decoded, const char *text, size_t bytes,
                         const struct radix *radix, const struct redact_secret *secret)
{
    for (size_t first = 0; first < bytes;) {
        size_t end = first;
        while (end < bytes && radix->digit(text[end]) >= 0)
            end++;
        if ((end - first) * (size_t)radix->bits / 8 >= secret->bytes)
            mark_run(marked, decoded, text, first, end, radix, secret);
        first = end + 1;
    }
}

const char *redact(struct arena *arena, const char *text, size_t bytes,
                   const struct redact_secret *secrets, size_t count)
{
    if (count == 0 || bytes == 0)
        return text;
    bool *marked = arena_alloc_array(arena, bytes, sizeof *marked);
    unsigned char *decoded = arena_alloc(arena, bytes);
    for (size_t i = 0; i < count; i++) {
        if (secrets[i].bytes < REDACT_MIN_BYTES)
            continue;
        mark_written(marked, text, bytes, &secrets[i]);
        for (size_t k = 0; k < sizeof radices / sizeof *radices; k++)
            mark_encoded(marked, decoded, text, bytes, &radices[k], &secrets[i]);
    }
    if (!memchr(marked, true, bytes))
        return text;

    struct text_buffer out = text_buffer_in(arena, bytes * 3 + 1);
    for (size_t i = 0; i < bytes; i++) {
        if (!marked[i])
            text_putc(&out, text[i]);
        else if (i == 0 || !marked[i - 1])
            text_puts(&out, "***");
    }
    return text_end(&out);
}

/* Punycode, label by label. */
#include "lib/punycode.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/unicode.h"

enum {
    BASE = 36, /* these are of RFC 3492, 5 */
    T_MIN = 1,
    T_MAX = 26,
    SKEW = 38,
    DAMP = 700,
    FIRST_BIAS = 72,
    FIRST_CODE = 0x80,
    MOST = 63, /* characters of a label, RFC 1035 */
};

static uint32_t adapt(uint32_t delta, uint32_t points, bool is_first)
{
    uint32_t k = 0;
    delta = is_first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias)
{
    return k <= bias + T_MIN ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

static void put_number(struct text_buffer *out, uint32_t number, uint32_t bias)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = threshold(k, bias);
        if (number < t)
            break;
        text_putc(out, digits[t + (number - t) % (BASE - t)]);
        number = (number - t) / (BASE - t);
    }
    text_putc(out, digits[number]);
}

static void encode(struct text_buffer *out, const uint32_t *codes, uint32_t count)
{
    uint32_t done = 0;
    uint32_t delta = 0;
    uint32_t bias = FIRST_BIAS;
    text_append(out, "xn--", 4);
    for (uint32_t i = 0; i < count; i++) {
        if (codes[i] < FIRST_CODE) {
            text_putc(out, (char)codes[i]);
            done++;
        }
    }
    uint32_t plain = done;
    if (plain)
        text_putc(out, '-');
    for (uint32_t code = FIRST_CODE; done < count; code++, delta++) {
        uint32_t next = UINT32_MAX;
        for (uint32_t i = 0; i < count; i++)
            next = codes[i] >= code && codes[i] < next ? codes[i] : next;
        delta += (next - code) * (done + 1);
        code = next;
        for (uint32_t i = 0; i < count; i++) {
            delta += codes[i] < code;
            if (codes[i] != code)
                continue;
            put_number(out, delta, bias);
            bias = adapt(delta, done + 1, done == plain);
            delta = 0;
            done++;
        }
    }
}

static int digit_of(char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
}

/* How many code points; 0 where the label is none of these. */
static uint32_t decode(uint32_t codes[MOST], const char *text, size_t bytes)
{
    uint32_t count = 0;
    uint32_t code = FIRST_CODE;
    uint32_t bias = FIRST_BIAS;
    uint32_t i = 0;
    size_t at = 0;
    const char *mark = memrchr(text, '-', bytes);
    for (; mark && text + at < mark; at++)
        codes[count++] = (unsigned char)text[at];
    at += mark ? 1 : 0;
    while (at < bytes) {
        uint32_t before = i;
        uint32_t weight = 1;
        for (uint32_t k = BASE;; k += BASE) {
            int digit = at < bytes ? digit_of(text[at++]) : -1;
            if (digit < 0 || (uint32_t)digit > (UINT32_MAX - i) / weight)
                return 0;
            i += (uint32_t)digit * weight;
            uint32_t t = threshold(k, bias);
            if ((uint32_t)digit < t)
                break;
            if (weight > UINT32_MAX / (BASE - t))
                return 0;
            weight *= BASE - t;
        }
        bias = adapt(i - before, count + 1, before == 0);
        code += i / (count + 1);
        i %= count + 1;
        if (count == MOST || code < FIRST_CODE || code > 0x10FFFF ||
            (code >= 0xD800 && code < 0xE000))
            return 0;
        memmove(codes + i + 1, codes + i, (count - i) * sizeof *codes);
        codes[i++] = code;
        count++;
    }
    return count;
}

/* --- labels --- */

static void put_ascii(struct text_buffer *out, const char *label, size_t bytes)
{
    uint32_t codes[MOST];
    uint32_t count = 0;
    bool is_ascii = true;
    const char *end = label + bytes;
    for (const char *at = label; at < end && count < MOST; count++) {
        codes[count] = utf8_next(&at, end);
        is_ascii = is_ascii && codes[count] < FIRST_CODE;
    }
    if (is_ascii || count == MOST)
        text_append(out, label, bytes);
    else
        encode(out, codes, count);
}

static void put_readable(struct text_buffer *out, const char *label, size_t bytes)
{
    enum { PREFIX = 4 };
    uint32_t codes[MOST];
    bool is_coded = bytes > PREFIX && bytes <= MOST && memcmp(label, "xn--", PREFIX) == 0;
    uint32_t count = is_coded ? decode(codes, label + PREFIX, bytes - PREFIX) : 0;
    if (!count)
        text_append(out, label, bytes);
    for (uint32_t i = 0; i < count; i++) {
        char utf8[4];
        text_append(out, utf8, utf8_put(utf8, codes[i]));
    }
}

static const char *convert(struct arena *arena, const char *host,
                           void (*put)(struct text_buffer *out, const char *label, size_t bytes))
{
    enum { WORST = 8 }; /* bytes for one */
    host = unicode_lower_text(arena, unicode_nfc(arena, host, strlen(host)));
    struct text_buffer out = text_buffer_in(arena, WORST * strlen(host) + WORST);
    for (;;) {
        size_t bytes = strcspn(host, ".");
        put(&out, host, bytes);
        host += bytes;
        if (!*host)
            return text_end(&out);
        text_putc(&out, *host++);
    }
}

const char *punycode_host(struct arena *arena, const char *host)
{
    return convert(arena, host, put_ascii);
}

const char *punycode_readable(struct arena *arena, const char *host)
{
    return convert(arena, host, put_readable);
}

/* Escaping. */
#include "lib/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* --- addresses --- */

static bool is_letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static void put_percent(struct text_buffer *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    text_append(out, (char[]){ '%', digits[c >> 4], digits[c & 15] }, 3);
}

static void escape(struct text_buffer *out, const char *text, const char *kept)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (is_letter(c) || (c >= '0' && c <= '9') || strchr(kept, c))
            text_putc(out, *text);
        else
            put_percent(out, c);
    }
}

void escape_segment(struct text_buffer *out, const char *text) { escape(out, text, "-._~"); }

void escape_path(struct text_buffer *out, const char *path) { escape(out, path, "-._~/"); }

/* --- HTML and XML --- */

/* What stands for a byte that is escaped. XML 1.0 takes no other control characters, HTML warns of
 * them. */
static const char *escaped(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return "\uFFFD";
    }
}

/* The bytes of what no page or feed can hold: U+FFFE and U+FFFF in XML 1.0, U+0080 to U+009F in
 * HTML; else 0. */
static size_t bytes_of_no_character(const char *text, size_t bytes)
{
    if (bytes >= 2 && (unsigned char)text[0] == 0xC2 && (unsigned char)text[1] < 0xA0)
        return 2;
    bool is_last = bytes >= 3 &&
                   (memcmp(text, "\xEF\xBF\xBE", 3) == 0 || memcmp(text, "\xEF\xBF\xBF", 3) == 0);
    return is_last ? 3 : 0;
}

/* What is escaped, and what may begin a character that no page can hold. Pages are made of little
 * else than text that goes through here: sixteen bytes are asked at once, then one by one. */
static const bool needs_look[256] = {
    [0] = true,    [1] = true,    [2] = true,    [3] = true,   [4] = true,   [5] = true,
    [6] = true,    [7] = true,    [8] = true,    [11] = true,  [12] = true,  [13] = true,
    [14] = true,   [15] = true,   [16] = true,   [17] = true,  [18] = true,  [19] = true,
    [20] = true,   [21] = true,   [22] = true,   [23] = true,  [24] = true,  [25] = true,
    [26] = true,   [27] = true,   [28] = true,   [29] = true,  [30] = true,  [31] = true,
    ['"'] = true,  ['&'] = true,  ['\''] = true, ['<'] = true, ['>'] = true, [0x7F] = true,
    [0xC2] = true, [0xEF] = true,
};

typedef unsigned char sixteen __attribute__((vector_size(16)));

/* Where a text stands decides whether quotes are escaped. Inlined, so that each has its own loop.
 */
enum place { IN_ATTRIBUTE, IN_ELEMENT };
#define INLINED __attribute__((always_inline)) static inline

INLINED bool need_no_look(const char *text, enum place place)
{
    sixteen bytes;
    uint64_t halves[2];
    memcpy(&bytes, text, sizeof bytes);
    sixteen needs = (sixteen)((bytes < ' ') & (bytes != '\n'));
    needs |= (sixteen)((bytes == '&') | (bytes == '<') | (bytes == '>'));
    needs |= (sixteen)((bytes == 0x7F) | (bytes == 0xC2) | (bytes == 0xEF));
    if (place == IN_ATTRIBUTE)
        needs |= (sixteen)((bytes == '"') | (bytes == '\''));
    memcpy(halves, &needs, sizeof halves);
    return !(halves[0] | halves[1]);
}

/* The next byte that needs a look, or the end. */
INLINED size_t skip_plain(const char *text, size_t at, size_t bytes, enum place place)
{
    while (bytes - at >= sizeof(sixteen) && need_no_look(text + at, place))
        at += sizeof(sixteen);
    while (at < bytes && (!needs_look[(unsigned char)text[at]] ||
                          (place == IN_ELEMENT && (text[at] == '"' || text[at] == '\''))))
        at++;
    return at;
}

INLINED void put_html(struct text_buffer *out, const char *text, size_t bytes, enum place place)
{
    size_t plain = 0; /* where the bytes that need nothing begin */
    for (size_t i = 0; (i = skip_plain(text, i, bytes, place)) < bytes;) {
        unsigned char c = (unsigned char)text[i];
        size_t replaced_bytes = c > 0x7F ? bytes_of_no_character(text + i, bytes - i) : 1;
        if (replaced_bytes) {
            text_append(out, text + plain, i - plain);
            text_puts(out, c > 0x7F ? "\uFFFD" : escaped(c));
            plain = i + replaced_bytes;
        }
        i += replaced_bytes ? replaced_bytes : 1;
    }
    text_append(out, text + plain, bytes - plain);
}

void escape_html_bytes(struct text_buffer *out, const char *text, size_t bytes)
{
    put_html(out, text, bytes, IN_ATTRIBUTE);
}

void escape_html_element(struct text_buffer *out, const char *text, size_t bytes)
{
    put_html(out, text, bytes, IN_ELEMENT);
}

void escape_html(struct text_buffer *out, const char *text)
{
    escape_html_bytes(out, text, strlen(text));
}

/* Bytes of an address that stand in an attribute as they are. */
static bool is_plain_in_address(unsigned char c)
{
    static const bool is_other[256] = {
        ['&'] = true, ['\''] = true, ['"'] = true, ['<'] = true, ['>'] = true, ['\\'] = true,
        ['^'] = true, ['`'] = true,  ['{'] = true, ['|'] = true, ['}'] = true
    };
    return c > ' ' && c < 0x7F && !is_other[c];
}

void escape_html_address(struct text_buffer *out, const char *address)
{
    const char *plain = address; /* where the bytes that need nothing begin */
    for (const char *at = address; *at; at++) {
        unsigned char c = (unsigned char)*at;
        if (is_plain_in_address(c))
            continue;
        text_append(out, plain, (size_t)(at - plain));
        plain = at + 1;
        if (c == '&')
            text_puts(out, "&amp;");
        else if (c == '\'')
            text_puts(out, "&#39;");
        else
            put_percent(out, c);
    }
    text_puts(out, plain);
}

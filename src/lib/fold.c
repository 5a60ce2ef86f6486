/* Simple case folding by utf8proc, with quick ways past what has no case. */
#include "lib/fold.h"

#include <string.h>
#include <utf8proc.h>

#include "lib/unicode.h"

uint32_t fold_codepoint(uint32_t codepoint)
{
    utf8proc_int32_t c = (utf8proc_int32_t)codepoint, folded[4];
    if (codepoint < 0x80)
        return codepoint - 'A' < 26U ? codepoint | 0x20 : codepoint;
    int last_class = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(c, folded, 4, UTF8PROC_CASEFOLD, &last_class);
    if (count == 1)
        return (uint32_t)folded[0];
    /* Folded to several in full, to one or none simply: U+1E9E is U+00DF, U+0130 itself. */
    return codepoint == 0x130 ? codepoint : (uint32_t)utf8proc_tolower(c);
}

/* Eight ASCII characters at once: none of the sums carries into the next byte. */
static uint64_t fold_eight(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t from_a = word + ones * (0x80 - 'A'), behind_z = word + ones * (0x80 - 'Z' - 1);
    return word | (from_a & ~behind_z & ones * 0x80) >> 2;
}

/* ASCII from `text` on, folded; how many bytes. */
static size_t fold_ascii(char *out, const char *text, size_t bytes)
{
    size_t at = 0;
    uint64_t word;
    for (; at + sizeof word <= bytes; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        if (word & 0x8080808080808080)
            break;
        word = fold_eight(word);
        memcpy(out + at, &word, sizeof word);
    }
    for (; at < bytes && !(text[at] & 0x80); at++)
        out[at] = (char)fold_codepoint((unsigned char)text[at]);
    return at;
}

/* Bytes of a sequence that surely has no case: general punctuation, symbols and emoji. */
static size_t caseless_bytes(const unsigned char *text)
{
    if (text[0] == 0xE2 && text[1] < 0x84)
        return 3;
    if (text[0] == 0xF0 && text[1] == 0x9F)
        return 4;
    return 0;
}

bool fold_in_place(char *out, const char *text, size_t bytes)
{
    bool has_others = false;
    size_t at = 0;
    while ((at += fold_ascii(out + at, text + at, bytes - at)) < bytes) {
        if ((unsigned char)text[at] == 0xC3) { /* U+00C0 to U+00FF */
            unsigned char c = (unsigned char)text[at + 1];
            out[at] = text[at];
            out[at + 1] = (char)(c < 0x9F && c != 0x97 ? c | 0x20 : c);
            at += 2;
            continue;
        }
        size_t caseless = caseless_bytes((const unsigned char *)text + at);
        char folded[4];
        if (caseless) {
            memmove(out + at, text + at, caseless);
            at += caseless;
            continue;
        }
        const char *next = text + at;
        uint32_t codepoint = utf8_next(&next, text + bytes);
        size_t sequence = (size_t)(next - text) - at;
        if (utf8_put(folded, fold_codepoint(codepoint)) == sequence && codepoint != 0x130) {
            memcpy(out + at, folded, sequence);
        } else {
            memmove(out + at, text + at, sequence);
            has_others = true;
        }
        at += sequence;
    }
    return has_others;
}

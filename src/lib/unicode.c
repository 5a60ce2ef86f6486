/* Unicode: utf8proc's tables behind short ways for ASCII, which most text is. */
#include "lib/unicode.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/runner.h"

/* The bytes of the valid sequence at `text`, or 0 where there is none (Unicode 15, table 3-7). */
static size_t sequence_bytes(const unsigned char *text, size_t bytes)
{
    unsigned char lead = text[0];
    if (lead < 0x80)
        return lead != 0;
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || need > bytes)
        return 0;
    for (size_t i = 1; i < need; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    if ((lead == 0xE0 && text[1] < 0xA0) || (lead == 0xED && text[1] > 0x9F) ||
        (lead == 0xF0 && text[1] < 0x90) || (lead == 0xF4 && text[1] > 0x8F))
        return 0;
    return need;
}

/* Whether eight bytes are all ASCII and none is NUL. */
static bool are_plain(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return ((word | (word - 0x0101010101010101)) & 0x8080808080808080) == 0;
}

size_t utf8_valid_bytes(const char *text, size_t bytes)
{
    size_t at = 0;
    while (at < bytes) {
        if (bytes - at >= 8 && are_plain(text + at)) {
            at += 8;
            continue;
        }
        size_t sequence = sequence_bytes((const unsigned char *)text + at, bytes - at);
        if (!sequence)
            return at;
        at += sequence;
    }
    return bytes;
}

uint32_t utf8_next(const char **at, const char *end)
{
    const unsigned char *text = (const unsigned char *)*at;
    if (text[0] < 0x80) {
        ++*at;
        return text[0];
    }
    size_t bytes = text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
    if (bytes > (size_t)(end - *at))
        bytes = (size_t)(end - *at);
    *at += bytes;
    if (bytes == 1)
        return text[0];
    uint32_t codepoint = text[0] & (0x7FU >> bytes);
    for (size_t i = 1; i < bytes; i++)
        codepoint = codepoint << 6 | (text[i] & 0x3F);
    return codepoint;
}

size_t utf8_put(char out[4], uint32_t codepoint)
{
    utf8proc_uint8_t *bytes = (utf8proc_uint8_t *)out;
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)codepoint, bytes);
}

size_t utf8_cut(const char *text, size_t limit)
{
    size_t bytes = strnlen(text, limit + 1);
    if (bytes <= limit)
        return bytes;
    for (bytes = limit; bytes && ((unsigned char)text[bytes] & 0xC0) == 0x80;)
        bytes--;
    return bytes;
}

size_t unicode_codepoints(const char *text, size_t bytes)
{
    const uint64_t ones = 0x0101010101010101;
    size_t count = bytes;
    size_t i = 0;
    /* Less the continuation bytes, 10xxxxxx, of which the product sums up those of eight bytes. */
    for (uint64_t word; bytes - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text + i, sizeof word);
        count -= (((word >> 7) & ~(word >> 6) & ones) * ones) >> 56;
    }
    for (; i < bytes; i++)
        count -= (text[i] & 0xC0) == 0x80;
    return count;
}

size_t unicode_utf16_units(const char *text, size_t bytes)
{
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += (text[i] & 0xC0) == 0x80 ? 0U : (unsigned char)text[i] >= 0xF0 ? 2U : 1U;
    return count;
}

/* Where the cluster that begins at `at` ends. */
static size_t cluster_end(const char *text, size_t bytes, size_t at)
{
    const char *end = text + bytes;
    const char *next = text + at;
    uint32_t before = utf8_next(&next, end);
    utf8proc_int32_t state = 0;
    while (next < end) {
        const char *here = next;
        uint32_t codepoint = utf8_next(&next, end);
        bool is_break;
        if (before < 0x80 && codepoint < 0x80)
            is_break = before != '\r' || codepoint != '\n';
        else
            is_break = utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
                                                        (utf8proc_int32_t)codepoint, &state);
        if (is_break)
            return (size_t)(here - text);
        before = codepoint;
    }
    return bytes;
}

/* Whether nine bytes are all ASCII and none of the first eight is a carriage return: then each of
 * the eight is a cluster of its own. */
static bool are_clusters(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    uint64_t returns = word ^ 0x0D0D0D0D0D0D0D0D;
    return ((word | (returns - 0x0101010101010101)) & 0x8080808080808080) == 0 &&
           (unsigned char)text[8] < 0x80;
}

size_t unicode_graphemes(const char *text, size_t bytes)
{
    size_t count = 0;
    for (size_t at = 0; at < bytes;) {
        if (bytes - at > 8 && are_clusters(text + at)) {
            at += 8;
            count += 8;
        } else {
            at = cluster_end(text, bytes, at);
            count++;
        }
    }
    return count;
}

size_t unicode_graphemes_end(const char *text, size_t bytes, size_t graphemes)
{
    size_t at = 0;
    for (; at < bytes && graphemes > 0; graphemes--)
        at = cluster_end(text, bytes, at);
    return at;
}

/* The widest character of a cluster counts; a pair of regional indicators is a flag, and a
 * variation selector 16 asks for an emoji: terminals draw both two columns wide. */
static size_t cluster_columns(const char *text, size_t bytes)
{
    enum { EMOJI_SELECTOR = 0xFE0F, FIRST_INDICATOR = 0x1F1E6, LAST_INDICATOR = 0x1F1FF };
    size_t widest = 0;
    size_t indicators = 0;
    for (const char *at = text; at < text + bytes;) {
        uint32_t codepoint = utf8_next(&at, text + bytes);
        size_t columns = (size_t)utf8proc_charwidth((utf8proc_int32_t)codepoint);
        indicators += codepoint >= FIRST_INDICATOR && codepoint <= LAST_INDICATOR;
        if (indicators == 2 || (codepoint == EMOJI_SELECTOR && widest))
            columns = 2;
        if (columns > widest)
            widest = columns;
    }
    return widest;
}

size_t unicode_columns(const char *text, size_t bytes)
{
    size_t columns = 0;
    for (size_t at = 0; at < bytes;) {
        size_t end = cluster_end(text, bytes, at);
        columns += cluster_columns(text + at, end - at);
        at = end;
    }
    return columns;
}

static utf8proc_category_t category(uint32_t codepoint)
{
    return utf8proc_category((utf8proc_int32_t)codepoint);
}

bool unicode_is_letter(uint32_t codepoint)
{
    utf8proc_category_t of = category(codepoint);
    return of >= UTF8PROC_CATEGORY_LU && of <= UTF8PROC_CATEGORY_ME;
}

bool unicode_is_mark(uint32_t codepoint)
{
    utf8proc_category_t of = category(codepoint);
    return of >= UTF8PROC_CATEGORY_MN && of <= UTF8PROC_CATEGORY_ME;
}

bool unicode_is_digit(uint32_t codepoint) { return category(codepoint) == UTF8PROC_CATEGORY_ND; }

bool unicode_is_number(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint >= '0' && codepoint <= '9';
    utf8proc_category_t of = category(codepoint);
    return of >= UTF8PROC_CATEGORY_ND && of <= UTF8PROC_CATEGORY_NO;
}

bool unicode_is_bare_letter(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return (codepoint | 0x20) >= 'a' && (codepoint | 0x20) <= 'z';
    utf8proc_category_t of = category(codepoint);
    return of >= UTF8PROC_CATEGORY_LU && of <= UTF8PROC_CATEGORY_LO;
}

bool unicode_is_upper(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint >= 'A' && codepoint <= 'Z';
    return category(codepoint) == UTF8PROC_CATEGORY_LU;
}

bool unicode_is_lower(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint >= 'a' && codepoint <= 'z';
    return category(codepoint) == UTF8PROC_CATEGORY_LL;
}

uint32_t unicode_lower(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return unicode_is_upper(codepoint) ? codepoint | 0x20 : codepoint;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)codepoint);
}

uint32_t unicode_upper(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return unicode_is_lower(codepoint) ? codepoint & ~0x20U : codepoint;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)codepoint);
}

uint32_t unicode_title(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return unicode_upper(codepoint);
    return (uint32_t)utf8proc_totitle((utf8proc_int32_t)codepoint);
}

bool unicode_is_space(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint == ' ' || (codepoint >= '\t' && codepoint <= '\r');
    utf8proc_category_t of = category(codepoint);
    return codepoint == 0x85 || (of >= UTF8PROC_CATEGORY_ZS && of <= UTF8PROC_CATEGORY_ZP);
}

bool unicode_is_punctuation(uint32_t codepoint)
{
    utf8proc_category_t of = category(codepoint);
    return of >= UTF8PROC_CATEGORY_PC && of <= UTF8PROC_CATEGORY_PO;
}

static const char *mapped(struct arena *arena, const char *text, size_t bytes,
                          utf8proc_option_t options)
{
    utf8proc_uint8_t *made = NULL;
    utf8proc_ssize_t made_bytes =
        utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)bytes, &made, options);
    if (made_bytes == UTF8PROC_ERROR_NOMEM)
        out_of_memory();
    if (made_bytes < 0) /* no valid UTF-8: it equals nothing but itself */
        return arena_strndup(arena, text, bytes);
    const char *copy = arena_strndup(arena, (const char *)made, (size_t)made_bytes);
    free(made);
    return copy;
}

const char *unicode_nfc(struct arena *arena, const char *text, size_t bytes)
{
    /* Below U+0300, the first combining mark, everything is in NFC. */
    size_t at = 0;
    while (at < bytes && (unsigned char)text[at] < 0xCC)
        at++;
    if (at == bytes)
        return arena_strndup(arena, text, bytes);
    return mapped(arena, text, bytes, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static const char *each(struct arena *arena, const char *text, uint32_t (*change)(uint32_t))
{
    const char *end = text + strlen(text);
    char *out = arena_alloc(arena, 4 * (size_t)(end - text) + 1);
    char *to = out;
    while (text < end)
        to += utf8_put(to, change(utf8_next(&text, end)));
    return out;
}

const char *unicode_lower_text(struct arena *arena, const char *text)
{
    return each(arena, text, unicode_lower);
}

const char *unicode_upper_text(struct arena *arena, const char *text)
{
    return each(arena, text, unicode_upper);
}

const char *unicode_fold(struct arena *arena, const char *text)
{
    /* ASCII, and the letters from À to ÿ, which are C3 80 to C3 BF: capitals lie 32 before. */
    enum { LATIN_1 = 0xC3, TIMES = 0x97, LAST_CAPITAL = 0x9E, SHARP_S = 0x9F };
    size_t bytes = strlen(text);
    char *folded = arena_strndup(arena, text, bytes);
    for (size_t i = 0; i < bytes; i++) {
        unsigned char byte = (unsigned char)text[i];
        unsigned char second = (unsigned char)text[i + 1];
        if (byte >= 'A' && byte <= 'Z') {
            folded[i] = (char)(byte + 32);
        } else if (byte == LATIN_1 && second >= 0x80 && second != SHARP_S) {
            i++;
            if (second <= LAST_CAPITAL && second != TIMES)
                folded[i] = (char)(second + 32);
        } else if (byte >= 0x80) {
            return mapped(arena, text, bytes,
                          UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
        }
    }
    return folded;
}

const char *unicode_plain(struct arena *arena, const char *text)
{
    return mapped(arena, text, strlen(text),
                  UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
}

/* Joiners are part of emoji and of Arabic or Indian words, where they stand between two characters
 * of such a script; elsewhere they only hide something. */
static bool joins_characters(uint32_t codepoint, uint32_t before, const char *at, const char *end)
{
    enum { ZWNJ = 0x200C, ZWJ = 0x200D, FIRST_JOINING_SCRIPT = 0x600 };
    if ((codepoint != ZWNJ && codepoint != ZWJ) || at == end || before < FIRST_JOINING_SCRIPT)
        return false;
    return sequence_bytes((const unsigned char *)at, (size_t)(end - at)) > 1 &&
           utf8_next(&at, end) >= FIRST_JOINING_SCRIPT;
}

static bool is_invisible(uint32_t codepoint)
{
    if (codepoint < 0x7F)
        return codepoint < ' ' && codepoint != '\t';
    utf8proc_category_t of = category(codepoint);
    return of == UTF8PROC_CATEGORY_CC || of == UTF8PROC_CATEGORY_CF || of == UTF8PROC_CATEGORY_ZL ||
           of == UTF8PROC_CATEGORY_ZP;
}

/* How many bytes from `at` on are ASCII that shows, or tabs. */
static size_t plain_bytes(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && ((*at >= ' ' && *at < 0x7F) || *at == '\t'))
        at++;
    return (size_t)(at - start);
}

const char *unicode_visible(struct arena *arena, const char *text, size_t bytes, bool keeps_lines)
{
    enum { LONGEST_ESCAPE = 10 }; /* \u{10FFFF} */
    struct text_buffer out = text_buffer_in(arena, bytes * LONGEST_ESCAPE);
    const char *end = text + bytes;
    uint32_t before = 0;
    for (const char *at = text; at < end;) {
        size_t plain = plain_bytes(at, end);
        if (plain > 0) {
            text_append(&out, at, plain);
            at += plain;
            before = (unsigned char)at[-1];
            continue;
        }
        size_t sequence = sequence_bytes((const unsigned char *)at, (size_t)(end - at));
        if (!sequence && *at) {
            text_printf(&out, "\\x{%02X}", (unsigned)(unsigned char)*at++);
            before = 0;
            continue;
        }
        const char *here = at;
        uint32_t codepoint = utf8_next(&at, end);
        if (keeps_lines && codepoint == '\r' && at < end && *at == '\n')
            continue;
        if ((keeps_lines && codepoint == '\n') || !is_invisible(codepoint) ||
            joins_characters(codepoint, before, at, end))
            text_append(&out, here, (size_t)(at - here));
        else
            text_printf(&out, "\\u{%X}", (unsigned)codepoint);
        before = codepoint;
    }
    return runner_harmless(arena, text_end(&out));
}

/* Entities: one pass that stops at `#`, `@` and `://`. */
#include "render/entities.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "lib/unicode.h"

struct text {
    const char *at, *end; /* of the whole */
};

static bool is_ascii_letter(uint32_t c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* Whether `c` is one of some ASCII characters. */
static bool is_one_of(const char *some, uint32_t c)
{
    return c && c < 0x80 && strchr(some, (int)c);
}

static bool is_ascii_digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* Ruby's [[:word:]]. */
static bool is_word(uint32_t c)
{
    if (c < 0x80)
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
    return unicode_is_letter(c) || unicode_is_digit(c);
}

static uint32_t peek(const char *at, const char *end) { return at < end ? utf8_next(&at, end) : 0; }

/* The code point that ends before `at`, 0 at the start. */
static uint32_t before(const struct text *text, const char *at)
{
    if (at == text->at)
        return 0;
    do
        at--;
    while (at > text->at && ((unsigned char)*at & 0xC0) == 0x80);
    return peek(at, text->end);
}

/* --- addresses --- */

static const char *const schemes[] = { "http", "https", "dat",    "dweb",  "ipfs",
                                       "ipns", "ssb",   "gopher", "gemini" };

/* Where the scheme before `colon` begins, or NULL: no scheme that is linked. */
static const char *scheme_start(const struct text *text, const char *colon)
{
    const char *start = colon;
    while (start > text->at && is_ascii_letter((unsigned char)start[-1]))
        start--;
    size_t bytes = (size_t)(colon - start);
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (strlen(schemes[i]) == bytes && strncasecmp(start, schemes[i], bytes) == 0) {
            uint32_t c = before(text, start);
            bool is_glued = is_ascii_digit(c) || is_one_of("@$#", c) || c == 0xFF20 || c == 0xFF03;
            return is_glued ? NULL : start;
        }
    }
    return NULL;
}

static bool is_domain_letter(uint32_t c)
{
    if (c < 0x80)
        return is_ascii_letter(c) || is_ascii_digit(c);
    return !unicode_is_punctuation(c) && !unicode_is_space(c);
}

/* Whether [start, end) could be a top-level domain: letters, or punycode. */
static bool is_top_level(const char *start, const char *end)
{
    if (end - start < 2)
        return false;
    if (end - start > 4 && strncasecmp(start, "xn--", 4) == 0)
        return true;
    while (start < end) {
        uint32_t c = utf8_next(&start, end);
        if (c < 0x80 ? !is_ascii_letter(c) : !unicode_is_letter(c))
            return false;
    }
    return true;
}

/* The end of the label at `at`; `at` itself where there is none. */
static const char *label_end(const char *at, const char *end)
{
    const char *start = at;
    const char *last = at;
    while (at < end) {
        uint32_t c = utf8_next(&at, end);
        if (is_domain_letter(c))
            last = at;
        else if (last == start || (c != '-' && c != '_'))
            break;
    }
    return last;
}

/* The end of the host at `at`, or NULL: no host of the public net. */
static const char *host_end(const char *at, const char *end)
{
    const char *found = NULL;
    for (size_t labels = 1;; labels++) {
        const char *stop = label_end(at, end);
        if (stop == at)
            break;
        if (labels > 1 && is_top_level(at, stop))
            found = stop;
        if (stop == end || *stop != '.')
            break;
        at = stop + 1;
    }
    return found && is_one_of("@+-", peek(found, end)) ? NULL : found;
}

static bool is_path_char(uint32_t c) { return c && !unicode_is_space(c) && !is_one_of("<>()?", c); }

static bool may_end_path(uint32_t c)
{
    return is_path_char(c) && !is_one_of("!*\"';:=,.$%[]~&|@", c) && c != 0x300C && c != 0x300D;
}

/* The end of a group in parentheses that begins at `at`, with at most one more inside; or NULL. */
static const char *group_end(const char *at, const char *end)
{
    int depth = 0;
    bool is_empty = true;
    while (at < end) {
        uint32_t c = utf8_next(&at, end);
        if (c == '(') {
            if (++depth > 2)
                return NULL;
            is_empty = true;
        } else if (c == ')') {
            if (is_empty)
                return NULL;
            if (--depth == 0)
                return at;
        } else if (!is_path_char(c)) {
            return NULL;
        } else {
            is_empty = false;
        }
    }
    return NULL;
}

/* The end of the path whose slash is at `at`. */
static const char *path_end(const char *at, const char *end)
{
    const char *good = ++at;
    while (at < end) {
        if (*at == '(') {
            at = group_end(at, end);
            if (!at)
                break;
            good = at;
            continue;
        }
        uint32_t c = utf8_next(&at, end);
        if (!is_path_char(c))
            break;
        if (may_end_path(c))
            good = at;
    }
    return good;
}

/* The end of the query whose question mark is at `at`; `at` where it is empty. */
static const char *query_end(const char *at, const char *end)
{
    const char *good = at++;
    while (at < end) {
        uint32_t c = utf8_next(&at, end);
        bool is_plain = is_ascii_letter(c) || is_ascii_digit(c) || c >= 0xA0;
        if (is_plain || is_one_of("_&=#/-", c))
            good = at;
        else if (!is_one_of("!?*'();:+$%[].,~|@^", c))
            break;
    }
    return good;
}

static bool find_address(struct entity *out, const struct text *text, const char *colon)
{
    if (text->end - colon < 4 || colon[1] != '/' || colon[2] != '/')
        return false;
    const char *start = scheme_start(text, colon);
    const char *at = start ? host_end(colon + 3, text->end) : NULL;
    if (!at)
        return false;
    if (at + 1 < text->end && *at == ':' && is_ascii_digit((unsigned char)at[1])) {
        at++;
        while (at < text->end && is_ascii_digit((unsigned char)*at))
            at++;
    }
    if (at < text->end && *at == '/')
        at = path_end(at, text->end);
    if (at < text->end && *at == '?')
        at = query_end(at, text->end);
    *out = (struct entity){
        .kind = ENTITY_ADDRESS,
        .start_byte = (size_t)(start - text->at),
        .end_byte = (size_t)(at - text->at),
    };
    return true;
}

/* --- hashtags --- */

/* Whether a sign that begins a hashtag stands apart from what is before it. */
static bool begins_hashtag(const struct text *text, const char *hash)
{
    uint32_t c = before(text, hash);
    return !is_word(c) && !is_one_of("=/)&#", c);
}

static bool find_hashtag(struct entity *out, const struct text *text, const char *hash)
{
    uint32_t c;
    const char *end = hash + 1;
    if (!begins_hashtag(text, hash))
        return false;
    bool has_letter = false;
    while (end < text->end) {
        const char *next = end;
        c = utf8_next(&next, text->end);
        /* Middle dots and the zero-width non-joiner stand inside words of some languages. */
        if (!is_word(c) && c != 0xB7 && c != 0x30FB && c != 0x200C)
            break;
        /* A mark alone is none: `#` with two of them is the keycap emoji. */
        has_letter = has_letter || (unicode_is_letter(c) && !unicode_is_mark(c));
        end = next;
    }
    if (!has_letter)
        return false;
    *out = (struct entity){
        .kind = ENTITY_HASHTAG,
        .start_byte = (size_t)(hash - text->at),
        .end_byte = (size_t)(end - text->at),
    };
    return true;
}

/* The soft hyphen and what else is invisible: word joiner, hair space, zero-width space and
 * joiners, an enclosing mark. Dashes are ours: Spanish sets them close to the words around. */
static bool ends_tag(uint32_t c)
{
    return unicode_is_space(c) || c == '#' || c == 0xFF03 || c == 0xAD || c == 0x2060 ||
           (c >= 0x200A && c <= 0x200D) || (c >= 0x2013 && c <= 0x2015) || c == 0x20E2;
}

/* All up to a space or another sign, without the punctuation at its end; digits alone are none. */
static bool find_tag(struct entity *out, const struct text *text, const char *hash)
{
    const char *at = hash + 1;
    const char *end = at;
    bool has_letter = false;
    if (!begins_hashtag(text, hash) || unicode_is_mark(peek(at, text->end)))
        return false;
    while (at < text->end) {
        uint32_t c = utf8_next(&at, text->end);
        if (ends_tag(c))
            break;
        if (unicode_is_punctuation(c))
            continue;
        end = at;
        has_letter = has_letter || !unicode_is_digit(c);
    }
    if (!has_letter)
        return false;
    *out = (struct entity){
        .kind = ENTITY_TAG,
        .start_byte = (size_t)(hash - text->at),
        .end_byte = (size_t)(end - text->at),
    };
    return true;
}

/* --- mentions --- */

/* The end of `words([.-]+words)*` at `at`; `at` where there is none. */
static const char *words_end(const char *at, const char *end, bool is_ascii)
{
    const char *start = at;
    const char *good = at;
    while (at < end) {
        uint32_t c = utf8_next(&at, end);
        if (is_word(c) && (!is_ascii || c < 0x80))
            good = at;
        else if (good == start || (c != '.' && c != '-'))
            break;
    }
    return good;
}

static bool find_remote(struct entity *out, const struct text *text, const char *sign)
{
    uint32_t c = before(text, sign);
    if (is_word(c) || is_one_of("=/", c))
        return false;
    const char *user = words_end(sign + 1, text->end, true);
    if (user == sign + 1 || user == text->end || *user != '@')
        return false;
    const char *host = words_end(user + 1, text->end, false);
    if (host == user + 1)
        return false;
    c = peek(host, text->end);
    if (c == '@' || c == 0xFF20 || (text->end - host > 2 && memcmp(host, "://", 3) == 0))
        return false;
    *out = (struct entity){
        .kind = ENTITY_REMOTE,
        .start_byte = (size_t)(sign - text->at),
        .end_byte = (size_t)(host - text->at),
        .user_end_byte = (size_t)(user - text->at),
    };
    return true;
}

static bool find_handle(struct entity *out, const struct text *text, const char *sign)
{
    uint32_t c = before(text, sign);
    if (is_word(c) || is_one_of("=/.+-:@", c))
        return false;
    const char *end = host_end(sign + 1, text->end);
    if (!end)
        return false;
    for (const char *at = sign + 1; at < end; at++) {
        if ((unsigned char)*at >= 0x80 || *at == '_')
            return false;
    }
    *out = (struct entity){
        .kind = ENTITY_HANDLE,
        .start_byte = (size_t)(sign - text->at),
        .end_byte = (size_t)(end - text->at),
    };
    return true;
}

static uint64_t zero_bytes(uint64_t word)
{
    return (word - 0x0101010101010101) & ~word & 0x8080808080808080;
}

/* The next `:`, `#` or `@`, the only signs at which something can be found; or the end. */
static const char *next_sign(const char *at, const char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        if (zero_bytes(word ^ 0x3A3A3A3A3A3A3A3A) | zero_bytes(word ^ 0x2323232323232323) |
            zero_bytes(word ^ 0x4040404040404040))
            break;
    }
    while (at < end && *at != ':' && *at != '#' && *at != '@')
        at++;
    return at;
}

bool entity_next(struct entity *out, const char *text, size_t bytes, size_t from, unsigned kinds)
{
    if (from >= bytes)
        return false;
    const struct text whole = { .at = text, .end = text + bytes };
    for (const char *at = next_sign(text + from, whole.end); at != whole.end;
         at = next_sign(at + 1, whole.end)) {
        bool is_found = false;
        if (*at == ':' && (kinds & ENTITY_ADDRESS))
            is_found = find_address(out, &whole, at) && out->start_byte >= from;
        else if (*at == '#')
            is_found = ((kinds & ENTITY_HASHTAG) && find_hashtag(out, &whole, at)) ||
                       ((kinds & ENTITY_TAG) && find_tag(out, &whole, at));
        else if (*at == '@')
            is_found = ((kinds & ENTITY_REMOTE) && find_remote(out, &whole, at)) ||
                       ((kinds & ENTITY_HANDLE) && find_handle(out, &whole, at));
        if (is_found)
            return true;
    }
    return false;
}

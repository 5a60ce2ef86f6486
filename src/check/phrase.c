/* Phrases, found in a folded copy. */
#include "check/phrase.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/unicode.h"

/* Characters that are typed in two ways: no-break spaces, and apostrophes. */
static size_t fold_twin(char out[16], const char *text, size_t bytes)
{
    static const char *const twins[] = { " \xC2\xA0", " \xE2\x80\xAF", "'’", "'‘", "'ʼ" };
    for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++) {
        if (strlen(twins[i] + 1) == bytes && memcmp(twins[i] + 1, text, bytes) == 0) {
            out[0] = twins[i][0];
            return 1;
        }
    }
    return 0;
}

/* One character, folded: at most a few bytes, as `ß` is `ss`. */
static size_t fold(char out[16], struct arena *arena, const char *text, size_t bytes)
{
    unsigned char c = (unsigned char)*text;
    size_t twin_bytes = fold_twin(out, text, bytes);
    if (twin_bytes)
        return twin_bytes;
    if (bytes == 1) {
        out[0] = (char)(c >= 'A' && c <= 'Z' ? c + 0x20 : c <= ' ' ? ' ' : c);
        return 1;
    }
    const char *plain = unicode_plain(arena, arena_strndup(arena, text, bytes));
    size_t plain_bytes = strnlen(plain, 16);
    memcpy(out, plain, plain_bytes);
    return plain_bytes;
}

/* A hyphen within a name is a blank, and so is a low line: `Coca-Cola` is `Coca Cola`. */
static bool joins_words(const char *start, const char *at, const char *end)
{
    return (*at == '-' || *at == '_') && at > start && at + 1 < end &&
           (unsigned char)at[-1] > ' ' && (unsigned char)at[1] > ' ';
}

void plain_make(struct plain *out, struct arena *arena, const char *text, size_t bytes)
{
    enum { MOST = 16 };
    size_t room = bytes;
    for (size_t i = 0; i < bytes; i++)
        room += (unsigned char)text[i] >= 0xC0 ? MOST : 0;
    *out = (struct plain){ .text = arena_alloc(arena, room + 1),
                           .places = arena_alloc_array(arena, room + 1, sizeof(uint32_t)) };
    const char *end = text + bytes;
    for (const char *at = text; at < end;) {
        const char *start = at;
        char folded[MOST];
        utf8_next(&at, end);
        size_t count = joins_words(text, start, end)
                           ? fold(folded, arena, " ", 1)
                           : fold(folded, arena, start, (size_t)(at - start));
        /* Two blanks are one. */
        if (folded[0] == ' ' && out->bytes && out->text[out->bytes - 1] == ' ')
            continue;
        for (size_t i = 0; i < count; i++) {
            out->places[out->bytes] = (uint32_t)(start - text);
            out->text[out->bytes++] = folded[i];
        }
    }
    out->places[out->bytes] = (uint32_t)bytes;
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Letters that are not Latin are bytes above 0x7F, and so are dashes and quotes. */
static bool is_word_at(const struct plain *plain, size_t at)
{
    if ((unsigned char)plain->text[at] < 0x80)
        return is_word_byte(plain->text[at]);
    size_t start = at;
    while (start && ((unsigned char)plain->text[start] & 0xC0) == 0x80)
        start--;
    const char *next = plain->text + start;
    uint32_t c = utf8_next(&next, plain->text + plain->bytes);
    return unicode_is_letter(c) || unicode_is_digit(c);
}

bool plain_find(const struct plain *plain, const char *phrase, size_t *from, size_t *start,
                size_t *end)
{
    size_t bytes = strlen(phrase);
    while (bytes && *from + bytes <= plain->bytes) {
        const char *found = memmem(plain->text + *from, plain->bytes - *from, phrase, bytes);
        if (!found)
            return false;
        size_t at = (size_t)(found - plain->text);
        *from = at + 1;
        if ((at && is_word_byte(phrase[0]) && is_word_at(plain, at - 1)) ||
            (at + bytes < plain->bytes && is_word_byte(phrase[bytes - 1]) &&
             is_word_at(plain, at + bytes)))
            continue;
        *from = at + bytes;
        *start = plain->places[at];
        *end = plain->places[at + bytes];
        return true;
    }
    return false;
}

static uint32_t character_before(const char *text, size_t at)
{
    const char *last = text + at;
    do
        last--;
    while (last > text && ((unsigned char)*last & 0xC0) == 0x80);
    return utf8_next(&last, text + at);
}

/* Whether a word begins at `at`, between characters of a tag: `#NoBimbo2026`, `#PanYBimbo`. */
static bool begins_word(const char *text, size_t at, size_t bytes)
{
    const char *next = text + at;
    const char *end = text + bytes;
    uint32_t before = character_before(text, at);
    uint32_t c = utf8_next(&next, end);
    if (unicode_is_upper(c))
        return !unicode_is_upper(before) || (next < end && unicode_is_lower(utf8_next(&next, end)));
    return unicode_is_digit(c) != unicode_is_digit(before);
}

static bool is_in_tag(const struct plain *plain, size_t at)
{
    enum { LONGEST = 256 }; /* bytes of a tag or handle */
    for (size_t i = 0; i < LONGEST && at && is_word_at(plain, at - 1); i++)
        at--;
    return at && strchr("#@", plain->text[at - 1]);
}

bool plain_find_in_tag(const struct plain *plain, const char *text, const char *phrase,
                       size_t *from, size_t *start, size_t *end)
{
    size_t bytes = strlen(phrase);
    size_t text_bytes = plain->places[plain->bytes];
    while (bytes && *from + bytes <= plain->bytes) {
        const char *found = memmem(plain->text + *from, plain->bytes - *from, phrase, bytes);
        if (!found)
            return false;
        size_t at = (size_t)(found - plain->text);
        size_t stop = at + bytes;
        bool goes_before = at && is_word_at(plain, at - 1);
        bool goes_on = stop < plain->bytes && is_word_at(plain, stop);
        *from = at + 1;
        if ((!goes_before && !goes_on) || !is_in_tag(plain, at) ||
            (goes_before && !begins_word(text, plain->places[at], text_bytes)) ||
            (goes_on && !begins_word(text, plain->places[stop], text_bytes)))
            continue;
        *from = stop;
        *start = plain->places[at];
        *end = plain->places[stop];
        return true;
    }
    return false;
}

const char *phrase_fold(struct arena *arena, const char *phrase)
{
    struct plain plain;
    plain_make(&plain, arena, phrase, strlen(phrase));
    return plain.text;
}

const char *phrase_join(struct arena *arena, const char *phrase)
{
    const char *plain = phrase_fold(arena, phrase);
    struct text_buffer out = text_buffer_in(arena, strlen(plain));
    for (; *plain; plain++) {
        if (*plain != ' ' && *plain != '\'')
            text_putc(&out, *plain);
    }
    return text_end(&out);
}

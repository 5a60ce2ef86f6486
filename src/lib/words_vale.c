/* Vale's word tokens: runs between blanks, cut at both ends until nothing more comes off. */
#include "lib/words.h"

#include <string.h>

#include "lib/unicode.h"

/* A quote or apostrophe, straight or typographic, as the straight one; its bytes. Other
 * characters give themselves. */
static char mark_at(const char *at, const char *end, size_t *bytes)
{
    *bytes = 1;
    if ((unsigned char)*at != 0xE2 || end - at < 3 || (unsigned char)at[1] != 0x80)
        return *at;
    *bytes = 3;
    unsigned char last = (unsigned char)at[2];
    if (last == 0x9C || last == 0x9D)
        return '"';
    return last == 0x98 || last == 0x99 ? '\'' : '\0';
}

static char last_mark(const char *start, const char *end, size_t *bytes)
{
    if (end - start >= 3 && (unsigned char)end[-3] == 0xE2)
        return mark_at(end - 3, end, bytes);
    *bytes = 1;
    return end[-1];
}

static bool is_abbreviation(const char *at, size_t bytes)
{
    size_t letters = 0;
    while (letters + 1 < bytes && unicode_is_bare_letter((unsigned char)at[letters]) &&
           (unsigned char)at[letters] < 0x80 && at[letters + 1] == '.')
        letters += 2;
    if (letters == bytes && letters >= 4)
        return true;
    bool is_short = bytes == 3 || bytes == 4;
    if (!is_short || !unicode_is_upper((unsigned char)at[0]) || at[bytes - 1] != '.')
        return false;
    for (size_t i = 1; i + 1 < bytes; i++)
        if (at[i] < 'a' || at[i] > 'z')
            return false;
    return true;
}

/* Faces that begin or end with a mark that would be cut off. */
static bool is_emoticon(const char *at, size_t bytes)
{
    static const char *const faces[] = { "8D",  ":o",  ":o)", ":P",  ":3",  "xD",  "xDD", "XDD",
                                         "o_o", "O_o", "o_O", "O.o", "o_0", "V_V", "v_v", "8-D",
                                         ":-X", ":-o", ":-p", ":-x", "=D",  "(o:", ":0" };
    for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++)
        if (strlen(faces[i]) == bytes && !memcmp(faces[i], at, bytes))
            return true;
    return false;
}

/* How many bytes come off in front; likewise behind. */
static size_t front_bytes(const char *start, const char *end)
{
    size_t bytes;
    char mark = mark_at(start, end, &bytes);
    return mark && strchr("$(\"['", mark) && (size_t)(end - start) > bytes ? bytes : 0;
}

static size_t back_bytes(const char *start, const char *end)
{
    size_t bytes;
    char mark = last_mark(start, end, &bytes);
    return mark && strchr(",)\"]!;.?:'", mark) && (size_t)(end - start) > bytes ? bytes : 0;
}

static void trim(const char *text, struct word *word)
{
    const char *start = text + word->start;
    const char *end = text + word->end;
    for (;;) {
        size_t front = front_bytes(start, end);
        size_t back = front ? 0 : back_bytes(start, end);
        if ((!front && !back) || is_abbreviation(start, (size_t)(end - start)) ||
            is_emoticon(start, (size_t)(end - start)))
            break;
        start += front;
        end -= back;
    }
    word->start = (size_t)(start - text);
    word->end = (size_t)(end - text);
}

static bool has_letter(const char *at, const char *end)
{
    while (at < end)
        if (unicode_is_bare_letter(utf8_next(&at, end)))
            return true;
    return false;
}

/* Moves behind the character at `*at`. */
static bool next_is_space(const char **at, const char *end)
{
    unsigned char c = (unsigned char)**at;
    if (c >= 0x80)
        return unicode_is_space(utf8_next(at, end));
    ++*at;
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool words_next_as_vale(struct words *words, struct word *out)
{
    const char *end = words->text + words->bytes;
    for (;;) {
        const char *start = words->text + words->at;
        const char *at = start;
        for (const char *next = at; next < end && next_is_space(&next, end); at = next)
            start = next;
        at = start;
        for (const char *next = at; next < end && !next_is_space(&next, end); at = next)
            ;
        words->at = (size_t)(at - words->text);
        if (start == at)
            return false;
        struct word word = { (size_t)(start - words->text), words->at, WORD_PLAIN };
        trim(words->text, &word);
        if (has_letter(words->text + word.start, words->text + word.end)) {
            *out = word;
            return true;
        }
    }
}

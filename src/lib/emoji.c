/* Emoji: sequences of UTS #51, found by the property that utf8proc keeps for its clusters. */
#include "lib/emoji.h"

#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/unicode.h"

enum {
    JOINER = 0x200D,
    KEYCAP = 0x20E3,
    AS_TEXT = 0xFE0E,
    AS_EMOJI = 0xFE0F,
    FIRST_FLAG_LETTER = 0x1F1E6,
    LAST_FLAG_LETTER = 0x1F1FF,
    FIRST_SKIN_TONE = 0x1F3FB,
    LAST_SKIN_TONE = 0x1F3FF,
    FIRST_TAG = 0xE0020,
    LAST_TAG = 0xE007F,
};

static bool is_skin_tone(uint32_t c) { return c >= FIRST_SKIN_TONE && c <= LAST_SKIN_TONE; }
static bool is_flag_letter(uint32_t c) { return c >= FIRST_FLAG_LETTER && c <= LAST_FLAG_LETTER; }

static bool is_pictographic(uint32_t c)
{
    return utf8proc_get_property((utf8proc_int32_t)c)->boundclass ==
           UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* Whether networks' apps draw it as a picture also without U+FE0F: all of the emoji planes, and the
 * blocks of hands, weather, signs and dingbats; not ©, ™, arrows and geometric shapes. */
static bool is_drawn(uint32_t c)
{
    return c >= 0x1F000 || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x231A && c <= 0x23FF) ||
           (c >= 0x2B1B && c <= 0x2B55);
}

static uint32_t peek(const char *at, const char *end) { return at < end ? utf8_next(&at, end) : 0; }

/* Moves `*at` behind what belongs to the picture before it; false where that is text. */
static bool take_modifiers(const char **at, const char *end, bool is_drawn_alone)
{
    bool is_picture = is_drawn_alone;
    for (;;) {
        const char *next = *at;
        uint32_t c = next < end ? utf8_next(&next, end) : 0;
        if (c == AS_TEXT)
            return false;
        if (c != AS_EMOJI && !is_skin_tone(c) && (c < FIRST_TAG || c > LAST_TAG))
            return is_picture;
        is_picture = true;
        *at = next;
    }
}

/* Moves `*at` behind the emoji that begins with `c` just before it; false where none does. */
static bool take(const char **at, const char *end, uint32_t c)
{
    if ((c >= '0' && c <= '9') || c == '#' || c == '*') {
        const char *next = *at;
        if (peek(next, end) == AS_EMOJI)
            utf8_next(&next, end);
        if (next >= end || utf8_next(&next, end) != KEYCAP)
            return false;
        *at = next;
        return true;
    }
    if (is_flag_letter(c)) {
        if (is_flag_letter(peek(*at, end)))
            utf8_next(at, end);
        return true;
    }
    if (!is_pictographic(c) || !take_modifiers(at, end, is_drawn(c)))
        return false;
    while (peek(*at, end) == JOINER) {
        const char *next = *at;
        utf8_next(&next, end);
        if (next >= end || !is_pictographic(utf8_next(&next, end)))
            break;
        *at = next;
        take_modifiers(at, end, true);
    }
    return true;
}

bool emoji_next(struct emoji *out, const char *text, size_t bytes, size_t from)
{
    const char *end = text + bytes;
    for (const char *at = text + from; at < end;) {
        const char *start = at;
        uint32_t c = utf8_next(&at, end);
        /* A keycap's sign is two or three bytes of 0xE2 and more behind the digit. */
        if (c < 0x80 && (at == end || (unsigned char)*at < 0xE2))
            continue;
        if (!take(&at, end, c))
            continue;
        *out = (struct emoji){ (size_t)(start - text), (size_t)(at - text) };
        return true;
    }
    return false;
}

const char *emoji_plain(struct arena *arena, const char *text)
{
    size_t bytes = strlen(text);
    struct text_buffer out = text_buffer_in(arena, bytes);
    const char *end = text + bytes;
    for (const char *at = text; at < end;) {
        const char *start = at;
        uint32_t c = utf8_next(&at, end);
        if (c != AS_EMOJI && c != AS_TEXT && !is_skin_tone(c))
            text_append(&out, start, (size_t)(at - start));
    }
    return text_end(&out);
}

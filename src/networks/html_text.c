/* HTML to text, only as well as comparing needs it; the HTML is hostile and never shown. */
#include "networks/html_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/unicode.h"

enum {
    MAX_ENTITY_BYTES = 10,
    MAX_CODEPOINT = 0x10FFFF,
    /* So many equal letters at the beginning are no accident between two texts of one account. */
    ALIKE_BYTES = 24,
};

/* Text in which all white space is one space, and none is at the ends. */
struct spaced {
    struct text_buffer out;
    bool is_open; /* a space is due before the next letter */
};

static void put_space(struct spaced *spaced) { spaced->is_open = spaced->out.bytes > 0; }

static void put(struct spaced *spaced, const char *text, size_t bytes)
{
    if (spaced->is_open)
        text_putc(&spaced->out, ' ');
    spaced->is_open = false;
    text_append(&spaced->out, text, bytes);
}

static void put_codepoint(struct spaced *spaced, uint32_t codepoint)
{
    char utf8[4];
    if (codepoint == 0 || codepoint > MAX_CODEPOINT || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
        return;
    if (unicode_is_space(codepoint))
        put_space(spaced);
    else
        put(spaced, utf8, utf8_put(utf8, codepoint));
}

/* `&amp;`, `&#39;`, `&#x27;` at `at`; the bytes read, 0 where it is a plain `&`. */
static size_t put_entity(struct spaced *spaced, const char *at)
{
    static const struct {
        const char *name;
        uint32_t codepoint;
    } named[] = { { "amp", '&' },  { "lt", '<' },    { "gt", '>' },
                  { "quot", '"' }, { "apos", '\'' }, { "nbsp", ' ' } };
    size_t bytes = strcspn(at, ";");
    if (!at[bytes] || bytes > MAX_ENTITY_BYTES)
        return 0;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (strlen(named[i].name) == bytes - 1 && memcmp(at + 1, named[i].name, bytes - 1) == 0) {
            put_codepoint(spaced, named[i].codepoint);
            return bytes + 1;
        }
    }
    if (at[1] != '#')
        return 0;
    bool is_hex = at[2] == 'x' || at[2] == 'X';
    uint32_t codepoint = 0;
    for (const char *digit = at + (is_hex ? 3 : 2); *digit != ';'; digit++) {
        static const char digits[] = "0123456789abcdef";
        const char *found = strchr(digits, *digit >= 'A' && *digit <= 'F' ? *digit + 32 : *digit);
        uint32_t base = is_hex ? 16 : 10;
        if (!found || (uint32_t)(found - digits) >= base || codepoint > MAX_CODEPOINT)
            return 0;
        codepoint = codepoint * base + (uint32_t)(found - digits);
    }
    put_codepoint(spaced, codepoint);
    return bytes + 1;
}

/* Whether the tag at `at` ends a line; inline tags stand within words. */
static bool breaks_line(const char *at)
{
    static const char *const blocks[] = { "br",         "p",   "div", "li", "ul", "ol",
                                          "blockquote", "pre", "h1",  "h2", "h3", "hr" };
    at += 1 + (at[1] == '/');
    size_t bytes = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (strlen(blocks[i]) == bytes && strncasecmp(at, blocks[i], bytes) == 0)
            return true;
    return false;
}

const char *html_text(struct arena *arena, const char *html)
{
    size_t left = strlen(html);
    struct spaced spaced = { .out = text_buffer_in(arena, left + 1) };
    const char *end = html + left;
    for (const char *at = html; at < end;) {
        if (*at == '<') {
            if (breaks_line(at))
                put_space(&spaced);
            const char *close = strchr(at, '>');
            at = close ? close + 1 : end;
            continue;
        }
        size_t entity_bytes = *at == '&' ? put_entity(&spaced, at) : 0;
        if (entity_bytes > 0)
            at += entity_bytes;
        else
            put_codepoint(&spaced, utf8_next(&at, end));
    }
    return text_end(&spaced.out);
}

static const char *squeeze(struct arena *arena, const char *text)
{
    const char *end = text + strlen(text);
    struct spaced spaced = { .out = text_buffer_in(arena, (size_t)(end - text) + 1) };
    while (text < end)
        put_codepoint(&spaced, utf8_next(&text, end));
    return text_end(&spaced.out);
}

/* Letters and digits alone, without addresses and without the host of `@ana@horno.example`: what
 * servers leave as it is. `text` is squeezed. */
static const char *skeleton(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, strlen(text) + 1);
    while (*text) {
        size_t word_bytes = strcspn(text, " ");
        const char *end = text + word_bytes;
        bool is_address = strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
        const char *host =
            *text == '@' && word_bytes > 1 ? memchr(text + 1, '@', word_bytes - 1) : NULL;
        const char *stop = is_address ? text : host ? host : end;
        while (text < stop) {
            const char *from = text;
            uint32_t codepoint = utf8_next(&text, end);
            if (unicode_is_letter(codepoint) || unicode_is_digit(codepoint))
                text_append(&out, from, (size_t)(text - from));
        }
        text = end + (*end == ' ');
    }
    return text_end(&out);
}

enum likeness html_text_likeness(struct arena *arena, const char *shown, const char *sent)
{
    const char *ours = squeeze(arena, sent);
    if (text_equal(shown, ours))
        return LIKENESS_SAME;
    const char *theirs = skeleton(arena, shown);
    ours = skeleton(arena, ours);
    if (text_equal(theirs, ours))
        return LIKENESS_SAME;
    size_t equal = 0;
    while (theirs[equal] && theirs[equal] == ours[equal])
        equal++;
    bool is_whole = equal > 0 && (!theirs[equal] || !ours[equal]);
    return is_whole || equal >= ALIKE_BYTES ? LIKENESS_UNSURE : LIKENESS_DIFFERENT;
}

bool html_text_is_cut(struct arena *arena, const char *shown, const char *sent)
{
    const char *theirs = skeleton(arena, shown);
    const char *ours = skeleton(arena, squeeze(arena, sent));
    return *theirs && text_starts_with(ours, theirs) && strlen(theirs) < strlen(ours);
}

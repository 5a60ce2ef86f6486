/* Slugs: which texts are some, and the nearest one to a text that is none. */
#include "lib/slug.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "lib/unicode.h"

static bool is_slug_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

bool slug_is_valid(const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        if (!is_slug_byte(text[i]))
            return false;
    }
    return bytes > 0 && bytes <= LIMIT_SLUG_BYTES;
}

bool slug_path_is_valid(const char *text)
{
    if (strlen(text) > LIMIT_SLUG_BYTES)
        return false;
    for (;;) {
        size_t bytes = strcspn(text, "/");
        if (!slug_is_valid(text, bytes))
            return false;
        if (!text[bytes])
            return true;
        text += bytes + 1;
    }
}

/* Appends one segment's proposal to `out`; what is no letter becomes one hyphen between letters. */
static size_t put_segment(char *out, const char *text, size_t bytes)
{
    size_t count = 0;
    bool has_gap = false;
    for (size_t i = 0; i < bytes; i++) {
        if (!is_slug_byte(text[i]) || text[i] == '-') {
            has_gap = count > 0;
            continue;
        }
        if (has_gap)
            out[count++] = '-';
        has_gap = false;
        out[count++] = text[i];
    }
    return count;
}

/* At most LIMIT_SLUG_BYTES of `out`, without a `-` or `/` at their end; `post` where nothing is
 * left.
 */
static const char *end_slug(char *out, size_t count)
{
    if (!count)
        return "post";
    if (count > LIMIT_SLUG_BYTES)
        count = LIMIT_SLUG_BYTES;
    while (out[count - 1] == '-' || out[count - 1] == '/')
        count--;
    out[count] = '\0';
    return out;
}

const char *slug_propose(struct arena *arena, const char *text)
{
    const char *plain = unicode_plain(arena, text);
    size_t bytes = strlen(plain);
    char *out = arena_alloc(arena, bytes + 1);
    return end_slug(out, put_segment(out, plain, bytes));
}

const char *slug_path_propose(struct arena *arena, const char *text)
{
    const char *plain = unicode_plain(arena, text);
    char *out = arena_alloc(arena, strlen(plain) + 1);
    size_t count = 0;
    while (*plain) {
        size_t bytes = strcspn(plain, "/");
        size_t start = count ? count + 1 : 0;
        size_t added = put_segment(out + start, plain, bytes);
        if (added) {
            if (start)
                out[start - 1] = '/';
            count = start + added;
        }
        plain += bytes + (plain[bytes] == '/');
    }
    return end_slug(out, count);
}

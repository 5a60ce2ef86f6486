/* Counting texts. */
#include "render/count.h"

#include <string.h>

#include "base/arena.h"
#include "lib/unicode.h"
#include "render/entities.h"

/* characters_reserved_per_url in /api/v2/instance, the same on every Mastodon; read 2026-07. */
enum { ADDRESS_CHARACTERS = 23 };

/* Warning and text as one, since a cluster may begin in the first and end in the second. */
static const char *join(struct arena *scratch, const char *warning, const char *text, size_t *bytes)
{
    size_t warning_bytes = warning ? strlen(warning) : 0;
    if (!warning_bytes)
        return text;
    char *whole = arena_alloc(scratch, warning_bytes + *bytes);
    memcpy(whole, warning, warning_bytes);
    if (*bytes)
        memcpy(whole + warning_bytes, text, *bytes);
    *bytes += warning_bytes;
    return whole;
}

size_t count_graphemes(struct arena *scratch, const char *warning, const char *text, size_t bytes)
{
    text = join(scratch, warning, text, &bytes);
    return unicode_graphemes(text, bytes);
}

size_t count_codepoints(struct arena *scratch, const char *warning, const char *text, size_t bytes)
{
    (void)scratch;
    size_t warning_codepoints = warning ? unicode_codepoints(warning, strlen(warning)) : 0;
    return warning_codepoints + unicode_codepoints(text, bytes);
}

size_t count_utf16_units(struct arena *scratch, const char *warning, const char *text, size_t bytes)
{
    (void)scratch;
    size_t warning_units = warning ? unicode_utf16_units(warning, strlen(warning)) : 0;
    return warning_units + unicode_utf16_units(text, bytes);
}

/* StatusLengthValidator, read 2026-07: addresses and the hosts of mentions are replaced in the text
 * (not in the warning), then the clusters of warning and text are counted. */
size_t count_mastodon_with(struct arena *scratch, const char *warning, const char *text,
                           size_t bytes, size_t address_characters)
{
    const unsigned kinds = ENTITY_ADDRESS | ENTITY_REMOTE;
    struct entity found;
    size_t addresses = 0;
    if (entity_next(&found, text, bytes, 0, kinds)) {
        char *shorter = arena_alloc(scratch, bytes);
        size_t used = 0;
        size_t at = 0;
        do {
            size_t kept = found.start_byte;
            if (found.kind == ENTITY_REMOTE)
                kept = found.user_end_byte;
            memcpy(shorter + used, text + at, kept - at);
            used += kept - at;
            if (found.kind == ENTITY_ADDRESS) {
                shorter[used++] = 'x';
                addresses++;
            }
            at = found.end_byte;
        } while (entity_next(&found, text, bytes, at, kinds));
        memcpy(shorter + used, text + at, bytes - at);
        text = shorter;
        bytes = used + bytes - at;
    }
    size_t clusters = count_graphemes(scratch, warning, text, bytes);
    return clusters - addresses + addresses * address_characters;
}

size_t count_mastodon(struct arena *scratch, const char *warning, const char *text, size_t bytes)
{
    return count_mastodon_with(scratch, warning, text, bytes, ADDRESS_CHARACTERS);
}

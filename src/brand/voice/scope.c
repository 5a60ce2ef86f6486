/* Scopes, as Vale matches them: all parts of a selector are among the block's, in any order. */
#include "brand/voice/scope.h"

#include <string.h>

/* Whether the word [word, word+bytes) is one of the parts of `block`. */
static bool has_part(const char *block, const char *word, size_t bytes)
{
    while (*block) {
        size_t part = strcspn(block, ".");
        if (part == bytes && memcmp(block, word, bytes) == 0)
            return true;
        block += part + (block[part] == '.');
    }
    return false;
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* Whether all parts of [selector, end) are. */
static bool has_parts(const char *block, const char *selector, const char *end)
{
    while (selector <= end) {
        const char *stop = memchr(selector, '.', (size_t)(end - selector));
        const char *part_end = stop ? stop : end;
        while (selector < part_end && is_blank(*selector))
            selector++;
        const char *last = part_end;
        while (last > selector && is_blank(last[-1]))
            last--;
        if (!has_part(block, selector, (size_t)(last - selector)))
            return false;
        if (!stop)
            break;
        selector = stop + 1;
    }
    return true;
}

/* What readers see is asked for by its name: `title` alone is front matter's. */
static bool names_rendered(const char *selector, const char *end)
{
    static const char name[] = "rendered";
    return memmem(selector, (size_t)(end - selector), name, sizeof name - 1) != NULL;
}

/* Selectors with `&` between, all of which must agree. */
static bool matches(const char *scope, const char *block)
{
    bool is_sized = has_part(block, "raw", 3) || has_part(block, "summary", 7);
    bool has_name = !has_part(block, "rendered", 8);
    for (;;) {
        const char *end = scope + strcspn(scope, "&");
        while (is_blank(*scope))
            scope++;
        bool is_negated = *scope == '~';
        scope += is_negated;
        bool has = has_parts(block, scope, end);
        if (is_negated ? has || is_sized : !has)
            return false;
        has_name = has_name || (!is_negated && names_rendered(scope, end));
        if (!*end)
            return has_name;
        scope = end + 1;
    }
}

bool voice_scope_matches(const struct names *scopes, const char *block)
{
    if (scopes->count == 0)
        return matches("text", block);
    for (size_t i = 0; i < scopes->count; i++)
        if (matches(scopes->items[i].text, block))
            return true;
    return false;
}

bool voice_scope_wants(const struct names *scopes, const char *kind)
{
    size_t bytes = strlen(kind);
    for (size_t i = 0; i < scopes->count; i++) {
        const char *scope = scopes->items[i].text;
        if (strcspn(scope, ".") == bytes && memcmp(scope, kind, bytes) == 0)
            return true;
    }
    return false;
}

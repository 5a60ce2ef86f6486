/* Wildcards, by going back to the last star; the work is bounded. */
#include "lib/wildcard.h"

#include <stddef.h>
#include <string.h>

struct match {
    bool crosses;
    int steps_left;
};

static bool match_here(struct match *match, const char *pattern, const char *path);

/* Behind the `}` that closes the `{` at `open`; NULL where none does. */
static const char *close_brace(const char *open)
{
    int depth = 0;
    for (const char *at = open; *at; at++) {
        if (*at == '\\' && at[1])
            at++;
        else if (*at == '{')
            depth++;
        else if (*at == '}' && --depth == 0)
            return at + 1;
    }
    return NULL;
}

/* Each of `{a,b}` in its place, with what follows. */
static bool match_braces(struct match *match, const char *pattern, const char *path)
{
    enum { LONGEST = 512 };
    char joined[LONGEST];
    const char *behind = close_brace(pattern);
    if (!behind)
        return *path == '{' && match_here(match, pattern + 1, path + 1);
    const char *start = pattern + 1;
    int depth = 0;
    for (const char *at = start; at < behind; at++) {
        depth += *at == '{';
        bool is_end = at + 1 == behind;
        if ((*at == ',' && depth == 0) || is_end) {
            size_t bytes = (size_t)(at - start);
            size_t rest = strlen(behind);
            if (bytes + rest >= sizeof joined)
                return false;
            memcpy(joined, start, bytes);
            memcpy(joined + bytes, behind, rest + 1);
            if (match_here(match, joined, path))
                return true;
            start = at + 1;
        }
        depth -= *at == '}';
    }
    return false;
}

/* Whether the character is one of `[…]`; `*behind` is what follows. */
static bool match_set(const char *pattern, char c, const char **behind)
{
    const char *at = pattern + 1;
    bool is_negated = *at == '!' || *at == '^';
    bool is_in = false;
    at += is_negated;
    for (bool is_first = true; *at && (*at != ']' || is_first); is_first = false) {
        char low = *at++;
        char high = low;
        if (*at == '-' && at[1] && at[1] != ']') {
            high = at[1];
            at += 2;
        }
        is_in = is_in || (c >= low && c <= high);
    }
    *behind = *at ? at + 1 : at;
    return c && c != '/' && is_in != is_negated;
}

static bool match_star(struct match *match, const char *pattern, const char *path)
{
    bool is_double = pattern[1] == '*';
    bool crosses = is_double || match->crosses;
    const char *rest = pattern + (is_double ? 2 : 1);
    /* `**` before a slash may be no folder at all. */
    if (is_double && *rest == '/' && match_here(match, rest + 1, path))
        return true;
    for (;; path++) {
        if (match_here(match, rest, path))
            return true;
        if (!*path || (*path == '/' && !crosses))
            return false;
    }
}

static bool match_here(struct match *match, const char *pattern, const char *path)
{
    while (*pattern) {
        if (match->steps_left-- <= 0)
            return false;
        switch (*pattern) {
        case '*':
            return match_star(match, pattern, path);
        case '{':
            return match_braces(match, pattern, path);
        case '[':
            if (!match_set(pattern, *path, &pattern))
                return false;
            path++;
            continue;
        case '?':
            if (!*path || *path == '/')
                return false;
            break;
        case '\\':
            pattern += pattern[1] != '\0';
            /* fallthrough */
        default:
            if (*pattern != *path)
                return false;
        }
        pattern++;
        path++;
    }
    return *path == '\0';
}

bool wildcard_match(const char *pattern, const char *path, bool crosses)
{
    enum { MOST_STEPS = 100 * 1000 };
    struct match match = { .crosses = crosses, .steps_left = MOST_STEPS };
    return match_here(&match, pattern, path);
}

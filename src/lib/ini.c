/* INI files, line by line. */
#include "lib/ini.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "lib/unicode.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static const char *trimmed(struct arena *arena, const char *text, size_t bytes)
{
    while (bytes > 0 && is_blank(*text)) {
        text++;
        bytes--;
    }
    while (bytes > 0 && is_blank(text[bytes - 1]))
        bytes--;
    return arena_strndup(arena, text, bytes);
}

/* The line without its comment: `#` and `;` need a blank before them. */
static size_t without_comment(const char *line, size_t bytes)
{
    for (size_t i = 1; i < bytes; i++)
        if ((line[i] == '#' || line[i] == ';') && is_blank(line[i - 1]))
            return i;
    return bytes;
}

/* The next line, with those that a backslash joins to it. */
static const char *next_line(struct arena *arena, const char **at, const char *end, size_t *bytes,
                             uint32_t *lines)
{
    const char *joined = "";
    size_t joined_bytes = 0;
    for (;;) {
        const char *newline = memchr(*at, '\n', (size_t)(end - *at));
        size_t line_bytes = newline ? (size_t)(newline - *at) : (size_t)(end - *at);
        const char *line = *at;
        *at += line_bytes + (newline != NULL);
        ++*lines;
        while (line_bytes > 0 && is_blank(line[line_bytes - 1]))
            line_bytes--;
        bool goes_on = line_bytes > 0 && line[line_bytes - 1] == '\\' && *at < end;
        line_bytes -= goes_on;
        char *text = arena_alloc(arena, joined_bytes + line_bytes + 1);
        memcpy(text, joined, joined_bytes);
        memcpy(text + joined_bytes, line, line_bytes);
        joined = text;
        joined_bytes += line_bytes;
        if (!goes_on)
            break;
    }
    *bytes = joined_bytes;
    return joined;
}

static bool is_quoted(const char *value)
{
    size_t bytes = strlen(value);
    return bytes >= 2 && (*value == '"' || *value == '\'' || *value == '`') &&
           value[bytes - 1] == *value;
}

static const char *unquoted(struct arena *arena, const char *value)
{
    return is_quoted(value) ? arena_strndup(arena, value + 1, strlen(value) - 2) : value;
}

/* Of what stands behind the `=` of the line. */
static uint32_t value_column(const char *line, const char *split)
{
    const char *value = split + 1;
    while (is_blank(*value))
        value++;
    return (uint32_t)unicode_codepoints(line, (size_t)(value - line)) + 1;
}

uint32_t ini_parse(struct ini *out, struct arena *arena, const char *text, size_t bytes)
{
    const char *section = "";
    const char *end = text + bytes;
    uint32_t line_number = 0;
    if (bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    for (const char *at = text; at < end;) {
        uint32_t first = line_number + 1;
        size_t line_bytes;
        const char *line = next_line(arena, &at, end, &line_bytes, &line_number);
        const char *start = line;
        while (line_bytes > 0 && is_blank(*line)) {
            line++;
            line_bytes--;
        }
        if (line_bytes == 0 || *line == '#' || *line == ';')
            continue;
        line_bytes = without_comment(line, line_bytes);
        if (*line == '[') {
            const char *close = memrchr(line, ']', line_bytes);
            if (!close)
                return first;
            section = trimmed(arena, line + 1, (size_t)(close - line) - 1);
            continue;
        }
        const char *equals = memchr(line, '=', line_bytes);
        const char *colon = memchr(line, ':', line_bytes);
        const char *split = equals && (!colon || equals < colon) ? equals : colon;
        if (!split || split == line)
            return first;
        out->items = list_grow(arena, out->items, out->count, &out->capacity, sizeof *out->items);
        const char *value = trimmed(arena, split + 1, line_bytes - (size_t)(split + 1 - line));
        out->items[out->count++] = (struct ini_entry){
            .section = section,
            .key = unquoted(arena, trimmed(arena, line, (size_t)(split - line))),
            .value = unquoted(arena, value),
            .line = first,
            .column = line_number == first ? value_column(start, split) + is_quoted(value) : 0,
        };
    }
    return 0;
}

/* Places in a text, by walking to them: a post is small. */
#include "lsp/position.h"

#include <stdbool.h>
#include <string.h>

#include "lib/unicode.h"

/* The bytes of the line's end at `at`; 0 where there is none. */
static size_t line_end_bytes(const char *text, size_t bytes, size_t at)
{
    if (text[at] == '\n')
        return 1;
    if (text[at] != '\r')
        return 0;
    return at + 1 < bytes && text[at + 1] == '\n' ? 2 : 1;
}

static uint32_t units_of(uint32_t codepoint, size_t bytes, enum position_encoding encoding)
{
    switch (encoding) {
    case POSITION_UTF8:
        return (uint32_t)bytes;
    case POSITION_UTF32:
        return 1;
    case POSITION_UTF16:
        break;
    }
    return codepoint > 0xFFFF ? 2 : 1;
}

/* The units of the character at `*at`, which is moved behind it. */
static uint32_t step(const char *text, size_t bytes, size_t *at, enum position_encoding encoding)
{
    const char *place = text + *at;
    uint32_t codepoint = utf8_next(&place, text + bytes);
    size_t taken = (size_t)(place - text) - *at;
    *at += taken;
    return units_of(codepoint, taken, encoding);
}

size_t position_byte(const char *text, size_t bytes, struct position position,
                     enum position_encoding encoding)
{
    size_t at = 0;
    for (uint32_t line = 0; line < position.line && at < bytes;) {
        size_t end = line_end_bytes(text, bytes, at);
        line += end > 0;
        at += end ? end : 1;
    }
    uint32_t character = 0;
    while (at < bytes && character < position.character && !line_end_bytes(text, bytes, at)) {
        size_t next = at;
        character += step(text, bytes, &next, encoding);
        if (character > position.character)
            break;
        at = next;
    }
    return at;
}

struct position position_of(const char *text, size_t bytes, size_t byte,
                            enum position_encoding encoding)
{
    struct position position = { 0 };
    size_t start = 0;
    byte = byte < bytes ? byte : bytes;
    if (byte > 0 && byte < bytes && text[byte - 1] == '\r' && text[byte] == '\n')
        byte--; /* nothing stands between the two */
    for (size_t at = 0; at < byte;) {
        size_t end = line_end_bytes(text, bytes, at);
        at += end ? end : 1;
        if (end && at <= byte) {
            position.line++;
            start = at;
        }
    }
    while (start < byte) {
        size_t next = start;
        uint32_t units = step(text, bytes, &next, encoding);
        if (next > byte)
            break;
        position.character += units;
        start = next;
    }
    return position;
}

/* The byte where a finding's line begins; `bytes` where there is none. */
static size_t line_start(const char *text, size_t bytes, uint32_t line)
{
    size_t at = 0;
    for (uint32_t number = 1; number < line; number++) {
        const char *newline = at < bytes ? memchr(text + at, '\n', bytes - at) : NULL;
        if (!newline)
            return bytes;
        at = (size_t)(newline - text) + 1;
    }
    return at;
}

static size_t line_stop(const char *text, size_t bytes, size_t start)
{
    const char *newline = start < bytes ? memchr(text + start, '\n', bytes - start) : NULL;
    size_t end = newline ? (size_t)(newline - text) : bytes;
    return end > start && text[end - 1] == '\r' ? end - 1 : end;
}

static size_t column_byte(const char *text, size_t bytes, uint32_t line, uint32_t column)
{
    size_t at = line_start(text, bytes, line);
    const char *newline = at < bytes ? memchr(text + at, '\n', bytes - at) : NULL;
    size_t end = newline ? (size_t)(newline - text) : bytes;
    for (uint32_t number = 1; number < column && at < end; number++)
        step(text, bytes, &at, POSITION_UTF32);
    return at;
}

struct byte_range position_span(const char *text, size_t bytes, const struct span *where)
{
    if (!where->line)
        return (struct byte_range){ 0, 0 };
    size_t start = line_start(text, bytes, where->line);
    if (!where->column)
        return (struct byte_range){ start, line_stop(text, bytes, start) };
    struct byte_range range = { .start = column_byte(text, bytes, where->line, where->column) };
    range.end = where->end_line && where->end_column
                    ? column_byte(text, bytes, where->end_line, where->end_column)
                    : range.start;
    if (range.end < range.start)
        range.end = range.start;
    return range;
}

struct range position_range(const char *text, size_t bytes, struct byte_range range,
                            enum position_encoding encoding)
{
    return (struct range){ position_of(text, bytes, range.start, encoding),
                           position_of(text, bytes, range.end, encoding) };
}

/* Lines, by their ends; a carriage return before one belongs to it. */
#include "check/formats/lines.h"

#include <string.h>

const char *lines_find(const char *text, size_t bytes, uint32_t number, size_t *line_bytes)
{
    const char *end = text + bytes;
    for (uint32_t line = 1; line < number; line++) {
        text = memchr(text, '\n', (size_t)(end - text));
        if (!text)
            return NULL;
        text++;
    }
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    *line_bytes = (size_t)((newline ? newline : end) - text);
    if (*line_bytes && text[*line_bytes - 1] == '\r')
        --*line_bytes;
    return text;
}

size_t lines_bytes_of(const char *line, size_t bytes, size_t characters)
{
    size_t at = 0;
    while (characters-- && at < bytes) {
        at++;
        while (at < bytes && ((unsigned char)line[at] & 0xC0) == 0x80)
            at++;
    }
    return at;
}

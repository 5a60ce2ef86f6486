/* Commands to the runners of CI services. */
#include "lib/runner.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/unicode.h"

size_t runner_mark(const char *text, size_t bytes)
{
    const char *end = text + bytes;
    for (const char *at = text; (at = memchr(at, '#', (size_t)(end - at))); at++) {
        const char *after = at + 2;
        if (end - at < 3 || at[1] != '#')
            continue;
        while (after < end && ((*after | 0x20) >= 'a' && (*after | 0x20) <= 'z'))
            after++;
        if (after < end && *after == '[')
            return (size_t)(at - text);
    }
    return bytes;
}

/* .NET trims all white space of Unicode before it looks for `::`. */
static const char *skip_white(const char *at, const char *end)
{
    while (at < end) {
        const char *next = at;
        if (!unicode_is_space(utf8_next(&next, end)))
            break;
        at = next;
    }
    return at;
}

static void add_line(struct text_buffer *out, const char *line, const char *end)
{
    const char *first = skip_white(line, end);
    if (end - first >= 2 && memcmp(first, "::", 2) == 0) {
        text_append(out, line, (size_t)(first - line));
        text_puts(out, "\\u{3a}");
        line = first + 1;
    }
    for (size_t mark; (mark = runner_mark(line, (size_t)(end - line))) < (size_t)(end - line);) {
        text_append(out, line, mark);
        text_puts(out, "\\u{23}");
        line += mark + 1;
    }
    text_append(out, line, (size_t)(end - line));
}

const char *runner_harmless(struct arena *arena, const char *text)
{
    if (!strstr(text, "::") && !strstr(text, "##"))
        return text;
    /* A sign becomes six at most. */
    struct text_buffer out = text_buffer_in(arena, strlen(text) * 6 + 1);
    for (;;) {
        const char *end = text + strcspn(text, "\n");
        add_line(&out, text, end);
        if (!*end)
            return text_end(&out);
        text_putc(&out, '\n');
        text = end + 1;
    }
}

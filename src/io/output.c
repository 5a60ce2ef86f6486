/* Output: the one way from foreign text to a terminal or a log. */
#include "io/output.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "io/secret.h"
#include "lib/unicode.h"

/* The runner trims white space before it looks for `::`, and finds `##[` anywhere in a line. */
static void add_line(struct text_buffer *out, const char *line, size_t bytes)
{
    size_t lead = 0;
    while (lead < bytes && (line[lead] == ' ' || line[lead] == '\t'))
        lead++;
    if (bytes - lead >= 2 && memcmp(line + lead, "::", 2) == 0) {
        text_append(out, line, lead);
        text_puts(out, "\\u{3a}");
        line += lead + 1;
        bytes -= lead + 1;
    }
    for (size_t i = 0; i < bytes; i++) {
        if (bytes - i >= 3 && memcmp(line + i, "##[", 3) == 0)
            text_puts(out, "\\u{23}");
        else
            text_putc(out, line[i]);
    }
}

/* In one piece: standard error has no buffer of its own. */
void output_printf(FILE *out, const char *format, ...)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(&arena, format, args);
    va_end(args);
    text = secret_strike(&arena, text);
    text = unicode_visible(&arena, text, strlen(text), true);
    /* A sign becomes six at most. */
    struct text_buffer safe = text_buffer_in(&arena, strlen(text) * 6 + 1);
    while (*text) {
        size_t bytes = strcspn(text, "\n");
        add_line(&safe, text, bytes);
        text += bytes;
        if (*text == '\n') {
            text_putc(&safe, '\n');
            text++;
        }
    }
    output_drain(out, &safe);
}

const char *output_style(bool has_color, enum style style)
{
    static const char *const codes[] = {
        [STYLE_PLAIN] = "\033[0m", [STYLE_BOLD] = "\033[1m",    [STYLE_DIM] = "\033[2m",
        [STYLE_RED] = "\033[31m",  [STYLE_YELLOW] = "\033[33m", [STYLE_GREEN] = "\033[32m",
        [STYLE_BLUE] = "\033[34m",
    };
    return has_color ? codes[style] : "";
}

void output_drain(FILE *out, struct text_buffer *text)
{
    fwrite(text_end(text), 1, text->bytes, out);
    text->bytes = 0;
}

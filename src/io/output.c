/* Output: the one way from foreign text to a terminal or a log. */
#include "io/output.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "io/secret.h"
#include "lib/unicode.h"

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
    fwrite(text, 1, strlen(text), out);
}

/* As the original, but for returns at the ends of lines. */
static bool is_same_text(const char *visible, const char *text)
{
    for (; *visible == *text || (*text == '\r' && text[1] == '\n'); text++) {
        if (!*text)
            return true;
        visible += *visible == *text;
    }
    return false;
}

void output_patch(FILE *out, const char *patch)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *visible = unicode_visible(&arena, patch, strlen(patch), true);
    fputs(is_same_text(visible, patch) ? patch : visible, out);
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

/* Markdown of foreign text: code spans and fences that it can't end. */
#include "lib/markdown_put.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "lib/unicode.h"

enum { FENCE_LEAST = 3 };

static size_t longest_run(const char *text, size_t bytes)
{
    size_t longest = 0;
    size_t run = 0;
    for (size_t i = 0; i < bytes; i++) {
        run = text[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void put_ticks(struct text_buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_putc(out, '`');
}

/* A paragraph can begin with none of these, nor with blanks or `1.`. */
void markdown_put_text(struct text_buffer *out, const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t digits = strspn(text, "0123456789");
    const char *first = text + digits;
    bool is_number = digits && *first && strchr(".)", *first);
    text_append(out, text, digits);
    for (text = first; *text; text++) {
        bool is_start = text == first && (is_number || (!digits && strchr("#-+=", *text)));
        if (is_start || strchr("\\`*_[]<>~&", *text))
            text_putc(out, '\\');
        text_putc(out, strchr("\r\n\t", *text) ? ' ' : *text);
    }
}

void markdown_put_code(struct text_buffer *out, const char *text)
{
    size_t bytes = utf8_cut(text, MARKDOWN_CODE_BYTES);
    size_t ticks = longest_run(text, bytes) + 1;
    /* A blank on each side, which is not shown, keeps its own backticks and blanks from ours. */
    const char *pad = !bytes || strchr("` \t\n\r", text[0]) ||
                              (!text[bytes] && strchr("` \t\n\r", text[bytes - 1]))
                          ? " "
                          : "";
    put_ticks(out, ticks);
    text_puts(out, pad);
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)text[i];
        bool is_blank = c <= ' ' || c == 0x7F;
        bool was_blank = i > 0 && ((unsigned char)text[i - 1] <= ' ' || text[i - 1] == 0x7F);
        if (!is_blank || !was_blank)
            text_putc(out, is_blank ? ' ' : (char)c);
    }
    if (text[bytes])
        text_puts(out, "…");
    text_puts(out, pad);
    put_ticks(out, ticks);
}

void markdown_put_fence(struct text_buffer *out, const char *text, size_t bytes)
{
    size_t ticks = longest_run(text, bytes) + 1;
    if (ticks < FENCE_LEAST)
        ticks = FENCE_LEAST;
    put_ticks(out, ticks);
    text_puts(out, "text\n");
    text_append(out, text, bytes);
    if (bytes && text[bytes - 1] != '\n')
        text_putc(out, '\n');
    put_ticks(out, ticks);
    text_putc(out, '\n');
}

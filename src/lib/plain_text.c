/* Plain text as Markdown. */
#include "lib/plain_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

enum { MARKDOWN_BYTES = 16 * 1024 * 1024 };

/* `&amp;`, `&#39;`. */
static bool is_entity(const char *at)
{
    size_t bytes = 1 + (at[1] == '#');
    size_t name = strspn(at + bytes, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789");
    return name > 0 && at[bytes + name] == ';';
}

static bool is_word(char c) { return isalnum((unsigned char)c) || (unsigned char)c >= 0x80; }

/* How many bytes of the line's start stand before what has to be escaped, so that it begins no
 * block: `# `, `- `, `> `, `1. `, `---`, `===`; or `bytes` where nothing does. */
static size_t block_mark(const char *line, size_t bytes)
{
    size_t digits = strspn(line, "0123456789");
    size_t hashes = strspn(line, "#");
    if (hashes && (hashes == bytes || line[hashes] == ' '))
        return 0;
    if (strchr(">|", *line) || (strchr("-+=", *line) && (bytes == 1 || strchr("-+= ", line[1]))))
        return 0;
    if (digits && digits < bytes && strchr(".)", line[digits]) &&
        (digits + 1 == bytes || line[digits + 1] == ' '))
        return digits;
    return bytes;
}

static bool is_mark(const char *line, size_t at, size_t bytes)
{
    switch (line[at]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
        return true;
    case '_':
        return at == 0 || at + 1 == bytes || !is_word(line[at - 1]) || !is_word(line[at + 1]);
    case '~':
        return at + 1 < bytes && line[at + 1] == '~';
    case '&':
        return is_entity(line + at);
    default:
        return false;
    }
}

static void put_line(struct text_buffer *out, const char *line, size_t bytes)
{
    size_t mark = bytes ? block_mark(line, bytes) : 0;
    for (size_t i = 0; i < bytes; i++) {
        if (i == mark || is_mark(line, i, bytes))
            text_putc(out, '\\');
        text_putc(out, line[i]);
    }
}

const char *plain_text_to_markdown(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, MARKDOWN_BYTES);
    bool has_line = false;   /* one stands before in this paragraph */
    bool is_waiting = false; /* for a blank line to be written before the next */
    while (*text) {
        size_t bytes = strcspn(text, "\n");
        const char *line = text;
        text += bytes + (text[bytes] == '\n');
        while (bytes && strchr(" \t\r", *line)) {
            line++;
            bytes--;
        }
        while (bytes && strchr(" \t\r", line[bytes - 1]))
            bytes--;
        if (!bytes) {
            is_waiting |= out.bytes > 0;
            has_line = false;
            continue;
        }
        if (is_waiting)
            text_puts(&out, "\n\n");
        else if (has_line)
            text_puts(&out, "\\\n");
        put_line(&out, line, bytes);
        is_waiting = false;
        has_line = true;
    }
    return text_end(&out);
}

/* Messages, by a small part of Go's fmt. */
#include "brand/voice/message.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

enum { LONGEST_MESSAGE = 64 * 1024 };

/* `[2]` in front of a verb; its number, or 0. */
static size_t read_index(const char **at)
{
    const char *end = *at + 1;
    size_t number = 0;
    while (isdigit((unsigned char)*end) && number < 1000)
        number = number * 10 + (size_t)(*end++ - '0');
    if (*end != ']')
        return 0;
    *at = end + 1;
    return number;
}

static void put_word(struct text_buffer *out, char verb, const char *word)
{
    if (verb == 's' || verb == 'v' || verb == 'd')
        text_puts(out, word);
    else if (verb == 'q')
        text_printf(out, "\"%s\"", word);
    else
        text_printf(out, "%%!%c(string=%s)", verb, word);
}

const char *voice_message(struct arena *arena, const char *format, const char *const *words,
                          size_t count)
{
    struct text_buffer out = text_buffer_in(arena, LONGEST_MESSAGE);
    size_t next = 0;
    for (const char *at = format ? format : ""; *at;) {
        size_t plain = strcspn(at, "%");
        if (plain > 0) {
            text_append(&out, at, plain);
            at += plain;
            continue;
        }
        at++;
        at += strspn(at, " +-#0");
        at += strspn(at, "0123456789.");
        size_t index = *at == '[' ? read_index(&at) : 0;
        if (index)
            next = index - 1;
        char verb = *at;
        at += verb != '\0';
        if (verb == '%') { /* takes no word */
            text_putc(&out, '%');
            continue;
        }
        if (verb == '\0')
            text_puts(&out, "%!(NOVERB)");
        else if (next <= count) /* one more than there are is empty */
            put_word(&out, verb, next < count ? words[next] : "");
        else
            text_printf(&out, "%%!%c(MISSING)", verb);
        next++;
    }
    char *text = text_end(&out);
    for (char *c = text; *c; c++)
        if (*c == '\n')
            *c = ' ';
    return text;
}

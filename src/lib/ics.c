/* iCalendar's content lines. */
#include "lib/ics.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "lib/moment.h"

enum { LINE_BYTES = 75 }; /* RFC 5545, 3.1: without the line break */

static bool continues(char byte) { return (byte & 0xC0) == 0x80; }

/* One line as it grows: each further piece of it begins with a blank, which counts. */
struct line {
    struct text_buffer *out;
    size_t bytes;
    char last;
};

/* Folded between two colons or hashes: no line holds what the runner of a CI service obeys
 * (runner.h), and the text stays as it is. */
static bool would_command(const struct line *line, char next)
{
    return line->last == next && (next == ':' || next == '#');
}

static void add(struct line *line, const char *text, size_t bytes)
{
    for (size_t end; bytes > 0; text += end, bytes -= end) {
        end = 1;
        while (end < bytes && continues(text[end]))
            end++;
        if (line->bytes + end > LINE_BYTES || would_command(line, *text)) {
            text_puts(line->out, "\r\n ");
            line->bytes = 1;
        }
        line->last = *text;
        text_append(line->out, text, end);
        line->bytes += end;
    }
}

static struct line begin(struct text_buffer *out, const char *name)
{
    struct line line = { .out = out };
    add(&line, name, strlen(name));
    add(&line, ":", 1);
    return line;
}

void ics_put(struct text_buffer *out, const char *name, const char *value)
{
    struct line line = begin(out, name);
    add(&line, value, strlen(value));
    text_puts(out, "\r\n");
}

void ics_put_text(struct text_buffer *out, const char *name, const char *text)
{
    struct line line = begin(out, name);
    while (*text) {
        size_t plain = strcspn(text, "\\;,\n");
        for (size_t i = 0; i < plain; i++) {
            bool is_control = ((unsigned char)text[i] < ' ' && text[i] != '\t') || text[i] == 0x7F;
            size_t bytes = 1;
            while (i + bytes < plain && continues(text[i + bytes]))
                bytes++;
            if (!is_control)
                add(&line, text + i, bytes);
            i += bytes - 1;
        }
        text += plain;
        if (*text == '\n')
            add(&line, "\\n", 2);
        else if (*text)
            add(&line, (const char[]){ '\\', *text }, 2);
        text += *text != '\0';
    }
    text_puts(out, "\r\n");
}

void ics_put_utc(struct text_buffer *out, const char *name, int64_t utc)
{
    char value[64];
    struct local_time time = moment_local(utc);
    snprintf(value, sizeof value, "%04d%02d%02dT%02d%02d%02dZ", time.year, time.month, time.day,
             time.hour, time.minute, time.second);
    ics_put(out, name, value);
}

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
static bool would_command(char last, char next)
{
    return last == next && (next == ':' || next == '#');
}

/* How many bytes of the text, in whole characters, still fit the line. */
static size_t fitting(const struct line *line, const char *text, size_t bytes)
{
    enum { LONGEST = 4 }; /* of UTF-8: so that a new line has room for whatever comes */
    size_t room = line->bytes < LINE_BYTES ? LINE_BYTES - line->bytes : 0;
    size_t end = 0;
    char last = line->last;
    while (end < bytes) {
        size_t next = end + 1;
        while (next < bytes && next - end < LONGEST && continues(text[next]))
            next++;
        if (next > room || would_command(last, text[end]))
            break;
        last = text[end];
        end = next;
    }
    return end;
}

static void add(struct line *line, const char *text, size_t bytes)
{
    while (bytes > 0) {
        size_t end = fitting(line, text, bytes);
        if (end == 0) {
            text_puts(line->out, "\r\n ");
            line->bytes = 1;
            line->last = ' ';
            continue;
        }
        text_append(line->out, text, end);
        line->last = text[end - 1];
        line->bytes += end;
        text += end;
        bytes -= end;
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

static bool is_plain(char byte)
{
    unsigned char c = (unsigned char)byte;
    return (c >= ' ' || c == '\t') && c != 0x7F && c != '\\' && c != ';' && c != ',';
}

void ics_put_text(struct text_buffer *out, const char *name, const char *text)
{
    struct line line = begin(out, name);
    while (*text) {
        size_t plain = 0;
        while (is_plain(text[plain]))
            plain++;
        add(&line, text, plain);
        text += plain;
        if (*text == '\n')
            add(&line, "\\n", 2);
        else if (*text == '\\' || *text == ';' || *text == ',')
            add(&line, (const char[]){ '\\', *text }, 2);
        text += *text != '\0'; /* other control characters are left out */
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

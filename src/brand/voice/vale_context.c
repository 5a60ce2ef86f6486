/* Vale's masked copy of a file (its internal/lint/walk.go and md.go). */
#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "brand/voice/vale_place.h"
#include "lib/markup.h"
#include "lib/unicode.h"

/* --- before the walk --- */

static void put_stars(struct text_buffer *out, size_t count)
{
    while (count-- > 0)
        text_putc(out, '*');
}

/* Three backticks and what follows on the line: as many backticks as there are, and stars for what
 * stands behind the last. */
static size_t mask_info(struct text_buffer *out, const char *line, size_t bytes)
{
    size_t ticks = 0;
    size_t last = 0;
    for (size_t i = 0; i < bytes; i++) {
        if (line[i] == '`') {
            ticks++;
            last = i + 1;
        }
    }
    for (size_t i = 0; i < ticks; i++)
        text_putc(out, '`');
    put_stars(out, unicode_codepoints(line + last, bytes - last));
    return bytes;
}

/* A pass over a text. */
struct passing {
    const char *text;
    size_t bytes, at;
    size_t closing; /* the first `]` or line break behind `at`, where that is further on */
};

/* `][word]` here; 0 where there is none. */
static size_t reference_bytes(struct passing *passing, const char *open, const char *close)
{
    const char *text = passing->text;
    size_t close_bytes = strlen(close);
    size_t start = passing->at + strlen(open);
    if (start > passing->bytes || memcmp(text + passing->at, open, strlen(open)) != 0)
        return 0;
    if (passing->closing < start)
        passing->closing = start;
    while (passing->closing < passing->bytes && text[passing->closing] != ']' &&
           text[passing->closing] != '\n')
        passing->closing++;
    if (passing->closing == start || passing->bytes - passing->closing < close_bytes ||
        memcmp(text + passing->closing, close, close_bytes) != 0)
        return 0;
    return passing->closing + close_bytes - passing->at;
}

static size_t mask_reference(struct text_buffer *out, struct passing *passing, const char *open,
                             const char *close)
{
    size_t taken = reference_bytes(passing, open, close);
    if (taken == 0)
        return 0;
    text_puts(out, open);
    put_stars(out, unicode_codepoints(passing->text + passing->at, taken) - 3);
    text_puts(out, close);
    return taken;
}

enum pass { INFO, REFERENCES, DEFINITIONS, NUMBERS, PASSES };

static size_t mask_here(struct text_buffer *out, enum pass pass, struct passing *passing)
{
    const char *text = passing->text + passing->at;
    size_t bytes = passing->bytes - passing->at;
    const char *newline;
    size_t digits = 0;
    switch (pass) {
    case INFO:
        if (bytes <= 3 || memcmp(text, "```", 3) != 0 || text[3] == '\n')
            return 0;
        newline = memchr(text, '\n', bytes);
        return mask_info(out, text, newline ? (size_t)(newline - text) : bytes);
    case REFERENCES:
        return mask_reference(out, passing, "][", "]");
    case DEFINITIONS:
        return mask_reference(out, passing, "[", "]:");
    case NUMBERS:
        if (passing->at > 0 && text[-1] != '\n')
            return 0;
        while (digits < bytes && isdigit((unsigned char)text[digits]))
            digits++;
        if (digits == 0 || digits >= bytes || text[digits] != '.')
            return 0;
        put_stars(out, digits + 1);
        return digits + 1;
    case PASSES:
        break;
    }
    return 0;
}

static void run_pass(enum pass pass, struct arena *arena, char **text, size_t *bytes)
{
    struct text_buffer out = text_buffer_in(arena, SIZE_MAX / 2);
    struct passing passing = { .text = *text, .bytes = *bytes };
    while (passing.at < passing.bytes) {
        size_t taken = mask_here(&out, pass, &passing);
        if (taken == 0)
            text_putc(&out, passing.text[passing.at++]);
        passing.at += taken;
    }
    *text = text_end(&out);
    *bytes = out.bytes;
}

void vale_context_begin(struct vale_context *out, struct arena *arena, const char *text,
                        size_t bytes)
{
    *out = (struct vale_context){ .text = arena_strndup(arena, text, bytes), .bytes = bytes };
    for (enum pass pass = INFO; pass < PASSES; pass++)
        run_pass(pass, arena, &out->text, &out->bytes);
}

/* --- the walk --- */

/* Each text and each of its words is looked for from the top of the file, so a long file of many
 * would take minutes: so much is read in this, and then our own places do. */
enum { MOST_READ_BYTES = 32 * 1024 * 1024 };

static bool has_given_up(const struct vale_context *context)
{
    return context->read_bytes > MOST_READ_BYTES;
}

static char *search(struct vale_context *context, const char *word, size_t bytes)
{
    if (has_given_up(context))
        return NULL;
    if (bytes == 0)
        return context->text;
    char *found = memmem(context->text, context->bytes, word, bytes);
    context->read_bytes += found ? (size_t)(found - context->text) : context->bytes;
    return found;
}

/* Masks the first place of `word`; whether there is one. */
static bool mask(struct vale_context *context, const char *word, size_t bytes)
{
    char *found = search(context, word, bytes);
    if (!found)
        return false;
    context->copy = NULL;
    for (size_t i = 0; i < bytes; i++)
        if (found[i] != '\n' && !(found[i] & 0x80))
            found[i] = '@';
    return true;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static void mask_words(struct vale_context *context, const char *line, size_t bytes)
{
    for (size_t at = 0; at < bytes;) {
        while (at < bytes && is_space(line[at]))
            at++;
        size_t start = at;
        while (at < bytes && !is_space(line[at]))
            at++;
        if (at > start)
            mask(context, line + start, at - start);
    }
}

static void update(struct vale_context *context, const char *text, size_t bytes)
{
    for (size_t at = 0; bytes > 0 && at <= bytes;) {
        const char *newline = memchr(text + at, '\n', bytes - at);
        size_t end = newline ? (size_t)(newline - text) : bytes;
        if (!mask(context, text + at, end - at))
            mask_words(context, text + at, end - at);
        at = end + 1;
    }
}

static size_t count_lines(const char *text, size_t bytes)
{
    size_t lines = 0;
    for (const char *at = text; (at = memchr(at, '\n', bytes - (size_t)(at - text))); at++)
        lines++;
    return lines;
}

/* The last word of a line of the text that is still there; NULL where none of the last line's is.
 */
static const char *find_words(struct vale_context *context, const char *line, size_t bytes)
{
    const char *found = NULL;
    for (size_t at = 0; at < bytes;) {
        while (at < bytes && is_space(line[at]))
            at++;
        size_t start = at;
        while (at < bytes && !is_space(line[at]))
            at++;
        if (at > start)
            found = search(context, line + start, at - start);
    }
    return found;
}

/* The line on which the text ends, where that is further down than we are; else -1. */
static long advance(struct vale_context *context, const char *text, size_t bytes)
{
    assert(text && context->text);
    const char *found = context->text;
    for (size_t at = 0; at <= bytes;) {
        const char *newline = memchr(text + at, '\n', bytes - at);
        size_t end = newline ? (size_t)(newline - text) : bytes;
        found = search(context, text + at, end - at);
        if (!found)
            found = find_words(context, text + at, end - at);
        at = end + 1;
    }
    if (!found)
        return -1;
    context->read_bytes += (size_t)(found - context->text);
    size_t line = count_lines(context->text, (size_t)(found - context->text));
    return line > context->line ? (long)line : -1;
}

void vale_context_text(struct vale_context *context, struct arena *arena, const char *text,
                       size_t bytes)
{
    if (bytes == 0)
        return;
    long line = advance(context, text, bytes);
    if (line > -1)
        context->line = (size_t)line;
    context->queue = list_grow(arena, context->queue, context->queue_count,
                               &context->queue_capacity, sizeof *context->queue);
    context->queue[context->queue_count++] = arena_strndup(arena, text, bytes);
}

void vale_context_comment(struct vale_context *context, const char *text, size_t bytes)
{
    update(context, text, bytes);
}

static int hex(char c)
{
    return isdigit((unsigned char)c)    ? c - '0'
           : isxdigit((unsigned char)c) ? (c | 0x20) - 'a' + 10
                                        : -1;
}

/* `%20` and `+` resolved, as in a query. */
static const char *unescape(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1);
    size_t bytes = 0;
    for (const char *at = text; *at; at++) {
        if (*at == '%') {
            if (hex(at[1]) < 0 || hex(at[2]) < 0)
                return "";
            out[bytes++] = (char)(hex(at[1]) * 16 + hex(at[2]));
            at += 2;
        } else {
            out[bytes++] = *at == '+' ? ' ' : *at;
        }
    }
    return out;
}

void vale_context_tag(struct vale_context *context, struct arena *arena,
                      const struct markup_event *event)
{
    static const char *const tags[] = { "img", "a",  "p",  "script", "h1",  "h2",
                                        "h3",  "h4", "h5", "h6",     "span" };
    bool is_one = false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        is_one = is_one || strcmp(tags[i], event->text) == 0;
    if (!is_one)
        return;
    if (event->href) {
        const char *href = unescape(arena, event->href);
        update(context, href, strlen(href));
    }
    if (event->source)
        update(context, event->source, strlen(event->source));
    if (event->alt)
        update(context, event->alt, strlen(event->alt));
}

long vale_context_block(struct vale_context *context, const char *text, size_t bytes)
{
    long line = advance(context, text, bytes);
    return line > -1 ? line : (long)context->line;
}

const char *vale_context_copy(struct vale_context *context, struct arena *arena)
{
    if (!context->copy && !has_given_up(context)) {
        context->copy = arena_strndup(arena, context->text, context->bytes);
        context->read_bytes += context->bytes;
    }
    return has_given_up(context) ? NULL : context->copy;
}

void vale_context_end_block(struct vale_context *context)
{
    for (size_t i = 0; i < context->queue_count; i++)
        update(context, context->queue[i], strlen(context->queue[i]));
    context->queue_count = 0;
}

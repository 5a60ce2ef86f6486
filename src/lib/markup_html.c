/* Raw HTML in Markdown, split as a browser's tokenizer does it: no tree, no repair. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/markup_parts.h"
#include "lib/unicode.h"

struct html {
    struct markup *out;
    const char *text;
    size_t bytes;
    size_t at;
    const struct trace *trace;
};

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* --- texts: entities that people write in HTML --- */

static size_t decode_number(const char *at, size_t bytes, uint32_t *codepoint)
{
    bool is_hex = bytes > 2 && (at[2] == 'x' || at[2] == 'X');
    size_t i = is_hex ? 3 : 2;
    uint32_t value = 0;
    size_t digits = 0;
    for (; i < bytes && digits < 7; i++, digits++) {
        int digit = isdigit((unsigned char)at[i])              ? at[i] - '0'
                    : is_hex && isxdigit((unsigned char)at[i]) ? (at[i] | 0x20) - 'a' + 10
                                                               : -1;
        if (digit < 0)
            break;
        value = value * (is_hex ? 16 : 10) + (uint32_t)digit;
    }
    if (digits == 0 || i >= bytes || at[i] != ';' || value == 0 || value > 0x10FFFF ||
        (value >= 0xD800 && value < 0xE000))
        return 0;
    *codepoint = value;
    return i + 1;
}

/* The bytes of the entity at `at`, or 0. */
static size_t decode(const char *at, size_t bytes, uint32_t *codepoint)
{
    static const struct {
        const char *name;
        uint32_t codepoint;
    } entities[] = { { "&amp;", '&' },       { "&lt;", '<' },       { "&gt;", '>' },
                     { "&quot;", '"' },      { "&apos;", '\'' },    { "&nbsp;", 0xA0 },
                     { "&hellip;", 0x2026 }, { "&mdash;", 0x2014 }, { "&ndash;", 0x2013 },
                     { "&ldquo;", 0x201C },  { "&rdquo;", 0x201D }, { "&lsquo;", 0x2018 },
                     { "&laquo;", 0xAB },    { "&raquo;", 0xBB },   { "&copy;", 0xA9 } };
    if (bytes > 2 && at[1] == '#')
        return decode_number(at, bytes, codepoint);
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        size_t length = strlen(entities[i].name);
        if (bytes >= length && memcmp(at, entities[i].name, length) == 0) {
            *codepoint = entities[i].codepoint;
            return length;
        }
    }
    return 0;
}

/* [start, end) with its entities resolved; `trace` may be NULL. */
static const char *resolve(const struct html *html, size_t start, size_t end, size_t *bytes,
                           struct trace *trace)
{
    struct arena *arena = html->out->arena;
    char *text = arena_alloc(arena, end - start + 1);
    struct trace part = { 0 };
    size_t written = 0;
    while (start < end) {
        uint32_t codepoint = 0;
        size_t entity =
            html->text[start] == '&' ? decode(html->text + start, end - start, &codepoint) : 0;
        size_t put = 1;
        if (entity)
            put = utf8_put(text + written, codepoint);
        else
            text[written] = html->text[start];
        trace_add(&part, arena, written, put, start, entity ? entity : 1);
        written += put;
        start += entity ? entity : 1;
    }
    if (trace)
        *trace = trace_through(&part, arena, html->trace);
    *bytes = written;
    return text;
}

static void add_text(struct html *html, size_t start, size_t end)
{
    if (start == end)
        return;
    size_t bytes;
    struct trace trace = { 0 };
    const char *text = resolve(html, start, end, &bytes, &trace);
    markup_add(html->out, MARKUP_TEXT, text, bytes)->trace = trace;
}

/* --- tags --- */

static const char *lower(struct html *html, size_t start, size_t end)
{
    char *name = arena_strndup(html->out->arena, html->text + start, end - start);
    for (char *c = name; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return name;
}

static void skip_white(struct html *html)
{
    while (html->at < html->bytes && is_white(html->text[html->at]))
        html->at++;
}

/* The value at `at`, quoted or not. */
static void read_value(struct html *html, size_t *start, size_t *end)
{
    char quote = html->at < html->bytes ? html->text[html->at] : 0;
    if (quote == '"' || quote == '\'') {
        *start = ++html->at;
        while (html->at < html->bytes && html->text[html->at] != quote)
            html->at++;
        *end = html->at;
        html->at += html->at < html->bytes;
        return;
    }
    *start = html->at;
    while (html->at < html->bytes && !is_white(html->text[html->at]) && html->text[html->at] != '>')
        html->at++;
    *end = html->at;
}

static void read_attribute(struct html *html, struct markup_event *event)
{
    size_t start = html->at;
    while (html->at < html->bytes && !is_white(html->text[html->at]) &&
           !strchr("=>/", html->text[html->at]))
        html->at++;
    if (html->at == start) {
        html->at++;
        return;
    }
    const char *name = lower(html, start, html->at);
    skip_white(html);
    size_t from = html->at;
    size_t end = html->at;
    if (html->at < html->bytes && html->text[html->at] == '=') {
        html->at++;
        skip_white(html);
        read_value(html, &from, &end);
    }
    size_t bytes;
    struct trace trace = { 0 };
    const char *value = resolve(html, from, end, &bytes, &trace);
    if (strcmp(name, "href") == 0)
        event->href = value;
    else if (strcmp(name, "class") == 0)
        event->class = value;
    else if (strcmp(name, "src") == 0)
        event->source = value;
    else if (strcmp(name, "alt") == 0) {
        event->alt = value;
        event->alt_trace = trace;
    }
}

/* Between `<script>` and its end there are no tags. */
static void skip_raw(struct html *html, const char *tag)
{
    static const char *const raw[] = {
        "script", "style", "textarea", "title", "iframe", "noscript"
    };
    bool is_raw = false;
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
        is_raw = is_raw || strcmp(tag, raw[i]) == 0;
    size_t start = html->at;
    size_t tag_bytes = strlen(tag);
    while (is_raw && html->at + tag_bytes + 2 <= html->bytes) {
        const char *at = html->text + html->at;
        if (at[0] == '<' && at[1] == '/' && strncasecmp(at + 2, tag, tag_bytes) == 0)
            break;
        html->at++;
    }
    if (is_raw)
        add_text(html, start, html->at);
}

static void read_open(struct html *html)
{
    size_t start = ++html->at;
    while (html->at < html->bytes && !is_white(html->text[html->at]) &&
           !strchr("/>", html->text[html->at]))
        html->at++;
    const char *name = lower(html, start, html->at);
    struct markup_event event = { .kind = MARKUP_OPEN, .text = name, .bytes = strlen(name) };
    for (;;) {
        skip_white(html);
        if (html->at >= html->bytes)
            break;
        if (html->text[html->at] == '>') {
            html->at++;
            break;
        }
        if (html->text[html->at] == '/') {
            html->at++;
            event.is_void = html->at < html->bytes && html->text[html->at] == '>';
            continue;
        }
        read_attribute(html, &event);
    }
    *markup_add(html->out, MARKUP_OPEN, name, event.bytes) = event;
    if (!event.is_void)
        skip_raw(html, name);
}

static void read_close(struct html *html)
{
    size_t start = html->at + 2;
    size_t end = start;
    while (end < html->bytes && !is_white(html->text[end]) && html->text[end] != '>')
        end++;
    const char *name = lower(html, start, end);
    markup_add(html->out, MARKUP_CLOSE, name, strlen(name));
    const char *close = memchr(html->text + end, '>', html->bytes - end);
    html->at = close ? (size_t)(close - html->text) + 1 : html->bytes;
}

/* `<!-- … -->`; `<!…>` and `<?…>` are comments of another kind. */
static void read_comment(struct html *html)
{
    bool is_comment = html->at + 4 <= html->bytes && memcmp(html->text + html->at, "<!--", 4) == 0;
    size_t start = html->at + (is_comment ? 4 : 2);
    const char *from = html->text + start;
    size_t left = html->bytes - start;
    const char *end = memmem(from, left, is_comment ? "-->" : ">", is_comment ? 3 : 1);
    size_t bytes = end ? (size_t)(end - from) : left;
    if (is_comment)
        markup_add(html->out, MARKUP_COMMENT, arena_strndup(html->out->arena, from, bytes), bytes);
    html->at = end ? start + bytes + (is_comment ? 3 : 1) : html->bytes;
}

void markup_html(struct markup *out, const char *text, size_t bytes, const struct trace *trace)
{
    struct html html = { .out = out, .text = text, .bytes = bytes, .trace = trace };
    size_t start = 0;
    while (html.at < bytes) {
        char next = html.at + 1 < bytes ? text[html.at + 1] : 0;
        bool is_tag =
            text[html.at] == '<' && next && (isalpha((unsigned char)next) || strchr("/!?", next));
        if (!is_tag) {
            html.at++;
            continue;
        }
        add_text(&html, start, html.at);
        if (isalpha((unsigned char)next))
            read_open(&html);
        else if (next == '/')
            read_close(&html);
        else
            read_comment(&html);
        start = html.at;
    }
    add_text(&html, start, bytes);
}

/* Readers of what we write. */
#include "oracles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../fuzz.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"

/* --- characters --- */

/* The next character, or -1 where the bytes are none; `*at` moves behind it. */
static long next(const char **at, const char *end)
{
    const unsigned char *byte = (const unsigned char *)*at;
    size_t left = (size_t)(end - *at);
    size_t bytes = *byte < 0x80   ? 1
                   : *byte < 0xC2 ? 0
                   : *byte < 0xE0 ? 2
                   : *byte < 0xF0 ? 3
                   : *byte < 0xF5 ? 4
                                  : 0;
    if (bytes == 0 || bytes > left)
        return -1;
    long c = bytes == 1 ? *byte : *byte & (0x7F >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return -1;
        c = c << 6 | (byte[i] & 0x3F);
    }
    *at += bytes;
    return (bytes == 3 && c < 0x800) || (bytes == 4 && (c < 0x10000 || c > 0x10FFFF)) ||
                   (c >= 0xD800 && c < 0xE000)
               ? -1
               : c;
}

static bool is_white_space(long c) /* .NET's Char.IsWhiteSpace */
{
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

static bool is_hostile(long c)
{
    return c < 0 || (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0x61C ||
           c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void oracle_terminal(const char *text, size_t bytes, bool has_color)
{
    const char *end = text + bytes;
    while (text < end) {
        const char *start = text;
        if (has_color && *text == '\033') {
            fuzz_check(end - text > 2 && text[1] == '[', "an escape sequence", text);
            text += 2 + strspn(text + 2, "0123456789;");
            fuzz_check(text < end && *text == 'm', "an escape sequence", start);
            text++;
            continue;
        }
        fuzz_check(!is_hostile(next(&text, end)), "a control character", start);
    }
}

/* --- the runner --- */

static bool is_among(const char *word, size_t bytes, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == bytes && memcmp(*words, word, bytes) == 0)
            return true;
    return false;
}

static void check_own(const char *line, size_t bytes)
{
    static const char *const names[] = { "::notice ", "::warning ", "::error ", NULL };
    static const char *const keys[] = {
        "file", "line", "endLine", "col", "title", "endColumn", NULL
    };
    const char *end = line + bytes;
    const char *space = memchr(line, ' ', bytes);
    fuzz_check(space && is_among(line, (size_t)(space + 1 - line), names), "a command", line);
    const char *stop = memmem(space, (size_t)(end - space), "::", 2);
    fuzz_check(stop, "a command without an end", line);
    for (const char *at = space + 1; at < stop;) {
        const char *comma = memchr(at, ',', (size_t)(stop - at));
        const char *property = comma ? comma : stop;
        const char *equals = memchr(at, '=', (size_t)(property - at));
        fuzz_check(equals && is_among(at, (size_t)(equals - at), keys), "a property", at);
        at = property + 1;
    }
}

void oracle_runner(struct arena *arena, const char *text, size_t bytes, bool has_own)
{
    const char *end = text + bytes;
    while (text < end) {
        size_t line = 0;
        while (text + line < end && !strchr("\r\n", text[line]))
            line++;
        const char *whole = arena_strndup(arena, text, line);
        const char *at = whole;
        const char *begin = whole;
        while (at < whole + line && is_white_space(next(&at, whole + line)))
            begin = at;
        fuzz_check(!strstr(whole, "##["), "a command in the old notation", whole);
        if (strncmp(begin, "::", 2) == 0) {
            fuzz_check(has_own && begin == whole, "a command", whole);
            check_own(whole, line);
        }
        text += line + (text + line < end);
    }
}

void oracle_json(struct arena *arena, const char *text, size_t bytes)
{
    const struct json *json;
    struct err err = { 0 };
    if (json_parse(&json, arena, text, bytes, &err) != 0)
        fuzz_fail(err.text, text);
    oracle_terminal(text, bytes, false);
    oracle_runner(arena, text, bytes, false);
}

/* --- XML --- */

static const char *xml_name(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && ((*at | 32) >= 'a' && (*at | 32) <= 'z' ? true
                        : at > start ? (*at >= '0' && *at <= '9') || strchr("-_.:", *at)
                                     : *at == '_'))
        at++;
    fuzz_check(at > start, "no name", start);
    return at;
}

static const char *xml_text(const char *at, const char *end, const char *stops)
{
    while (at < end && !strchr(stops, *at)) {
        const char *start = at;
        if (*at == '&') {
            const char *stop = memchr(at, ';', (size_t)(end - at));
            static const char *const entities[] = { "amp", "lt",  "gt",  "quot", "apos", "#39",
                                                    "#35", "#10", "#13", "#9",   NULL };
            fuzz_check(stop && is_among(at + 1, (size_t)(stop - at - 1), entities), "an entity",
                       start);
            at = stop + 1;
            continue;
        }
        long c = next(&at, end);
        fuzz_check(c == 9 || c == 10 || c == 13 || (c >= ' ' && c < 0xFFFE) || c > 0xFFFF,
                   "a character that XML has not", start);
        fuzz_check(c != '<' && (c != '>' || *stops != '<'), "a bare bracket", start);
    }
    return at;
}

static const char *xml_space(const char *at, const char *end)
{
    while (at < end && strchr(" \t\r\n", *at))
        at++;
    return at;
}

void oracle_xml(struct arena *arena, const char *text, size_t bytes)
{
    enum { MOST = 100 };
    const char *open[MOST];
    size_t depth = 0;
    size_t roots = 0;
    const char *end = text + bytes;
    const char *at = text;
    while (at + 1 < end && at[0] == '<' && at[1] == '?') {
        at = strstr(at, "?>");
        fuzz_check(at, "a declaration without an end", text);
        at = xml_space(at + 2, end);
    }
    while (at < end) {
        if (*at != '<') {
            const char *start = at;
            at = xml_text(at, end, "<");
            fuzz_check(depth > 0 || xml_space(start, at) == at, "text outside", start);
        } else if (at[1] == '/') {
            const char *stop = xml_name(at + 2, end);
            const char *name = arena_strndup(arena, at + 2, (size_t)(stop - at - 2));
            fuzz_check(depth > 0 && text_equal(open[depth - 1], name), "another end", at);
            depth--;
            at = xml_space(stop, end);
            fuzz_check(at < end && *at == '>', "an end", at);
            at++;
        } else {
            const char *start = at;
            const char *stop = xml_name(at + 1, end);
            fuzz_check(depth < MOST && (depth > 0 || roots++ == 0), "two roots", at);
            open[depth++] = arena_strndup(arena, at + 1, (size_t)(stop - at - 1));
            for (at = xml_space(stop, end); at < end && *at != '>' && *at != '/';
                 at = xml_space(at, end)) {
                at = xml_name(at, end);
                fuzz_check(at + 1 < end && at[0] == '=' && at[1] == '"', "an attribute", start);
                at = xml_text(at + 2, end, "\"");
                fuzz_check(at < end, "an attribute without an end", start);
                at++;
            }
            if (at < end && *at == '/') {
                depth--;
                at++;
            }
            fuzz_check(at < end && *at == '>', "an element without an end", start);
            at++;
        }
    }
    fuzz_check(depth == 0 && roots == 1, "elements that are open", text);
}

/* --- HTML --- */

static bool is_html_space(char c) { return c && strchr(" \t\n\f\r", c); }

/* Characters for which a browser reads entities; only those that change what an address is. */
static void put_value(struct text_buffer *out, const char *at, const char *end)
{
    while (at < end) {
        if (strncmp(at, "&amp;", 5) == 0) {
            text_putc(out, '&');
            at += 5;
        } else if (*at == '&' && at + 1 < end && at[1] == '#') {
            bool is_hex = (at[2] | 32) == 'x';
            long c = strtol(at + 2 + is_hex, (char **)&at, is_hex ? 16 : 10);
            text_putc(out, c > 0 && c < 128 ? (char)c : '?');
            at += at < end && *at == ';';
        } else if (strncasecmp(at, "&colon;", 7) == 0) {
            text_putc(out, ':');
            at += 7;
        } else if (strncasecmp(at, "&tab;", 5) == 0 || strncasecmp(at, "&newline;", 9) == 0) {
            at += at[1] == 't' || at[1] == 'T' ? 5 : 9;
        } else {
            text_putc(out, *at++);
        }
    }
}

static void check_address(struct arena *arena, const char *value, size_t bytes)
{
    static const char *const schemes[] = { "http", "https", "mailto", "tel", NULL };
    struct text_buffer out = text_buffer_in(arena, bytes + 1);
    struct text_buffer plain = text_buffer_in(arena, bytes + 1);
    put_value(&out, value, value + bytes);
    const char *text = text_end(&out);
    while (*text && (unsigned char)*text <= ' ')
        text++;
    for (; *text; text++) /* browsers pass over these */
        if (!strchr("\t\n\r", *text))
            text_putc(&plain, (*text >= 'A' && *text <= 'Z') ? (char)(*text | 32) : *text);
    text = text_end(&plain);
    size_t scheme = strcspn(text, ":/?#");
    if (text[scheme] == ':')
        fuzz_check(is_among(text, scheme, schemes), "an address that acts", value);
}

static void check_attribute(struct arena *arena, const char *tag, const char *name,
                            size_t name_bytes, const char *value, size_t value_bytes)
{
    static const char *const addresses[] = { "href",   "src",  "action",     "formaction", "poster",
                                             "srcset", "data", "xlink:href", NULL };
    fuzz_check(name_bytes < 2 || strncasecmp(name, "on", 2) != 0, "a handler", tag);
    fuzz_check(!is_among(name, name_bytes, (const char *const[]){ "style", "srcdoc", NULL }),
               "an attribute that acts", tag);
    if (is_among(name, name_bytes, addresses))
        check_address(arena, value, value_bytes);
}

static const char *html_tag(struct arena *arena, const char *at, const char *end)
{
    static const char *const forbidden[] = { "script", "iframe", "object", "embed", "base",  "form",
                                             "svg",    "math",   "frame",  "input", "style", NULL };
    const char *tag = at++;
    bool is_end = at < end && *at == '/';
    at += is_end;
    const char *name = at;
    while (at < end && !is_html_space(*at) && *at != '/' && *at != '>')
        at++;
    const char *lower = arena_strndup(arena, name, (size_t)(at - name));
    for (char *c = (char *)lower; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c | 32 : *c);
    fuzz_check(!is_among(lower, strlen(lower), forbidden), "an element that acts", tag);
    while (at < end && *at != '>') {
        while (at < end && (is_html_space(*at) || *at == '/'))
            at++;
        const char *key = at;
        while (at < end && !is_html_space(*at) && *at != '=' && *at != '>' && *at != '/')
            at++;
        size_t key_bytes = (size_t)(at - key);
        const char *value = at;
        size_t value_bytes = 0;
        while (at < end && is_html_space(*at))
            at++;
        if (at < end && *at == '=') {
            for (at++; at < end && is_html_space(*at); at++)
                ;
            char quote = at < end && (*at == '"' || *at == '\'') ? *at : '\0';
            value = at += quote != '\0';
            while (at < end && (quote ? *at != quote : !is_html_space(*at) && *at != '>'))
                at++;
            value_bytes = (size_t)(at - value);
            at += quote && at < end;
        }
        if (key_bytes)
            check_attribute(arena, tag, key, key_bytes, value, value_bytes);
        else if (at < end && *at != '>' && key == at)
            at++;
    }
    fuzz_check(at < end, "a tag without an end", tag);
    return at + 1;
}

void oracle_html(struct arena *arena, const char *text, size_t bytes)
{
    const char *end = text + bytes;
    for (size_t i = 0; i < bytes; i++)
        fuzz_check((unsigned char)text[i] >= ' ' || text[i] == '\n' || text[i] == '\t',
                   "a control character", text + i);
    for (const char *at = text; (at = memchr(at, '<', (size_t)(end - at)));) {
        bool is_letter = at + 1 < end && ((at[1] | 32) >= 'a' && (at[1] | 32) <= 'z');
        if (is_letter || (at + 1 < end && at[1] == '/'))
            at = html_tag(arena, at, end);
        else if (strncasecmp(at, "<!doctype html>", 15) == 0)
            at += 15;
        else
            fuzz_fail("a bare bracket", at);
    }
}

/* --- CSV --- */

void oracle_csv_row(const char *text, size_t bytes, size_t cells)
{
    const char *at = text;
    const char *end = text + bytes;
    size_t count = 0;
    fuzz_check(bytes >= 2 && end[-2] == '\r' && end[-1] == '\n', "a row without an end", text);
    end -= 2;
    for (;; at++) {
        bool is_quoted = at < end && *at == '"';
        const char *cell = at += is_quoted;
        if (is_quoted) {
            while (at < end && (*at != '"' || (at + 1 < end && at[1] == '"')))
                at += *at == '"' ? 2 : 1;
            fuzz_check(at < end, "a quote without an end", text);
            fuzz_check(at == cell || !strchr("=+-@\t\r\n", *cell), "a formula", cell);
            at++;
        } else {
            while (at < end && *at != ',') {
                fuzz_check(!strchr("\"\r\n", *at), "a bare quote or line break", text);
                at++;
            }
            fuzz_check(at == cell || !strchr("=+-@\t", *cell), "a formula", cell);
        }
        count++;
        fuzz_check(at == end || *at == ',', "something behind a quote", at);
        if (at == end)
            break;
    }
    fuzz_check(count == cells, "another number of cells", text);
}

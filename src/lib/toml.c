/* A scanner that goes through a text once: key, value, line end. */
#include "lib/toml.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/unicode.h"
#include "lib/yaml.h"

struct scan {
    struct arena *arena;
    const char *at, *end;
    struct text_buffer word; /* what is read now; one for all, since each is small */
};

static bool is_at(const struct scan *scan, const char *word)
{
    size_t bytes = strlen(word);
    return (size_t)(scan->end - scan->at) >= bytes && memcmp(scan->at, word, bytes) == 0;
}

static bool has_any(const struct scan *scan, const char *some)
{
    return scan->at < scan->end && *scan->at && strchr(some, *scan->at);
}

static void skip_line(struct scan *scan)
{
    while (scan->at < scan->end && *scan->at != '\n')
        scan->at++;
    if (scan->at < scan->end)
        scan->at++;
}

/* Blanks; between the values of a list, also line ends and comments. */
static void skip_blanks(struct scan *scan, bool is_in_list)
{
    while (has_any(scan, is_in_list ? " \t\r\n#" : " \t"))
        if (*scan->at == '#')
            skip_line(scan);
        else
            scan->at++;
}

static void put_escape(struct scan *scan, struct text_buffer *out)
{
    static const char letters[] = "btnfr", meant[] = "\b\t\n\f\r";
    char letter = scan->at < scan->end ? *scan->at++ : '\0';
    const char *known = letter ? strchr(letters, letter) : NULL;
    int digits = letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    uint32_t codepoint = 0;
    if (known)
        text_putc(out, meant[known - letters]);
    else if (letter == '"' || letter == '\\')
        text_putc(out, letter);
    for (; digits > 0 && has_any(scan, "0123456789abcdefABCDEF"); digits--, scan->at++) {
        char digit = *scan->at;
        codepoint =
            codepoint * 16 + (uint32_t)(digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10);
    }
    bool is_character =
        (codepoint && codepoint < 0xd800) || (codepoint > 0xdfff && codepoint <= 0x10ffff);
    if (is_character && !digits) {
        char bytes[4];
        text_append(out, bytes, utf8_put(bytes, codepoint));
    }
}

/* `"…"`, `'…'`, and the same with three, which may go on over lines. */
static bool read_quoted(struct scan *scan, struct text_buffer *out)
{
    char quote = *scan->at;
    const char triple[] = { quote, quote, quote, '\0' };
    bool is_long = is_at(scan, triple);
    scan->at += is_long ? 3 : 1;
    if (is_long && is_at(scan, "\r\n"))
        scan->at += 2;
    else if (is_long && is_at(scan, "\n"))
        scan->at++;
    while (scan->at < scan->end) {
        if (is_long ? is_at(scan, triple) : *scan->at == quote) {
            scan->at += is_long ? 3 : 1;
            return true;
        }
        if (*scan->at == '\n' && !is_long)
            return false;
        char byte = *scan->at++;
        if (byte == '\\' && quote == '"')
            put_escape(scan, out);
        else if (byte)
            text_putc(out, byte);
    }
    return false;
}

/* A text with or without quotes, into `word`. */
static bool read_text(struct scan *scan, const char *ends)
{
    struct text_buffer *out = &scan->word;
    out->bytes = 0;
    if (has_any(scan, "\"'"))
        return read_quoted(scan, out);
    while (scan->at < scan->end && !strchr(ends, *scan->at))
        text_putc(out, *scan->at++);
    while (out->bytes && strchr(" \t\r", out->at[out->bytes - 1]))
        out->at[--out->bytes] = '\0';
    return out->bytes > 0;
}

static struct yaml_node *read_scalar(struct scan *scan, const char *ends)
{
    bool is_plain = !has_any(scan, "\"'");
    if (!read_text(scan, ends))
        return NULL;
    struct yaml_node *node = arena_alloc(scan->arena, sizeof *node);
    *node = (struct yaml_node){
        .kind = YAML_SCALAR,
        .is_plain = is_plain,
        .text = arena_strndup(scan->arena, text_end(&scan->word), scan->word.bytes),
        .text_bytes = scan->word.bytes,
    };
    return node;
}

static void add(struct yaml_node *parent, struct yaml_node ***last, struct yaml_node *node)
{
    **last = node;
    *last = &node->next;
    parent->count++;
}

/* From behind `[`. NULL where it is a list of something else, or never ends. */
static struct yaml_node *read_list(struct scan *scan)
{
    struct yaml_node *list = arena_alloc(scan->arena, sizeof *list);
    *list = (struct yaml_node){ .kind = YAML_LIST };
    struct yaml_node **last = &list->first;
    for (;;) {
        skip_blanks(scan, true);
        if (has_any(scan, "]")) {
            scan->at++;
            return list;
        }
        struct yaml_node *item = has_any(scan, "[{") ? NULL : read_scalar(scan, ",]\n#");
        if (!item)
            return NULL;
        add(list, &last, item);
        skip_blanks(scan, true);
        if (has_any(scan, ","))
            scan->at++;
        else if (!has_any(scan, "]"))
            return NULL;
    }
}

static struct yaml_node *read_entry(struct scan *scan)
{
    if (!read_text(scan, "=.\n#"))
        return NULL;
    const char *key = arena_strndup(scan->arena, text_end(&scan->word), scan->word.bytes);
    skip_blanks(scan, false);
    if (!has_any(scan, "="))
        return NULL;
    scan->at++;
    skip_blanks(scan, false);
    if (has_any(scan, "{"))
        return NULL;
    bool is_list = has_any(scan, "[");
    scan->at += is_list;
    struct yaml_node *node = is_list ? read_list(scan) : read_scalar(scan, "\n#");
    if (node)
        node->key = key;
    return node;
}

struct yaml_node *toml_top(struct arena *arena, const char *text, size_t bytes)
{
    struct scan scan = { arena, text, text + bytes, text_buffer_in(arena, bytes + 1) };
    struct yaml_node *map = yaml_empty(arena);
    struct yaml_node **last = &map->first;
    for (;;) {
        skip_blanks(&scan, true);
        /* Behind the first table's head, nothing is the top's. */
        if (scan.at == scan.end || *scan.at == '[')
            return map;
        struct yaml_node *entry = read_entry(&scan);
        if (entry)
            add(map, &last, entry);
        skip_line(&scan);
    }
}

/* The quick way to read records: a ledger of ten years has a hundred thousand of them, nearly all
 * as record_format() wrote them. Everything else is left to libyaml. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/record_fields.h"
#include "lib/unicode.h"
#include "lib/yaml.h"

enum { FLOW_DEPTH = 3 };

struct scanner {
    struct arena *arena;
    const char *at, *end;
};

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool accept(struct scanner *scanner, const char *expected)
{
    size_t bytes = strlen(expected);
    if ((size_t)(scanner->end - scanner->at) < bytes || memcmp(scanner->at, expected, bytes) != 0)
        return false;
    scanner->at += bytes;
    return true;
}

static struct yaml_node *new_node(struct scanner *scanner, enum yaml_kind kind)
{
    struct yaml_node *node = arena_alloc(scanner->arena, sizeof *node);
    node->kind = kind;
    return node;
}

static bool is_word(char c) { return is_lower(c) || is_upper(c) || is_digit(c); }

/* What no reader of YAML can take for anything but text of a scalar: letters and digits, and some
 * signs between them. */
static bool is_plain(const char *at, const char *end, bool is_flow)
{
    if (is_word(*at) || *at == '_' || *at == '/')
        return true;
    bool has_more = at + 1 < end && is_word(at[1]);
    if (*at == ' ')
        return has_more && !is_flow;
    return has_more && (*at == ':' || *at == '-' || *at == '+' || *at == '.');
}

static struct yaml_node *scan_plain(struct scanner *scanner, bool is_flow)
{
    const char *start = scanner->at;
    if (start == scanner->end || !is_word(*start))
        return NULL;
    while (scanner->at < scanner->end && is_plain(scanner->at, scanner->end, is_flow))
        scanner->at++;
    struct yaml_node *node = new_node(scanner, YAML_SCALAR);
    node->is_plain = true;
    node->text_bytes = (size_t)(scanner->at - start);
    node->text = arena_strndup(scanner->arena, start, node->text_bytes);
    return node;
}

/* Four hexadecimal digits, as yaml_quote() writes them. */
static int scan_codepoint(struct scanner *scanner)
{
    int codepoint = 0;
    if (scanner->end - scanner->at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = *scanner->at++;
        if (!is_digit(c) && !(c >= 'A' && c <= 'F'))
            return -1;
        codepoint = codepoint * 16 + (is_digit(c) ? c - '0' : c - 'A' + 10);
    }
    return codepoint;
}

/* One of the escapes that yaml_quote() uses; false for any other. */
static bool scan_escape(struct scanner *scanner, char **out)
{
    int codepoint;
    char c = *scanner->at++;
    switch (c) {
    case '"':
    case '\\':
        *(*out)++ = c;
        return true;
    case 'n':
        *(*out)++ = '\n';
        return true;
    case 't':
        *(*out)++ = '\t';
        return true;
    case 'u':
        codepoint = scan_codepoint(scanner);
        if (codepoint <= 0 || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
            return false;
        *out += utf8_put(*out, (uint32_t)codepoint);
        return true;
    default:
        return false;
    }
}

/* The text is never longer than what stands between the quotes. */
static struct yaml_node *scan_quoted(struct scanner *scanner)
{
    const char *close = scanner->at;
    while (close < scanner->end && *close != '"' && *close != '\n')
        close += *close == '\\' && scanner->end - close > 1 ? 2 : 1;
    if (close >= scanner->end || *close != '"')
        return NULL;
    char *text = arena_alloc(scanner->arena, (size_t)(close - scanner->at) + 1);
    char *out = text;
    while (scanner->at < close) {
        const char *here = scanner->at;
        if (*here == '\\') {
            scanner->at++;
            if (!scan_escape(scanner, &out))
                return NULL;
            continue;
        }
        uint32_t codepoint = utf8_next(&scanner->at, scanner->end);
        if (codepoint < ' ' || (codepoint >= 0x7F && codepoint < 0xA0) || codepoint == 0x2028 ||
            codepoint == 0x2029 || codepoint == 0xFEFF || (codepoint & 0xFFFE) == 0xFFFE)
            return NULL;
        memcpy(out, here, (size_t)(scanner->at - here));
        out += scanner->at - here;
    }
    scanner->at = close + 1;
    struct yaml_node *node = new_node(scanner, YAML_SCALAR);
    node->text = text;
    node->text_bytes = (size_t)(out - text);
    return node;
}

static const char *scan_key(struct scanner *scanner)
{
    const char *start = scanner->at;
    while (scanner->at < scanner->end &&
           (is_lower(*scanner->at) ||
            (scanner->at > start && (*scanner->at == '-' || is_digit(*scanner->at)))))
        scanner->at++;
    const char *key = arena_strndup(scanner->arena, start, (size_t)(scanner->at - start));
    return *key && accept(scanner, ":") ? key : NULL;
}

/* False where the map has the key already. */
static bool link_entry(struct yaml_node *map, struct yaml_node ***last, struct yaml_node *entry,
                       const char *key)
{
    if (yaml_get(map, key))
        return false;
    entry->key = key;
    map->count++;
    **last = entry;
    *last = &entry->next;
    return true;
}

/* `{key: value, key: {…}}`; the depth is bounded, so recursion is safe. */
static struct yaml_node *scan_flow(struct scanner *scanner, int depth)
{
    if (!accept(scanner, "{"))
        return accept(scanner, "\"") ? scan_quoted(scanner) : scan_plain(scanner, true);
    if (depth == FLOW_DEPTH)
        return NULL;
    struct yaml_node *map = new_node(scanner, YAML_MAP);
    struct yaml_node **last = &map->first;
    do {
        const char *key = scan_key(scanner);
        if (!key || !accept(scanner, " "))
            return NULL;
        struct yaml_node *value = scan_flow(scanner, depth + 1);
        if (!value || !link_entry(map, &last, value, key))
            return NULL;
    } while (accept(scanner, ", "));
    return accept(scanner, "}") ? map : NULL;
}

static struct yaml_node *scan_list(struct scanner *scanner)
{
    struct yaml_node *list = new_node(scanner, YAML_LIST);
    struct yaml_node **last = &list->first;
    while (accept(scanner, "  - ")) {
        struct yaml_node *item = scan_flow(scanner, 0);
        if (!item || item->kind != YAML_MAP || !accept(scanner, "\n"))
            return NULL;
        list->count++;
        *last = item;
        last = &item->next;
    }
    return list->first ? list : NULL;
}

static struct yaml_node *scan_value(struct scanner *scanner)
{
    if (accept(scanner, "\n"))
        return scan_list(scanner);
    if (!accept(scanner, " "))
        return NULL;
    bool is_flow = scanner->at < scanner->end && *scanner->at == '{';
    struct yaml_node *value = is_flow                 ? scan_flow(scanner, 0)
                              : accept(scanner, "\"") ? scan_quoted(scanner)
                                                      : scan_plain(scanner, false);
    return value && accept(scanner, "\n") ? value : NULL;
}

struct yaml_node *record_scan(struct arena *arena, const char *text, size_t bytes)
{
    struct scanner scanner = { .arena = arena, .at = text, .end = text + bytes };
    if (bytes == 0 || utf8_valid_bytes(text, bytes) < bytes)
        return NULL;
    struct yaml_node *root = new_node(&scanner, YAML_MAP);
    struct yaml_node **last = &root->first;
    while (scanner.at < scanner.end) {
        const char *key = scan_key(&scanner);
        struct yaml_node *value = key ? scan_value(&scanner) : NULL;
        if (!value || !link_entry(root, &last, value, key))
            return NULL;
    }
    return root;
}

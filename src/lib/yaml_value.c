/* Values of YAML: finding them, giving scalars a type, and writing text so that it stays text. */
#include "lib/yaml.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/unicode.h"

/* Not `file:}`, nor `file:"a`: with a space it would be no YAML any more. */
static bool is_entry(struct arena *arena, const char *text)
{
    struct yaml_node *root = NULL;
    struct yaml_problem ignored = { 0 };
    return yaml_parse(&root, arena, text, strlen(text), 1, 0, &ignored) == 0;
}

bool yaml_lacks_space(struct yaml_problem *out, struct arena *arena, const struct yaml_node *node)
{
    if (node->kind != YAML_SCALAR || !node->is_plain || node->where.line != node->where.end_line)
        return false;
    /* No line holds two keys. */
    if (node->key && node->key_where.end_line == node->where.line)
        return false;
    size_t key_bytes = strcspn(node->text, ": \t");
    if (key_bytes == 0 || node->text[key_bytes] != ':' || !node->text[key_bytes + 1] ||
        node->text[key_bytes + 1] == '/')
        return false;
    const char *value = node->text + key_bytes + 1;
    size_t space_at = node->start_byte + key_bytes + 1;
    size_t no_break_space_bytes = text_starts_with(value, "\u00A0") ? strlen("\u00A0") : 0;
    if (!is_entry(arena, arena_printf(arena, "%.*s: %s", (int)key_bytes, node->text,
                                      value + no_break_space_bytes)))
        return false;
    *out = (struct yaml_problem){
        .where = node->where,
        .message = arena_printf(arena, _("put a space after `%.*s:`"), (int)key_bytes, node->text),
        .fix = { space_at, space_at + no_break_space_bytes, " " },
    };
    return true;
}

struct yaml_node *yaml_empty(struct arena *arena)
{
    struct yaml_node *map = arena_alloc(arena, sizeof *map);
    *map = (struct yaml_node){ .kind = YAML_MAP, .where = { 1, 1, 1, 1 } };
    return map;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next)
        if (strcmp(entry->key, key) == 0)
            return entry;
    return NULL;
}

static bool is_plain_word(const struct yaml_node *node, const char *const words[3])
{
    if (node->kind != YAML_SCALAR || !node->is_plain)
        return false;
    return text_equal(node->text, words[0]) || text_equal(node->text, words[1]) ||
           text_equal(node->text, words[2]);
}

bool yaml_is_null(const struct yaml_node *node)
{
    static const char *const words[] = { "null", "Null", "NULL" };
    if (is_plain_word(node, words))
        return true;
    return node->kind == YAML_SCALAR && node->is_plain &&
           (node->text_bytes == 0 || strcmp(node->text, "~") == 0);
}

int yaml_bool(const struct yaml_node *node)
{
    static const char *const yes[] = { "true", "True", "TRUE" };
    static const char *const no[] = { "false", "False", "FALSE" };
    return is_plain_word(node, yes) ? 1 : is_plain_word(node, no) ? 0 : -1;
}

/* Whether every YAML reader takes `text`, written plain, for this very text. */
static bool is_safe_plain(const char *text, size_t bytes)
{
    static const char *const typed[] = {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n"
    };
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        if (text_equal_ignoring_case(text, typed[i]))
            return false;
    if (bytes == 0 || utf8_valid_bytes(text, bytes) < bytes)
        return false;
    const char *end = text + bytes;
    const char *at = text;
    uint32_t first = utf8_next(&at, end);
    bool may_be_number = strspn(text, "0123456789abcdefABCDEFxXoO_.:+-") == bytes;
    if (!unicode_is_letter(first) && (!unicode_is_digit(first) || may_be_number))
        return false;
    while (at < end) {
        bool follows_space = at[-1] == ' ' || at[-1] == ':';
        uint32_t codepoint = utf8_next(&at, end);
        bool is_last = at == end;
        if (codepoint == ' ' ? is_last || follows_space : codepoint == ':' && is_last)
            return false;
        if (!unicode_is_letter(codepoint) && !unicode_is_digit(codepoint) &&
            (codepoint >= 0x7F || !strchr(" _./:+-", (int)codepoint)))
            return false;
    }
    return true;
}

static const char *double_quote(struct arena *arena, const char *text)
{
    enum { LONGEST_ESCAPE = 6 };
    size_t bytes = strlen(text);
    struct text_buffer out = text_buffer_in(arena, bytes * LONGEST_ESCAPE + 2);
    text_putc(&out, '"');
    for (const char *at = text; *at;) {
        if (!utf8_valid_bytes(at, strnlen(at, 4))) {
            text_puts(&out, "\uFFFD");
            at++;
            continue;
        }
        const char *here = at;
        uint32_t codepoint = utf8_next(&at, text + bytes);
        if (codepoint == '"' || codepoint == '\\')
            text_printf(&out, "\\%c", (char)codepoint);
        else if (codepoint == '\n')
            text_puts(&out, "\\n");
        else if (codepoint == '\t')
            text_puts(&out, "\\t");
        else if (codepoint < ' ' || (codepoint >= 0x7F && codepoint < 0xA0) ||
                 codepoint == 0x2028 || codepoint == 0x2029 || codepoint == 0xFEFF ||
                 codepoint == 0xFFFE || codepoint == 0xFFFF)
            text_printf(&out, "\\u%04X", (unsigned)codepoint);
        else
            text_append(&out, here, (size_t)(at - here));
    }
    text_putc(&out, '"');
    return text_end(&out);
}

const char *yaml_quote(struct arena *arena, const char *text)
{
    return is_safe_plain(text, strlen(text)) ? text : double_quote(arena, text);
}

const char *yaml_quote_flow(struct arena *arena, const char *text)
{
    static const char plain[] = "0123456789-_."
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    bool may_be_plain = strspn(text, plain) == strlen(text);
    return may_be_plain ? yaml_quote(arena, text) : double_quote(arena, text);
}

/* Values that are lists of words; one word alone is a list of one. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/slug.h"
#include "lib/unicode.h"
#include "lib/value.h"
#include "lib/value_scalar.h"
#include "lib/yaml.h"
#include "model/finding.h"

/* Judges one item, and may change what it says. */
typedef int (*item_check)(struct reading *reading, const char *key, const struct yaml_node *item,
                          struct name *name);

static int take_any(struct reading *reading, const char *key, const struct yaml_node *item,
                    struct name *name)
{
    (void)reading, (void)key, (void)item, (void)name;
    return 0;
}

/* `blog, mastodon` as the list it was meant to be; NULL where a piece is empty. */
static const char *bracketed(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, strlen(text) * 4 + 16);
    text_putc(&out, '[');
    for (const char *at = text;;) {
        at += strspn(at, " \t");
        size_t bytes = strcspn(at, ",");
        size_t trimmed = bytes;
        while (trimmed && (at[trimmed - 1] == ' ' || at[trimmed - 1] == '\t'))
            trimmed--;
        if (!trimmed)
            return NULL;
        const char *piece = arena_strndup(arena, at + (*at == '#'), trimmed - (*at == '#'));
        text_puts(&out, yaml_quote(arena, piece));
        if (!at[bytes])
            break;
        text_puts(&out, ", ");
        at += bytes + 1;
    }
    text_putc(&out, ']');
    return text_end(&out);
}

static int complain_of_comma(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const char *meant = bracketed(reading->arena, node->text);
    reading_complain(reading, "value", node->where,
                     _("'%s' takes a list: write it in brackets, as `[one, two]`"), key);
    if (meant)
        reading_mend(reading, node->start_byte, node->end_byte, meant);
    return -1;
}

static int read_item(struct name *out, struct reading *reading, const char *key,
                     const struct yaml_node *item, item_check check)
{
    const char *text = NULL;
    if (value_line(&text, reading, key, item) != 0)
        return -1;
    struct name name = { .text = text, .where = item->where };
    if (check(reading, key, item, &name) != 0)
        return -1;
    *out = name;
    return 0;
}

/* Items that are wrong are left out, so that the others still mean something. */
static int read_list(struct names *out, struct reading *reading, const char *key,
                     const struct yaml_node *node, item_check check)
{
    if (node->kind == YAML_MAP)
        return reading_complain(reading, "value", node->where,
                                _("'%s' takes a list: write it in brackets, as `[one, two]`"), key);
    if (node->kind != YAML_LIST) {
        struct name *one = arena_alloc(reading->arena, sizeof *one);
        if (value_scalar(reading, key, node) != 0)
            return -1;
        if (strchr(node->text, ','))
            return complain_of_comma(reading, key, node);
        if (read_item(one, reading, key, node, check) != 0)
            return -1;
        *out = (struct names){ one, 1 };
        return 0;
    }
    struct names names = { arena_alloc_array(reading->arena, node->count, sizeof(struct name)), 0 };
    int status = 0;
    for (const struct yaml_node *item = node->first; item; item = item->next) {
        if (read_item(&names.items[names.count], reading, key, item, check) == 0)
            names.count++;
        else
            status = -1;
    }
    *out = names;
    return status;
}

int value_names(struct names *out, struct reading *reading, const char *key,
                const struct yaml_node *node)
{
    return read_list(out, reading, key, node, take_any);
}

static int check_slug(struct reading *reading, const char *key, const struct yaml_node *item,
                      struct name *name)
{
    return value_slug(&name->text, reading, key, item);
}

int value_slugs(struct names *out, struct reading *reading, const char *key,
                const struct yaml_node *node)
{
    return read_list(out, reading, key, node, check_slug);
}

static int check_language(struct reading *reading, const char *key, const struct yaml_node *item,
                          struct name *name)
{
    return value_language(&name->text, reading, key, item);
}

int value_languages(struct names *out, struct reading *reading, const char *key,
                    const struct yaml_node *node)
{
    return read_list(out, reading, key, node, check_language);
}

/* ---- Hashtags ---- */

/* `pan de masa madre` as PanDeMasaMadre: each word's first letter large, what no tag may hold gone.
 */
static const char *camel_case(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, strlen(text) * 2 + 1);
    const char *end = text + strlen(text);
    bool starts_word = true;
    for (const char *at = text; at < end;) {
        const char *start = at;
        uint32_t c = utf8_next(&at, end);
        if (!unicode_is_letter(c) && !unicode_is_digit(c) && c != '_') {
            starts_word = true;
            continue;
        }
        char upper[4];
        if (starts_word && ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7)))
            text_append(&out, upper, utf8_put(upper, c - 0x20));
        else
            text_append(&out, start, (size_t)(at - start));
        starts_word = false;
    }
    return text_end(&out);
}

/* The first character that ends a hashtag; 0 where none does. */
static uint32_t tag_breaker(const char *text)
{
    const char *end = text + strlen(text);
    for (const char *at = text; at < end;) {
        uint32_t c = utf8_next(&at, end);
        if (!unicode_is_letter(c) && !unicode_is_digit(c) && c != '_')
            return c;
    }
    return 0;
}

static int complain_of_breaker(struct reading *reading, const struct yaml_node *item,
                               uint32_t breaker)
{
    const char *joined = camel_case(reading->arena, item->text);
    const char *shown = reading_excerpt(reading, item->text);
    char at[5] = { 0 };
    utf8_put(at, breaker);
    if (unicode_is_space(breaker))
        reading_complain(reading, "value", item->where,
                         _("a tag is one word, and '%s' has spaces: `%s` would do"), shown, joined);
    else
        reading_complain(reading, "value", item->where,
                         _("the tag '%s' would end at '%s': letters, digits and `_` make a tag; "
                           "`%s` would do"),
                         shown, at, joined);
    if (*joined)
        reading_suggest(reading, joined);
    return -1;
}

static int check_tag(struct reading *reading, const char *key, const struct yaml_node *item,
                     struct name *name)
{
    (void)key;
    if (*name->text == '#') {
        const char *bare = name->text + strspn(name->text, "#");
        reading_complain(reading, "value", item->where, _("tags are written without `#`: `%s`"),
                         bare);
        if (*bare && !tag_breaker(bare))
            reading_mend(reading, item->start_byte, item->end_byte,
                         yaml_quote(reading->arena, bare));
        return -1;
    }
    uint32_t breaker = tag_breaker(name->text);
    if (breaker)
        return complain_of_breaker(reading, item, breaker);
    if (strspn(name->text, "0123456789") == strlen(name->text))
        return reading_complain(reading, "value", item->where,
                                _("'%s' has digits alone, so no network shows it as a tag: add a "
                                  "letter"),
                                name->text);
    return 0;
}

/* `tags: #Pan #Otoño`: all of it became a comment. */
static int complain_of_hash(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const char *comment = node->comment->text;
    struct text_buffer list = text_buffer_in(reading->arena, node->comment->text_bytes * 2 + 16);
    bool is_sure = true;
    text_putc(&list, '[');
    for (const char *at = comment; *at; at += strspn(at, " ,")) {
        size_t bytes = strcspn(at, " ,");
        const char *tag = arena_strndup(reading->arena, at + 1, bytes ? bytes - 1 : 0);
        is_sure = is_sure && *at == '#' && *tag && !tag_breaker(tag);
        text_printf(&list, "%s%s", at == comment ? "" : ", ", tag);
        at += bytes;
    }
    text_putc(&list, ']');
    reading_complain(reading, "value", node->comment->where,
                     _("`#` begins a comment, so '%s' is empty: write tags without `#`, as "
                       "`[Pan, Horno]`"),
                     key);
    if (is_sure)
        reading_mend(reading, node->comment->start_byte, node->comment->end_byte, text_end(&list));
    return -1;
}

int value_tags(struct names *out, struct reading *reading, const char *key,
               const struct yaml_node *node)
{
    if (yaml_is_null(node) && node->comment)
        return complain_of_hash(reading, key, node);
    return read_list(out, reading, key, node, check_tag);
}

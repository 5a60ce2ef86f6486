/* Forms: a table of keys against a map, without recursion deeper than the tables. */
#include "lib/form.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/moment.h"
#include "lib/value.h"
#include "lib/yaml.h"

static const struct form *find(const struct form *keys, const char *name)
{
    for (; keys->name; keys++) {
        if (text_equal(keys->name, name))
            return keys;
    }
    return NULL;
}

void form_unknown_key(struct reading *reading, const struct form *keys,
                      const struct yaml_node *entry)
{
    enum { MAX_KEYS = 40 };
    const char *names[MAX_KEYS];
    size_t count = 0;
    for (; keys->name && count < MAX_KEYS; keys++)
        names[count++] = keys->name;
    reading_unknown_key(reading, entry, names, count);
}

/* Where a map stands that lacks something: at its own key, else at its beginning. */
static struct span place_of_map(const struct yaml_node *map)
{
    if (map->key)
        return map->key_where;
    struct span where = map->where;
    where.end_line = where.line;
    where.end_column = where.column;
    return where;
}

static int judge_maps(struct reading *reading, const struct form *form, const char *key,
                      const struct yaml_node *node)
{
    if (node->kind != YAML_LIST)
        return reading_complain(reading, "value", node->where,
                                _("'%s' takes a list: begin each entry with `- `"), key);
    int status = 0;
    for (const struct yaml_node *item = node->first; item; item = item->next) {
        if (form_check(reading, form->inside, key, item) != 0)
            status = -1;
    }
    return status;
}

static int judge_named(struct reading *reading, const struct form *form, const char *key,
                       const struct yaml_node *node)
{
    if (value_map(reading, key, node) != 0)
        return -1;
    int status = 0;
    for (const struct yaml_node *entry = node->first; entry; entry = entry->next) {
        if (!reading_is_own_key(entry->key) &&
            form_check_value(reading, form->inside, entry->key, entry) != 0)
            status = -1;
    }
    return status;
}

int form_check_value(struct reading *reading, const struct form *form, const char *key,
                     const struct yaml_node *node)
{
    union {
        const char *text;
        bool flag;
        int64_t number;
        size_t word;
        struct moment moment;
        struct names names;
    } value;
    switch (form->kind) {
    case FORM_LINE:
        return value_line(&value.text, reading, key, node);
    case FORM_TEXT:
        return value_text(&value.text, reading, key, node);
    case FORM_BOOL:
        return value_bool(&value.flag, reading, key, node);
    case FORM_NUMBER:
        return value_number(&value.number, reading, key, node, form->min, form->max);
    case FORM_PERCENT:
        return value_percent(&value.number, reading, key, node);
    case FORM_DURATION:
        return value_duration(&value.number, reading, key, node);
    case FORM_MOMENT:
        return value_moment(&value.moment, reading, key, node);
    case FORM_WORD:
        return value_word(&value.word, reading, key, node, form->words);
    case FORM_SLUG:
        return value_slug(&value.text, reading, key, node);
    case FORM_LANGUAGE:
        return value_language(&value.text, reading, key, node);
    case FORM_URL:
        return value_url(&value.text, reading, key, node);
    case FORM_NAMES:
        return value_names(&value.names, reading, key, node);
    case FORM_SLUGS:
        return value_slugs(&value.names, reading, key, node);
    case FORM_LANGUAGES:
        return value_languages(&value.names, reading, key, node);
    case FORM_TAGS:
        return value_tags(&value.names, reading, key, node);
    case FORM_MAP:
        return form_check(reading, form->inside, key, node);
    case FORM_MAPS:
        return judge_maps(reading, form, key, node);
    case FORM_NAMED:
        return judge_named(reading, form, key, node);
    case FORM_OWN:
        return form->judge(reading, key, node);
    }
    return 0;
}

int form_check(struct reading *reading, const struct form *keys, const char *key,
               const struct yaml_node *map)
{
    if (value_map(reading, key, map) != 0)
        return -1;
    int status = 0;
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        const struct form *form = find(keys, entry->key);
        if (!form && reading_is_own_key(entry->key))
            continue;
        if (!form)
            form_unknown_key(reading, keys, entry);
        if (!form || form_check_value(reading, form, entry->key, entry) != 0)
            status = -1;
    }
    for (const struct form *form = keys; form->name; form++) {
        const struct yaml_node *node = form->is_required ? yaml_get(map, form->name) : NULL;
        if (form->is_required && !node)
            status = reading_complain(reading, "missing-key", place_of_map(map),
                                      _("'%s' is missing in '%s'"), form->name, key);
        else if (node && node->kind == YAML_LIST && !node->count)
            status = reading_complain(reading, "value", node->where,
                                      _("'%s' is an empty list: it needs at least one entry"),
                                      form->name);
    }
    return status;
}

const char *form_line_of(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = map ? yaml_get(map, key) : NULL;
    return node && node->kind == YAML_SCALAR && !yaml_is_null(node) && *node->text ? node->text
                                                                                   : NULL;
}

int64_t form_duration_of(const struct yaml_node *map, const char *key, int64_t fallback_s)
{
    const char *text = form_line_of(map, key);
    int64_t seconds = !text ? -1 : text_equal(text, "0") ? 0 : moment_duration(text);
    return seconds >= 0 ? seconds : fallback_s;
}

int64_t form_number_of(const struct yaml_node *map, const char *key, int64_t fallback)
{
    const char *text = form_line_of(map, key);
    long number = text ? text_number(text, strlen(text), INT32_MAX) : -1;
    return number >= 0 ? number : fallback;
}

struct names form_names_of(struct arena *arena, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = map ? yaml_get(map, key) : NULL;
    struct names names = { 0 };
    if (!node || node->kind == YAML_MAP || yaml_is_null(node))
        return names;
    const struct yaml_node *first = node->kind == YAML_LIST ? node->first : node;
    size_t room = node->kind == YAML_LIST ? node->count : 1;
    names.items = arena_alloc_array(arena, room, sizeof *names.items);
    for (const struct yaml_node *item = first; item && names.count < room; item = item->next) {
        if (item->kind == YAML_SCALAR && !yaml_is_null(item))
            names.items[names.count++] = (struct name){ item->text, item->where };
    }
    return names;
}

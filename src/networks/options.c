/* Options: known or near to known, and of their kind. */
#include "networks/options.h"

#include <stdint.h>

#include "base/text.h"
#include "lib/reading.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/network.h"

enum { MAX_NAMES = 64 };

static const struct network_option *find(const struct network_option *options, const char *name)
{
    for (; options && options->name; options++) {
        if (text_equal(options->name, name))
            return options;
    }
    return NULL;
}

static bool is_listed(const char *const *names, const char *name)
{
    for (; *names; names++) {
        if (text_equal(*names, name))
            return true;
    }
    return false;
}

static void complain_unknown(struct reading *reading, const struct yaml_node *entry,
                             const char *const *known, const struct network_option *options)
{
    const char *names[MAX_NAMES];
    size_t count = 0;
    for (; *known && count < MAX_NAMES; known++)
        names[count++] = *known;
    for (; options && options->name && count < MAX_NAMES; options++)
        names[count++] = options->name;
    reading_unknown_key(reading, entry, names, count);
}

static int judge(struct reading *reading, const struct network_option *option,
                 const struct yaml_node *node)
{
    union {
        const char *text;
        bool flag;
        int64_t number;
        size_t word;
        struct names names;
    } value;
    switch (option->kind) {
    case OPTION_TEXT:
        return value_line(&value.text, reading, option->name, node);
    case OPTION_BOOL:
        return value_bool(&value.flag, reading, option->name, node);
    case OPTION_NUMBER:
        return value_number(&value.number, reading, option->name, node, 0, INT32_MAX);
    case OPTION_WORD:
        return value_word(&value.word, reading, option->name, node, option->words);
    case OPTION_URL:
        return value_url(&value.text, reading, option->name, node);
    case OPTION_LIST:
        return value_names(&value.names, reading, option->name, node);
    }
    return 0;
}

void options_check(struct reading *reading, const struct yaml_node *map, const char *const *known,
                   const struct network_option *options)
{
    if (!map || map->kind != YAML_MAP)
        return;
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        if (reading_is_own_key(entry->key) || is_listed(known, entry->key))
            continue;
        const struct network_option *option = find(options, entry->key);
        if (!option)
            complain_unknown(reading, entry, known, options);
        else if (!yaml_is_null(entry))
            judge(reading, option, entry);
    }
}

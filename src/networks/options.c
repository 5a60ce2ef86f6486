/* Options: known or near to known, and of their kind. */
#include "networks/options.h"

#include <limits.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/network.h"

enum { MAX_NAMES = 64 };

const char *options_text(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);
    return node && node->kind == YAML_SCALAR && !yaml_is_null(node) ? node->text : NULL;
}

static const struct network_option *find_option(const struct network_option *options,
                                                const char *name)
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

static void report_unknown(struct findings *findings, const struct yaml_node *entry,
                           const struct option_place *place)
{
    const char *names[MAX_NAMES];
    size_t count = 0;
    for (const char *const *known = place->known; *known && count < MAX_NAMES; known++)
        names[count++] = *known;
    const struct network_option *option = place->options;
    for (; option && option->name && count < MAX_NAMES; option++)
        names[count++] = option->name;
    const char *nearest = text_nearest(entry->key, names, count);
    if (nearest)
        findings_report(findings, SEVERITY_ERROR, place->rule, place->path, entry->key_where,
                        _("%s has no key '%s'; did you mean '%s'?"), place->owner, entry->key,
                        nearest);
    else
        findings_report(findings, SEVERITY_ERROR, place->rule, place->path, entry->key_where,
                        _("%s has no key '%s'; a key of your own begins with 'x-'"), place->owner,
                        entry->key);
}

/* Whether `word` is one of "reel|post". */
static bool is_word(const char *words, const char *word)
{
    size_t bytes = strlen(word);
    while (words) {
        if (strncmp(words, word, bytes) == 0 && (words[bytes] == '|' || !words[bytes]))
            return true;
        words = strchr(words, '|');
        if (words)
            words++;
    }
    return false;
}

static bool is_of_kind(const struct yaml_node *value, const struct network_option *option)
{
    if (option->kind == OPTION_LIST)
        return value->kind == YAML_LIST;
    if (value->kind != YAML_SCALAR)
        return false;
    switch (option->kind) {
    case OPTION_BOOL:
        return yaml_bool(value) >= 0;
    case OPTION_NUMBER:
        return text_number(value->text, value->text_bytes, LONG_MAX) >= 0;
    case OPTION_WORD:
        return is_word(option->words, value->text);
    case OPTION_URL:
        return text_starts_with(value->text, "https://") ||
               text_starts_with(value->text, "http://");
    case OPTION_TEXT:
    case OPTION_LIST:
        break;
    }
    return true;
}

static void report_kind(struct findings *findings, const struct yaml_node *value,
                        const struct network_option *option, const struct option_place *place)
{
    static const char *const messages[] = {
        [OPTION_TEXT] = N_("'%s' takes a text"),
        [OPTION_BOOL] = N_("'%s' takes true or false"),
        [OPTION_NUMBER] = N_("'%s' takes a whole number"),
        [OPTION_URL] = N_("'%s' takes an address that begins with https://"),
        [OPTION_LIST] = N_("'%s' takes a list: [one, two]"),
    };
    if (option->kind == OPTION_WORD) {
        findings_report(findings, SEVERITY_ERROR, place->rule, place->path, value->where,
                        _("'%s' takes one of these: %s"), option->name, option->words);
        return;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    findings_report(findings, SEVERITY_ERROR, place->rule, place->path, value->where,
                    _(messages[option->kind]), option->name);
#pragma GCC diagnostic pop
}

void options_check(struct findings *findings, const struct yaml_node *map,
                   const struct option_place *place)
{
    if (!map || map->kind != YAML_MAP)
        return;
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        if (text_starts_with(entry->key, "x-") || is_listed(place->known, entry->key))
            continue;
        const struct network_option *option = find_option(place->options, entry->key);
        if (!option)
            report_unknown(findings, entry, place);
        else if (!yaml_is_null(entry) && !is_of_kind(entry, option))
            report_kind(findings, entry, option, place);
    }
}

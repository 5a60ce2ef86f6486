/* Values that are words of some language: ours, a slug, a language's code, an address. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/slug.h"
#include "lib/unicode.h"
#include "lib/value.h"
#include "lib/value_scalar.h"
#include "lib/yaml.h"
#include "model/finding.h"

/* ---- Words ---- */

enum { MAX_WORDS = 12 };

static size_t split_words(struct arena *arena, const char *words, const char *out[MAX_WORDS])
{
    size_t count = 0;
    for (const char *at = words; count < MAX_WORDS;) {
        size_t bytes = strcspn(at, "|");
        out[count++] = arena_strndup(arena, at, bytes);
        if (!at[bytes])
            break;
        at += bytes + 1;
    }
    return count;
}

static int complain_of_word(struct reading *reading, const char *key, const struct yaml_node *node,
                            const char *const *words, size_t count)
{
    struct text_buffer all = text_buffer_in(reading->findings->arena, 1024);
    const char *plain = unicode_plain(reading->arena, node->text);
    const char *same = NULL;
    for (size_t i = 0; i < count; i++) {
        text_printf(&all, "%s`%s`", i ? ", " : "", words[i]);
        if (text_equal(unicode_plain(reading->arena, words[i]), plain))
            same = words[i];
    }
    const char *nearest = same ? same : text_nearest(node->text, words, count);
    const char *shown = reading_excerpt(reading, node->text);
    if (!nearest)
        return reading_complain(reading, "value", node->where, _("'%s' is one of %s, not '%s'"),
                                key, text_end(&all), shown);
    reading_complain(reading, "value", node->where,
                     _("'%s' is one of %s, not '%s'; did you mean '%s'?"), key, text_end(&all),
                     shown, nearest);
    if (same)
        reading_mend(reading, node->start_byte, node->end_byte, same);
    else
        reading_suggest(reading, nearest);
    return -1;
}

int value_word(size_t *out, struct reading *reading, const char *key, const struct yaml_node *node,
               const char *words)
{
    const char *list[MAX_WORDS];
    if (value_scalar(reading, key, node) != 0)
        return -1;
    size_t count = split_words(reading->arena, words, list);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(list[i], node->text)) {
            *out = i;
            return 0;
        }
    }
    return complain_of_word(reading, key, node, list, count);
}

bool value_key_is_slug(struct reading *reading, const struct yaml_node *entry)
{
    if (slug_is_valid(entry->key, strlen(entry->key)))
        return true;
    reading_complain(reading, "id", entry->key_where,
                     _("an id is made of letters without accents, digits, `-` and `_`, so not "
                       "'%s': `%s` would do"),
                     reading_excerpt(reading, entry->key),
                     slug_propose(reading->arena, entry->key));
    return false;
}

static int read_slug(const char **out, struct reading *reading, const char *key,
                     const struct yaml_node *node, bool is_path)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    if (is_path ? slug_path_is_valid(node->text) : slug_is_valid(node->text, node->text_bytes)) {
        *out = node->text;
        return 0;
    }
    const char *proposed = is_path ? slug_path_propose(reading->arena, node->text)
                                   : slug_propose(reading->arena, node->text);
    reading_complain(reading, "id", node->where,
                     is_path ? _("'%s' is made of letters without accents, digits, `-`, `_` and "
                                 "`/`, so not '%s': `%s` would do")
                             : _("'%s' is made of letters without accents, digits, `-` and `_`, so "
                                 "not '%s': `%s` would do"),
                     key, reading_excerpt(reading, node->text), proposed);
    reading_suggest(reading, proposed);
    return -1;
}

int value_slug(const char **out, struct reading *reading, const char *key,
               const struct yaml_node *node)
{
    return read_slug(out, reading, key, node, false);
}

int value_slug_path(const char **out, struct reading *reading, const char *key,
                    const struct yaml_node *node)
{
    return read_slug(out, reading, key, node, true);
}

/* ---- Languages ---- */

static bool is_alphanumeric(const char *text, size_t bytes, size_t letters_only)
{
    for (size_t i = 0; i < bytes; i++) {
        bool is_letter = (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z';
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (!is_letter && (letters_only || !is_digit))
            return false;
    }
    return bytes > 0;
}

/* `es`, `es-MX`, `zh-Hant-TW`, `ca-valencia`: RFC 5646's shape, without extensions. */
bool value_is_language(const char *text)
{
    size_t bytes = strcspn(text, "-");
    if (bytes < 2 || bytes > 3 || !is_alphanumeric(text, bytes, true))
        return false;
    while (text[bytes]) {
        text += bytes + 1;
        bytes = strcspn(text, "-");
        if (bytes < 2 || bytes > 8 || !is_alphanumeric(text, bytes, false))
            return false;
    }
    return true;
}

static const char *meant_language(struct arena *arena, const char *text)
{
    static const char *const names[][2] = {
        { "español", "es" },   { "espanol", "es" },    { "castellano", "es" }, { "spanish", "es" },
        { "inglés", "en" },    { "ingles", "en" },     { "english", "en" },    { "catalán", "ca" },
        { "català", "ca" },    { "catalan", "ca" },    { "gallego", "gl" },    { "galego", "gl" },
        { "euskera", "eu" },   { "euskara", "eu" },    { "francés", "fr" },    { "french", "fr" },
        { "alemán", "de" },    { "german", "de" },     { "italiano", "it" },   { "italian", "it" },
        { "portugués", "pt" }, { "portuguese", "pt" },
    };
    const char *folded = unicode_fold(arena, text);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (text_equal(folded, names[i][0]))
            return names[i][1];
    }
    char *hyphenated = arena_strdup(arena, text);
    for (char *at = hyphenated; *at; at++) {
        if (*at == '_')
            *at = '-';
    }
    return value_is_language(hyphenated) ? hyphenated : NULL;
}

int value_language(const char **out, struct reading *reading, const char *key,
                   const struct yaml_node *node)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    if (value_is_language(node->text)) {
        *out = node->text;
        return 0;
    }
    const char *meant = meant_language(reading->arena, node->text);
    if (!meant)
        return reading_complain(reading, "value", node->where,
                                _("'%s' is a language code such as `es`, `en` or `es-MX`, not "
                                  "'%s'"),
                                key, reading_excerpt(reading, node->text));
    reading_complain(reading, "value", node->where,
                     _("'%s' is a language code: write `%s`, not '%s'"), key, meant,
                     reading_excerpt(reading, node->text));
    reading_mend(reading, node->start_byte, node->end_byte, meant);
    return -1;
}

/* ---- Addresses ---- */

const char *value_url_problem(const char *url)
{
    size_t scheme = strcspn(url, ":/?#");
    bool is_web = (scheme == 4 && strncasecmp(url, "http", 4) == 0) ||
                  (scheme == 5 && strncasecmp(url, "https", 5) == 0);
    if (!is_web || strncmp(url + scheme, "://", 3) != 0)
        return _("an address begins with https:// or http://");
    for (const char *at = url; *at; at++) {
        if ((unsigned char)*at <= ' ' || *at == 0x7F)
            return _("no space may stand in an address: write %20 for it");
        if (strchr("<>\"{}|\\^`", *at))
            return _("no `<`, `>`, `\"`, `{`, `}`, `|`, `\\`, `^` may stand in an address");
    }
    const char *host = url + scheme + 3;
    size_t authority_bytes = strcspn(host, "/?#");
    if (memchr(host, '@', authority_bytes))
        return _("no user name or password may stand in an address");
    size_t host_bytes = strcspn(host, ":/?#");
    if (host_bytes == 0 || host[0] == '.' || host[0] == '[')
        return _("a host name stands behind the `//` of an address");
    if (host[host_bytes] == ':') {
        const char *port = host + host_bytes + 1;
        if (text_number(port, authority_bytes - host_bytes - 1, 65535) <= 0)
            return _("behind the `:` of an address stands the number of a port");
    }
    return NULL;
}

const char *value_url_without_spaces(struct arena *arena, const char *url)
{
    struct text_buffer out = text_buffer_in(arena, 3 * strlen(url) + 1);
    for (const char *at = url; *at; at++) {
        if (*at == ' ')
            text_puts(&out, "%20");
        else
            text_putc(&out, *at);
    }
    return text_end(&out);
}

int value_url(const char **out, struct reading *reading, const char *key,
              const struct yaml_node *node)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    const char *problem = value_url_problem(node->text);
    if (!problem) {
        *out = node->text;
        return 0;
    }
    return value_complain_of_url(reading, key, node, problem);
}

int value_complain_of_url(struct reading *reading, const char *key, const struct yaml_node *node,
                          const char *problem)
{
    const char *whole = arena_printf(reading->arena, "https://%s", node->text);
    const char *unspaced = value_url_without_spaces(reading->arena, node->text);
    reading_complain(reading, "value", node->where, _("'%s' is no address: %s"), key, problem);
    if (!value_url_problem(unspaced))
        reading_mend(reading, node->start_byte, node->end_byte,
                     node->is_plain && !strpbrk(unspaced, ",[]{}#")
                         ? unspaced
                         : yaml_quote(reading->arena, unspaced));
    else if (!strchr(node->text, ':') && strchr(node->text, '.') && !value_url_problem(whole))
        reading_suggest(reading, whole);
    return -1;
}

/* ---- Currencies ---- */

int value_judge_currency(struct reading *reading, const char *key, const struct yaml_node *node)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *code;
    if (value_line(&code, reading, key, node) != 0)
        return -1;
    if (strlen(code) == 3 && strspn(code, capitals) == 3)
        return 0;
    return reading_complain(reading, "value", node->where,
                            _("'%s' is the three letters of a currency, such as `EUR` or `USD`, "
                              "not '%s'"),
                            key, reading_excerpt(reading, code));
}

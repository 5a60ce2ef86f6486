/* A .vale.ini: core keys above the sections, `[formats]`, `[*]`, and a section a pattern. */
#include "brand/voice/config.h"

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/names.h"
#include "lib/ini.h"
#include "lib/reading.h"
#include "lib/unicode.h"
#include "lib/wildcard.h"

static const char rule_id[] = "voice-config";

/* So many characters of the entry's value, from a byte on. */
static struct span where_of(const struct ini_entry *entry, size_t byte, size_t characters)
{
    struct span where = { .line = entry->line, .end_line = entry->line };
    if (entry->column) {
        where.column = entry->column + (uint32_t)unicode_codepoints(entry->value, byte);
        where.end_column = where.column + (uint32_t)characters;
    }
    return where;
}

static struct span where_is_value(const struct ini_entry *entry)
{
    return where_of(entry, 0, unicode_codepoints(entry->value, strlen(entry->value)));
}

/* Each name once. */
static void add_name(struct names *names, struct arena *arena, const char *text, struct span where)
{
    if (!names_have(names, text))
        voice_names_add(names, arena, text, where);
}

/* `a, b` */
static void add_names(struct names *names, struct arena *arena, const struct ini_entry *entry)
{
    for (const char *at = entry->value; *at;) {
        at += strspn(at, ", \t");
        size_t bytes = strcspn(at, ",");
        const char *behind = at + bytes;
        while (bytes > 0 && (at[bytes - 1] == ' ' || at[bytes - 1] == '\t'))
            bytes--;
        if (bytes > 0)
            add_name(names, arena, arena_strndup(arena, at, bytes),
                     where_of(entry, (size_t)(at - entry->value), unicode_codepoints(at, bytes)));
        at = behind;
    }
}

static int complain(struct reading *reading, const struct ini_entry *entry, const char *what)
{
    return reading_complain(reading, rule_id, where_is_value(entry), "%s", what);
}

static bool read_level(enum severity *out, const char *word)
{
    for (enum severity level = SEVERITY_SUGGESTION; level <= SEVERITY_ERROR; level++) {
        if (strcmp(word, severity_name(level)) == 0) {
            *out = level;
            return true;
        }
    }
    return false;
}

/* --- core keys --- */

static bool is_core(const char *key)
{
    static const char *const keys[] = { "StylesPath",    "MinAlertLevel", "Vocab",
                                        "IgnoredScopes", "SkippedScopes", "IgnoredClasses",
                                        "WordTemplate",  "Packages",      "NLPEndpoint" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static bool is_of_section(const char *key)
{
    static const char *const keys[] = { "BasedOnStyles", "IgnorePatterns",   "BlockIgnores",
                                        "TokenIgnores",  "Transform",        "Lang",
                                        "View",          "CommentDelimiters" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static int read_core(struct voice_config *out, struct reading *reading, const char *folder,
                     const struct ini_entry *entry)
{
    struct arena *arena = reading->arena;
    const char *key = entry->key;
    const char *value = entry->value;
    if (strcmp(key, "StylesPath") == 0)
        add_name(&out->paths, arena,
                 *value == '/' ? value : arena_printf(arena, "%s%s", folder, value),
                 where_is_value(entry));
    else if (strcmp(key, "MinAlertLevel") == 0 && !read_level(&out->level, value))
        return complain(reading, entry, _("MinAlertLevel is suggestion, warning or error"));
    else if (strcmp(key, "Vocab") == 0)
        add_names(&out->vocabularies, arena, entry);
    else if (strcmp(key, "Packages") == 0)
        add_names(&out->packages, arena, entry);
    else if (strcmp(key, "IgnoredScopes") == 0)
        add_names(&out->ignored_tags, arena, entry);
    else if (strcmp(key, "SkippedScopes") == 0)
        add_names(&out->skipped_tags, arena, entry);
    else if (strcmp(key, "IgnoredClasses") == 0)
        add_names(&out->ignored_classes, arena, entry);
    else if (strcmp(key, "WordTemplate") == 0)
        out->word_template = value;
    else if (is_of_section(key))
        return complain(reading, entry,
                        arena_printf(arena, _("'%s' belongs below a section such as [*.md]"), key));
    return 0;
}

/* --- sections --- */

static struct voice_section *section_of(struct voice_config *out, struct arena *arena,
                                        const char *pattern)
{
    if (strcmp(pattern, "*") == 0) {
        out->has_any_file = true;
        out->any.pattern = pattern;
        return &out->any;
    }
    for (size_t i = 0; i < out->section_count; i++)
        if (strcmp(out->sections[i].pattern, pattern) == 0)
            return &out->sections[i];
    out->sections = list_grow(arena, out->sections, out->section_count, &out->section_capacity,
                              sizeof *out->sections);
    out->sections[out->section_count] = (struct voice_section){ .pattern = pattern };
    return &out->sections[out->section_count++];
}

static void set_level(struct voice_config *out, struct arena *arena, const char *rule,
                      enum severity level)
{
    out->levels =
        list_grow(arena, out->levels, out->level_count, &out->level_capacity, sizeof *out->levels);
    out->levels[out->level_count++] = (struct voice_level){ .rule = rule, .level = level };
}

static void choose(struct voice_config *out, struct arena *arena, struct voice_choices *choices,
                   const struct ini_entry *entry)
{
    enum severity level;
    bool has_level = read_level(&level, entry->value);
    if (has_level)
        set_level(out, arena, entry->key, level);
    choices->items = list_grow(arena, choices->items, choices->count, &choices->capacity,
                               sizeof *choices->items);
    choices->items[choices->count++] =
        (struct voice_choice){ .rule = entry->key,
                               .is_on = has_level || strcmp(entry->value, "YES") == 0 };
}

static int read_delimiters(struct voice_section *section, struct reading *reading,
                           const struct ini_entry *entry)
{
    struct names both = { 0 };
    add_names(&both, reading->arena, entry);
    if (both.count != 2)
        return complain(reading, entry, _("CommentDelimiters takes two, with a comma between"));
    section->comment_start = both.items[0].text;
    section->comment_end = both.items[1].text;
    return 0;
}

static int read_in_section(struct voice_config *out, struct reading *reading,
                           const struct ini_entry *entry)
{
    struct arena *arena = reading->arena;
    struct voice_section *section = section_of(out, arena, entry->section);
    const char *key = entry->key;
    if (is_core(key))
        return complain(reading, entry,
                        arena_printf(arena, _("'%s' belongs above the first section"), key));
    if (strcmp(key, "BasedOnStyles") == 0) {
        section->has_styles = true;
        add_names(&section->styles, arena, entry);
    } else if (strcmp(key, "BlockIgnores") == 0 || strcmp(key, "IgnorePatterns") == 0) {
        add_names(&section->block_ignores, arena, entry);
    } else if (strcmp(key, "TokenIgnores") == 0) {
        add_names(&section->token_ignores, arena, entry);
    } else if (strcmp(key, "CommentDelimiters") == 0) {
        return read_delimiters(section, reading, entry);
    } else if (!is_of_section(key)) {
        choose(out, arena, &section->choices, entry);
    }
    return 0;
}

int voice_config_read(struct voice_config *out, struct reading *reading, const char *folder)
{
    struct ini ini = { 0 };
    *out = (struct voice_config){ .path = reading->path, .level = SEVERITY_SUGGESTION };
    uint32_t line = ini_parse(&ini, reading->arena, reading->text, reading->bytes);
    if (line)
        return reading_complain(reading, rule_id, (struct span){ line, 1, line, 1 },
                                _("write `key = value` or `[section]`"));
    for (size_t i = 0; i < ini.count; i++) {
        const struct ini_entry *entry = &ini.items[i];
        if (strcmp(entry->section, "asciidoctor") == 0)
            continue;
        if (strcmp(entry->section, "formats") == 0) {
            out->formats = list_grow(reading->arena, out->formats, out->format_count,
                                     &out->format_capacity, sizeof *out->formats);
            out->formats[out->format_count++] =
                (struct voice_format){ .extension = entry->key, .read_as = entry->value };
            continue;
        }
        if ((*entry->section ? read_in_section(out, reading, entry)
                             : read_core(out, reading, folder, entry)) != 0)
            return -1;
    }
    return 0;
}

/* --- what applies to a file --- */

static bool matches(const struct voice_section *section, const char *path)
{
    const char *pattern = section->pattern;
    bool is_negated = *pattern == '!';
    pattern += is_negated;
    return wildcard_match(pattern, path, !strstr(pattern, "**")) != is_negated;
}

static void add_choices(struct voice_choices *out, struct arena *arena,
                        const struct voice_choices *choices)
{
    for (size_t i = 0; i < choices->count; i++) {
        out->items = list_grow(arena, out->items, out->count, &out->capacity, sizeof *out->items);
        out->items[out->count++] = choices->items[i];
    }
}

struct voice_selection voice_config_select(const struct voice_config *config, struct arena *arena,
                                           const char *path)
{
    struct voice_selection selection = { .styles = config->any.styles, .config = config };
    for (size_t i = 0; i < config->section_count; i++) {
        const struct voice_section *section = &config->sections[i];
        if (!matches(section, path))
            continue;
        selection.sections |= i < 63 ? (uint64_t)1 << i : UINT64_MAX;
        if (section->has_styles)
            selection.styles = section->styles;
        add_choices(&selection.choices, arena, &section->choices);
    }
    return selection;
}

bool voice_config_covers(const struct voice_config *config, const char *path)
{
    if (config->any.styles.count + config->any.choices.count > 0)
        return true;
    for (size_t i = 0; i < config->section_count; i++)
        if (matches(&config->sections[i], path))
            return true;
    return false;
}

/* The last word about the rule; -1 where nothing is said. */
static int find_choice(const struct voice_choices *choices, const char *rule)
{
    for (size_t i = choices->count; i > 0; i--)
        if (strcmp(choices->items[i - 1].rule, rule) == 0)
            return choices->items[i - 1].is_on;
    return -1;
}

bool voice_selection_has(const struct voice_selection *selection, const char *rule)
{
    int chosen = find_choice(&selection->choices, rule);
    if (chosen < 0)
        chosen = find_choice(&selection->config->any.choices, rule);
    if (chosen >= 0)
        return chosen;
    size_t style_bytes = strcspn(rule, ".");
    for (size_t i = 0; i < selection->styles.count; i++) {
        const char *style = selection->styles.items[i].text;
        if (strlen(style) == style_bytes && memcmp(style, rule, style_bytes) == 0)
            return true;
    }
    return false;
}

const char *voice_config_format(const struct voice_config *config, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    const char *extension = dot ? dot + 1 : "";
    for (size_t i = 0; i < config->format_count; i++)
        if (strcmp(config->formats[i].extension, extension) == 0)
            extension = config->formats[i].read_as;
    static const char *const markdown[] = { "md", "mdown", "markdown", "markdn", "mdx" };
    for (size_t i = 0; i < sizeof markdown / sizeof *markdown; i++)
        if (strcmp(markdown[i], extension) == 0)
            return "md";
    return extension;
}

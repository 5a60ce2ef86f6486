/* brand.yml's `voice` becomes a configuration. */
#include "brand/voice/brand_voice.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/names.h"
#include "brand/voice/shelf.h"
#include "brand/voice/voice_internal.h"
#include "io/text_file.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/path.h"
#include "lib/reading.h"
#include "lib/yaml.h"
#include "model/workspace.h"

const struct yaml_node *brand_voice_node(const struct brand *brand)
{
    const struct yaml_node *voice = brand->root ? yaml_get(brand->root, "voice") : NULL;
    return voice && voice->kind == YAML_MAP ? voice : NULL;
}

static void read_rules(struct voice_config *config, struct arena *arena,
                       const struct yaml_node *rules)
{
    for (const struct yaml_node *rule = rules ? rules->first : NULL; rule; rule = rule->next) {
        struct voice_choices *choices = &config->any.choices;
        bool is_off = strcmp(rule->text, "off") == 0;
        choices->items = list_grow(arena, choices->items, choices->count, &choices->capacity,
                                   sizeof *choices->items);
        choices->items[choices->count++] =
            (struct voice_choice){ .rule = rule->key, .is_on = !is_off, .where = rule->key_where };
        for (enum severity level = SEVERITY_SUGGESTION; level <= SEVERITY_ERROR; level++) {
            if (strcmp(rule->text, severity_name(level)) != 0)
                continue;
            config->levels = list_grow(arena, config->levels, config->level_count,
                                       &config->level_capacity, sizeof *config->levels);
            config->levels[config->level_count++] =
                (struct voice_level){ .rule = rule->key, .level = level };
        }
    }
}

static void read_level(struct voice_config *config, const struct yaml_node *node)
{
    for (enum severity level = SEVERITY_SUGGESTION; node && level <= SEVERITY_ERROR; level++)
        if (strcmp(node->text, severity_name(level)) == 0)
            config->level = level;
}

static struct voice_config *read_config(struct arena *arena, const struct brand *brand)
{
    const struct yaml_node *voice = brand_voice_node(brand);
    struct voice_config *config = arena_alloc(arena, sizeof *config);
    config->is_in_workspace = true;
    config->is_brand = true;
    config->languages = brand->languages;
    config->path = "brand/brand.yml";
    config->level = SEVERITY_SUGGESTION;
    config->vocabularies = form_names_of(arena, voice, "vocabularies");
    config->has_any_file = true;
    config->any.pattern = "*";
    config->any.has_styles = true;
    config->any.styles = form_names_of(arena, voice, "styles");
    config->paths = voice_shelf_paths(arena, voice);
    read_level(config, yaml_get(voice, "level"));
    read_rules(config, arena, yaml_get(voice, "rules"));
    return config;
}

/* Folders of `paths` are counted from brand/voice, as those of .vale.ini are from its StylesPath.
 */
static int check_paths(const struct names *paths, struct arena *arena, struct tree *tree,
                       struct findings *findings, struct err *err)
{
    for (size_t i = 0; i < paths->count; i++) {
        const struct name *path = &paths->items[i];
        const char *resolved = path_resolve(arena, "brand/voice", path->text);
        struct tree_file *files = NULL;
        size_t count = 0;
        if (resolved && tree && tree_list(tree, arena, resolved, &files, &count, err) != 0)
            return -1;
        if (count > 0)
            continue;
        findings_report(findings, SEVERITY_ERROR, "voice-config", "brand/brand.yml", path->where,
                        resolved ? _("there is no folder '%s' with styles: paths are counted from "
                                     "brand/voice, so that `../../voice` is a folder beside brand/")
                                 : _("'%s' is no path inside the workspace"),
                        resolved ? resolved : path->text);
    }
    return 0;
}

int brand_voice_open(struct voice **out, struct arena *arena, const struct workspace *workspace,
                     struct tree *tree, enum severity lowest, struct findings *findings,
                     struct err *err)
{
    const struct yaml_node *voice = brand_voice_node(&workspace->brand);
    const struct voice_reader reader = voice_shelf_reader(tree);
    *out = NULL;
    if (!voice)
        return 0;
    struct voice_config *config = read_config(arena, &workspace->brand);
    if (config->any.styles.count == 0)
        return 0;
    config->workspace = workspace;
    struct names paths = form_names_of(arena, voice, "paths");
    if (check_paths(&paths, arena, tree, findings, err) != 0)
        return -1;
    if (config->level < lowest)
        config->level = lowest;
    return voice_open(out, arena, config, &reader, findings, err);
}

/* Its folders of styles, as seen from the workspace's root. */
static int resolve_paths(struct voice_config *config, struct reading *reading)
{
    for (size_t i = 0; i < config->paths.count; i++) {
        struct name *path = &config->paths.items[i];
        const char *resolved = path_resolve(reading->arena, "", path->text);
        if (!resolved)
            return reading_complain(reading, "voice-config", path->where,
                                    _("'%s' is no path inside the workspace"), path->text);
        path->text = resolved;
    }
    return 0;
}

/* Where there is none: a link in its place is not followed, and that is said. */
static int look_for_link(struct arena *arena, struct tree *tree, const char *path,
                         struct findings *findings, struct err *err)
{
    struct tree_file *files = NULL;
    size_t count = 0;
    if (tree_list(tree, arena, path, &files, &count, err) != 0)
        return -1;
    if (count == 1 && files[0].kind == TREE_LINK)
        findings_report(findings, SEVERITY_WARNING, "voice-config", path,
                        (struct span){ .line = 1 }, "%s",
                        _("this is a symbolic link, and none is followed: put the file itself "
                          "there, or its rules are left out"));
    return 0;
}

int brand_voice_open_vale(struct voice **out, struct arena *arena, struct tree *tree,
                          struct findings *findings, struct err *err)
{
    static const char path[] = ".vale.ini";
    const struct voice_reader reader = voice_shelf_reader(tree);
    struct voice_config *config = arena_alloc(arena, sizeof *config);
    struct reading reading = { .arena = arena, .findings = findings, .path = path };
    bool is_text;
    *out = NULL;
    if (!tree_has(tree, path))
        return look_for_link(arena, tree, path, findings, err);
    if (text_file_read(&is_text, &reading, tree, LIMIT_YAML_BYTES, err) != 0)
        return -1;
    if (!is_text || voice_config_read(config, &reading, "") != 0 ||
        resolve_paths(config, &reading) != 0)
        return 0;
    config->is_in_workspace = true;
    return voice_open(out, arena, config, &reader, findings, err);
}

int brand_voice_open_styles(struct voice **out, struct arena *arena, const struct brand *brand,
                            struct tree *tree, const struct names *styles,
                            struct findings *findings, struct err *err)
{
    const struct voice_reader reader = voice_shelf_reader(tree);
    struct voice_config *config = read_config(arena, brand);
    config->level = SEVERITY_SUGGESTION;
    config->any.styles = *styles;
    config->any.choices.count = 0;
    return voice_open(out, arena, config, &reader, findings, err);
}

struct voice_selection brand_voice_selection(const struct voice *voice)
{
    return (struct voice_selection){ .styles = voice->config->any.styles,
                                     .config = voice->config,
                                     .is_post = true };
}

/* brand.yml's `voice` becomes a configuration. */
#include "brand/voice/brand_voice.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/names.h"
#include "brand/voice/packs.h"
#include "brand/voice/voice_internal.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/path.h"
#include "lib/yaml.h"
#include "model/workspace.h"

/* Where packs stand among the folders of styles: no path of a workspace begins like this. */
static const char packs[] = "/packs";

enum { LARGEST_RULE = LIMIT_YAML_BYTES };

/* --- reading --- */

static void add_path(const char ***paths, struct arena *arena, size_t *count, size_t *capacity,
                     const char *path)
{
    *paths = list_grow(arena, *paths, *count, capacity, sizeof **paths);
    (*paths)[(*count)++] = path;
}

static bool is_below(const char *path, const char *folder)
{
    size_t bytes = strlen(folder);
    return bytes == 0 || (strncmp(path, folder, bytes) == 0 && path[bytes] == '/');
}

static int list(void *context, struct arena *arena, const char *folder, const char ***paths,
                size_t *count, struct err *err)
{
    size_t capacity = 0;
    *paths = NULL;
    *count = 0;
    if (text_starts_with(folder, packs)) {
        const char *style = folder + sizeof packs - 1;
        style += *style == '/';
        for (size_t i = 0; i < voice_pack_file_count; i++)
            if (is_below(voice_pack_files[i].path, style))
                add_path(paths, arena, count, &capacity,
                         arena_printf(arena, "%s/%s", packs, voice_pack_files[i].path));
        return 0;
    }
    struct tree_file *files;
    size_t file_count;
    if (tree_list(context, arena, folder, &files, &file_count, err) != 0)
        return -1;
    for (size_t i = 0; i < file_count; i++)
        if (files[i].kind == TREE_FILE)
            add_path(paths, arena, count, &capacity, files[i].path);
    return 0;
}

static int read(void *context, struct arena *arena, const char *path, char **text, size_t *bytes,
                struct err *err)
{
    if (!text_starts_with(path, packs))
        return tree_read(context, arena, path, LARGEST_RULE, text, bytes, err);
    for (size_t i = 0; i < voice_pack_file_count; i++) {
        if (strcmp(voice_pack_files[i].path, path + sizeof packs) == 0) {
            *text = arena_strndup(arena, voice_pack_files[i].text, voice_pack_files[i].bytes);
            *bytes = voice_pack_files[i].bytes;
            return 0;
        }
    }
    return err_set(err, ERR_INPUT, _("there is no rule '%s'"), path);
}

/* --- brand.yml --- */

static void read_rules(struct voice_config *config, struct arena *arena,
                       const struct yaml_node *rules)
{
    for (const struct yaml_node *rule = rules ? rules->first : NULL; rule; rule = rule->next) {
        struct voice_choices *choices = &config->any.choices;
        bool is_off = strcmp(rule->text, "off") == 0;
        choices->items = list_grow(arena, choices->items, choices->count, &choices->capacity,
                                   sizeof *choices->items);
        choices->items[choices->count++] =
            (struct voice_choice){ .rule = rule->key, .is_on = !is_off };
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

static struct voice_config *read_config(struct arena *arena, const struct yaml_node *voice)
{
    struct voice_config *config = arena_alloc(arena, sizeof *config);
    struct names more = form_names_of(arena, voice, "paths");
    config->path = "brand/brand.yml";
    config->level = SEVERITY_SUGGESTION;
    config->vocabularies = form_names_of(arena, voice, "vocabularies");
    config->has_any_file = true;
    config->any.pattern = "*";
    config->any.has_styles = true;
    config->any.styles = form_names_of(arena, voice, "styles");
    voice_names_add(&config->paths, arena, "brand/voice", (struct span){ 0 });
    for (size_t i = 0; i < more.count; i++) {
        const char *path = path_resolve(arena, "brand/voice", more.items[i].text);
        if (path)
            voice_names_add(&config->paths, arena, path, (struct span){ 0 });
    }
    voice_names_add(&config->paths, arena, packs, (struct span){ 0 });
    read_level(config, yaml_get(voice, "level"));
    read_rules(config, arena, yaml_get(voice, "rules"));
    return config;
}

int brand_voice_open(struct voice **out, struct arena *arena, const struct brand *brand,
                     struct tree *tree, struct findings *findings, struct err *err)
{
    const struct yaml_node *voice = brand->root ? yaml_get(brand->root, "voice") : NULL;
    const struct voice_reader reader = { .list = list, .read = read, .context = tree };
    *out = NULL;
    if (!voice || voice->kind != YAML_MAP)
        return 0;
    struct voice_config *config = read_config(arena, voice);
    if (config->any.styles.count == 0)
        return 0;
    return voice_open(out, arena, config, &reader, findings, err);
}

struct voice_selection brand_voice_selection(const struct voice *voice)
{
    return (struct voice_selection){ .styles = voice->config->any.styles,
                                     .config = voice->config,
                                     .is_post = true };
}

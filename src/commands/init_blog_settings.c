/* Jekyll has one file of settings; Hugo has one of many names, or a folder of them. */
#include "commands/init_blog_settings.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "calendar/zones.h"
#include "commands/init_blog_files.h"
#include "io/files.h"
#include "lib/yaml.h"

static bool read_jekyll(struct blog_settings *out, struct arena *arena, const char *root)
{
    const char *path = arena_printf(arena, "%s/_config.yml", root);
    const struct yaml_node *keys;
    const char *text;
    if (!files_exist(path) || !blog_files_have_posts(arena, root))
        return false;
    if (!blog_keys_read(&keys, &text, arena, path))
        return true;
    const char *url = blog_value(keys, "url");
    const char *below = blog_value(keys, "baseurl");
    const char *zone = blog_value(keys, "timezone");
    struct err ignored = { 0 };
    if (zone && zones_load(&out->zone, arena, zone, &ignored) != 0)
        out->zone = NULL;
    out->title = blog_value(keys, "title");
    out->base = url ? arena_printf(arena, "%s%s", url, below ? below : "") : NULL;
    out->permalink = blog_value(keys, "permalink");
    /* One for some folders alone, or categories that all posts of a folder have. */
    const char *own = strstr(text, "permalink:");
    const char *defaults = strstr(text, "defaults:");
    out->is_patterned = (own && !out->permalink) || (own && strstr(own + 1, "permalink:")) ||
                        (defaults && strstr(defaults, "categor"));
    return true;
}

/* Where most pages are, when none of the usual names is there. */
static const char *largest_section(struct arena *arena, const char *content)
{
    struct err ignored = { 0 };
    struct files_entry *entries;
    const char *largest = NULL;
    size_t count, most = 0;
    if (files_list_entries(arena, content, &entries, &count, &ignored) != 0)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t pages =
            entries[i].is_folder
                ? blog_files_count(arena, arena_printf(arena, "%s/%s", content, entries[i].name))
                : 0;
        if (pages > most) {
            most = pages;
            largest = entries[i].name;
        }
    }
    return largest;
}

static const char *section_of(struct arena *arena, const char *root, bool is_surely_hugo)
{
    static const char *const sections[] = { "posts", "post", "blog" };
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (files_is_folder(arena_printf(arena, "%s/content/%s", root, sections[i])))
            return sections[i];
    if (!is_surely_hugo)
        return NULL;
    const char *section = largest_section(arena, arena_printf(arena, "%s/content", root));
    return section ? section : sections[0];
}

/* A folder of settings may have a file for each of their tables. */
static bool has_file(struct arena *arena, const char *root, const char *name)
{
    static const char *const ends[] = { "toml", "yaml", "yml", "json" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (files_exist(arena_printf(arena, "%s/config/_default/%s.%s", root, name, ends[i])))
            return true;
    return false;
}

static bool has_patterns(struct arena *arena, const char *root, const struct yaml_node *keys,
                         bool is_folder)
{
    return (is_folder && has_file(arena, root, "permalinks")) || blog_is_true(keys, "uglyURLs") ||
           blog_is_true(keys, "disablePathToLower") ||
           blog_is_true(keys, "defaultContentLanguageInSubdir");
}

static bool read_hugo(struct blog_settings *out, struct arena *arena, const char *root)
{
    static const struct {
        const char *name;
        bool is_surely, is_folder; /* Hugo's alone; of a folder of settings */
    } places[] = {
        { "hugo.toml", true, false },
        { "hugo.yaml", true, false },
        { "hugo.yml", true, false },
        { "hugo.json", true, false },
        { "config/_default/hugo.toml", true, true },
        { "config/_default/hugo.yaml", true, true },
        { "config/_default/hugo.yml", true, true },
        { "config/_default/config.toml", true, true },
        { "config/_default/config.yaml", true, true },
        { "config/_default/config.yml", true, true },
        { "config.toml", false, false },
        { "config.yaml", false, false },
        { "config.yml", false, false },
    };
    enum { COUNT = sizeof places / sizeof *places };
    size_t i = 0;
    const char *path = NULL, *text;
    const struct yaml_node *keys;
    while (i < COUNT && !files_exist(path = arena_printf(arena, "%s/%s", root, places[i].name)))
        i++;
    if (i == COUNT)
        return false;
    bool is_read = blog_keys_read(&keys, &text, arena, path);
    /* Other programs have a config.toml, too. */
    if (!places[i].is_surely && (!is_read || !blog_key(keys, "baseURL")))
        return false;
    out->section = section_of(arena, root, places[i].is_surely);
    out->is_hugo = out->section != NULL;
    if (!is_read || !out->is_hugo)
        return out->is_hugo;
    out->title = blog_value(keys, "title");
    out->base = blog_value(keys, "baseURL");
    out->is_patterned = strcasestr(text, "permalinks") || strcasestr(text, "contentDir") ||
                        strstr(text, ":filename") ||
                        has_patterns(arena, root, keys, places[i].is_folder);
    const char *language = blog_value(keys, "defaultContentLanguage");
    if (strcasestr(text, "languages") ||
        (places[i].is_folder && has_file(arena, root, "languages")))
        out->language = language ? language : "en";
    return true;
}

bool blog_settings_find(struct blog_settings *out, struct arena *arena, const char *root)
{
    *out = (struct blog_settings){ 0 };
    return read_jekyll(out, arena, root) || read_hugo(out, arena, root);
}

/* Front matter stands between two lines `---` (YAML) or `+++` (TOML), or is one JSON object. */
#include "commands/init_blog_files.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/files.h"
#include "lib/toml.h"
#include "lib/unicode.h"
#include "lib/yaml.h"

enum { READ_POSTS = 2000, READ_FOLDERS = 2000, DEPTH = 6 };

static const char *read(struct arena *arena, const char *path)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct err ignored = { 0 };
    char *text;
    size_t bytes;
    if (files_read(arena, path, LIMIT_POST_FILE_BYTES, &text, &bytes, &ignored) != 0 ||
        utf8_valid_bytes(text, bytes) != bytes)
        return NULL;
    return text_starts_with(text, mark) ? text + strlen(mark) : text;
}

/* --- keys --- */

static const struct yaml_node *parse_yaml(struct arena *arena, const char *text, size_t bytes)
{
    struct yaml_problem ignored;
    struct yaml_node *root = NULL;
    /* Without a key it is a post all the same. */
    if (!text[strspn(text, " \t\r\n")] || strspn(text, " \t\r\n") >= bytes)
        return yaml_empty(arena);
    if (yaml_parse(&root, arena, text, bytes, 1, 0, &ignored) != 0 || !root)
        return NULL;
    return root->kind == YAML_MAP ? root : NULL;
}

const struct yaml_node *blog_key(const struct yaml_node *keys, const char *name)
{
    for (const struct yaml_node *node = keys->first; node; node = node->next)
        if (text_equal_ignoring_case(node->key, name))
            return node;
    return NULL;
}

const char *blog_value(const struct yaml_node *keys, const char *name)
{
    const struct yaml_node *node = blog_key(keys, name);
    return node && node->kind == YAML_SCALAR && *node->text ? node->text : NULL;
}

bool blog_is_true(const struct yaml_node *keys, const char *name)
{
    const struct yaml_node *node = blog_key(keys, name);
    return node && node->kind == YAML_SCALAR && yaml_bool(node) == 1;
}

bool blog_keys_read(const struct yaml_node **out, const char **text, struct arena *arena,
                    const char *path)
{
    *text = read(arena, path);
    if (!*text)
        return false;
    *out = text_ends_with(path, ".toml") ? toml_top(arena, *text, strlen(*text))
                                         : parse_yaml(arena, *text, strlen(*text));
    return *out != NULL;
}

/* The first line below `text` that begins with `fence`. */
static const char *fence_below(const char *text, const char *fence)
{
    for (const char *line = text; (line = strchr(line, '\n'));)
        if (text_starts_with(++line, fence))
            return line;
    return NULL;
}

/* Behind a post's JSON nothing says where it ends but its own braces. */
static const char *object_end(const char *text)
{
    size_t depth = 0;
    bool is_quoted = false;
    for (const char *at = text; *at; at++) {
        if (is_quoted && *at == '\\' && at[1])
            at++;
        else if (*at == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted && *at == '{')
            depth++;
        else if (!is_quoted && *at == '}' && --depth == 0)
            return at + 1;
    }
    return NULL;
}

static const struct yaml_node *read_front(struct arena *arena, const char *text)
{
    bool is_json = *text == '{', is_toml = text_starts_with(text, "+++");
    if (!is_json && !is_toml && !text_starts_with(text, "---"))
        return NULL;
    const char *start = is_json ? text : text + strcspn(text, "\n");
    const char *end = is_json ? object_end(text) : fence_below(text, is_toml ? "+++" : "---");
    if (!end || (!is_json && text[strlen("---") + strspn(text + strlen("---"), " \t\r")] != '\n'))
        return NULL;
    return is_toml ? toml_top(arena, start, (size_t)(end - start))
                   : parse_yaml(arena, start, (size_t)(end - start));
}

/* --- files --- */

struct walk {
    struct arena *arena;
    const char *root;
    bool is_hugo, has_languages;
    const char *category;
    struct blog_file *files; /* NULL: they are only counted */
    size_t count, folder_count;
};

static size_t stem_bytes(const char *name)
{
    static const char *const ends[] = { ".md", ".markdown", ".html" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends_with(name, ends[i]) && strlen(name) > strlen(ends[i]))
            return strlen(name) - strlen(ends[i]);
    return 0;
}

/* `pan.es` is `pan` in Spanish. */
static void take_language(struct blog_file *file, struct arena *arena)
{
    const char *dot = strrchr(file->stem, '.');
    if (!dot || dot == file->stem || strlen(dot) != strlen(".es") ||
        strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz") != strlen("es"))
        return;
    file->language = dot + 1;
    file->stem = arena_strndup(arena, file->stem, (size_t)(dot - file->stem));
}

/* Hugo's `pan/index.md` is the page `pan`; `_index.md` is its section's list. */
static bool name_file(struct blog_file *out, const struct walk *walk, const char *below,
                      const char *name)
{
    struct arena *arena = walk->arena;
    size_t bytes = stem_bytes(name);
    *out = (struct blog_file){ .folder = below,
                               .stem = arena_strndup(arena, name, bytes),
                               .category = walk->category };
    if (walk->has_languages)
        take_language(out, arena);
    if (!walk->is_hugo || !text_equal(out->stem, "index"))
        return bytes > 0 && !(walk->is_hugo && text_equal(out->stem, "_index"));
    size_t end = strlen(below);
    if (!end)
        return false;
    size_t start = --end;
    while (start > 0 && below[start - 1] != '/')
        start--;
    out->folder = arena_strndup(arena, below, start);
    out->stem = arena_strndup(arena, below + start, end - start);
    return true;
}

static void look_at(struct walk *walk, const char *below, const char *name)
{
    struct blog_file file;
    if (walk->count >= READ_POSTS || !name_file(&file, walk, below, name))
        return;
    if (walk->files) {
        const char *text =
            read(walk->arena, arena_printf(walk->arena, "%s/%s%s", walk->root, below, name));
        file.keys = text ? read_front(walk->arena, text) : NULL;
        if (!file.keys)
            return;
        walk->files[walk->count] = file;
    }
    walk->count++;
}

static bool is_bundle(const struct files_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!entries[i].is_folder && text_starts_with(entries[i].name, "index.") &&
            stem_bytes(entries[i].name))
            return true;
    return false;
}

static void walk_folder(struct walk *walk, const char *below, int depth)
{
    struct arena *arena = walk->arena;
    struct err ignored = { 0 };
    struct files_entry *entries;
    size_t count;
    if (++walk->folder_count > READ_FOLDERS ||
        files_list_entries(arena, arena_printf(arena, "%s/%s", walk->root, below), &entries, &count,
                           &ignored) != 0)
        return;
    /* What else stands in a bundle belongs to its page. */
    bool is_page = walk->is_hugo && *below && is_bundle(entries, count);
    for (size_t i = count; i-- > 0;) {
        const char *name = entries[i].name;
        const char *path = arena_printf(arena, "%s/%s%s", walk->root, below, name);
        if (!entries[i].is_folder && (!is_page || text_starts_with(name, "index.")))
            look_at(walk, below, name);
        else if (entries[i].is_folder && !is_page && depth < DEPTH && !files_link(arena, path))
            walk_folder(walk, arena_printf(arena, "%s%s/", below, name), depth + 1);
    }
}

size_t blog_files_find_hugo(struct blog_file **out, struct arena *arena, const char *root,
                            bool has_languages)
{
    struct walk walk = {
        .arena = arena, .root = root, .is_hugo = true, .has_languages = has_languages
    };
    walk.files = *out = arena_alloc_array(arena, READ_POSTS, sizeof *walk.files);
    walk_folder(&walk, "", 1);
    return walk.count;
}

size_t blog_files_count(struct arena *arena, const char *root)
{
    struct walk walk = { .arena = arena, .root = root, .is_hugo = true };
    walk_folder(&walk, "", 1);
    return walk.count;
}

/* --- Jekyll's folders: `_posts`, `recipes/_posts` --- */

static bool may_have_posts(const char *name)
{
    return *name != '_' && *name != '.' && !text_equal(name, "node_modules") &&
           !text_equal(name, "vendor");
}

/* The folders around a `_posts`, as "" or "recipes/". */
static size_t find_categories(const char ***out, struct walk *walk)
{
    const char **waiting = arena_alloc_array(walk->arena, READ_FOLDERS, sizeof *waiting);
    const char **found = arena_alloc_array(walk->arena, READ_FOLDERS, sizeof *found);
    size_t waiting_count = 0, found_count = 0;
    waiting[waiting_count++] = "";
    for (size_t i = 0; i < waiting_count; i++) {
        const char *folder = arena_printf(walk->arena, "%s/%s", walk->root, waiting[i]);
        struct err ignored = { 0 };
        struct files_entry *entries;
        size_t count;
        if (files_list_entries(walk->arena, folder, &entries, &count, &ignored) != 0)
            continue;
        for (size_t j = 0; j < count; j++) {
            const char *path = arena_printf(walk->arena, "%s%s", folder, entries[j].name);
            if (!entries[j].is_folder || files_link(walk->arena, path))
                continue;
            if (text_equal(entries[j].name, "_posts"))
                found[found_count++] = waiting[i];
            else if (may_have_posts(entries[j].name) && waiting_count < READ_FOLDERS)
                waiting[waiting_count++] =
                    arena_printf(walk->arena, "%s%s/", waiting[i], entries[j].name);
        }
    }
    *out = found;
    return found_count;
}

size_t blog_files_find_jekyll(struct blog_file **out, struct arena *arena, const char *root)
{
    struct walk walk = { .arena = arena, .root = root };
    const char **categories;
    size_t count = find_categories(&categories, &walk);
    walk.files = *out = arena_alloc_array(arena, READ_POSTS, sizeof *walk.files);
    for (size_t i = 0; i < count; i++) {
        walk.category = categories[i];
        walk.root = arena_printf(arena, "%s/%s_posts", root, categories[i]);
        walk_folder(&walk, "", 1);
    }
    return walk.count;
}

bool blog_files_have_posts(struct arena *arena, const char *root)
{
    struct walk walk = { .arena = arena, .root = root };
    const char **ignored;
    return find_categories(&ignored, &walk) > 0;
}

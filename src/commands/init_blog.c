/* Blogs by Jekyll (_config.yml and _posts/) and Hugo (hugo.toml and content/posts/). */
#include "commands/init_blog.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/files.h"
#include "lib/slug.h"
#include "lib/yaml.h"

enum { READ_POSTS = 2000, ADOPTED = 5, DATE_BYTES = sizeof "2026-11-24" - 1 };

/* Keys of a file's front matter, or of a settings file: YAML, or lines of TOML. */
struct keys {
    const struct yaml_node *yaml;
    const char *toml;
};

struct settings {
    const char *base;      /* the address, without a slash at the end; NULL: unknown */
    const char *permalink; /* Jekyll's */
    const char *section;   /* Hugo's: "posts" */
    bool is_hugo, has_permalinks;
};

struct found {
    const char *date, *name;
    struct keys keys;
};

static const char *read(struct arena *arena, const char *path)
{
    struct err ignored = { 0 };
    char *text;
    size_t bytes;
    return files_read(arena, path, LIMIT_POST_FILE_BYTES, &text, &bytes, &ignored) == 0 ? text
                                                                                        : NULL;
}

/* --- keys --- */

/* The value behind `name =` in the line, or NULL. */
static const char *toml_line(struct arena *arena, const char *line, const char *name)
{
    const char *at = line + strspn(line, " \t");
    size_t bytes = strlen(name);
    if (strncasecmp(at, name, bytes) != 0)
        return NULL;
    at += bytes;
    at += strspn(at, " \t");
    if (*at != '=')
        return NULL;
    at++;
    at += strspn(at, " \t");
    if (*at == '"' || *at == '\'') {
        const char end[] = { *at, '\n', '\0' };
        return arena_strndup(arena, at + 1, strcspn(at + 1, end));
    }
    return arena_strndup(arena, at, strcspn(at, " #\r\n"));
}

/* `name = "value"` or `name = value` of the top table. */
static const char *toml_value(struct arena *arena, const char *text, const char *name)
{
    for (const char *line = text; *line && *line != '[';) {
        const char *value = toml_line(arena, line, name);
        if (value)
            return value;
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    return NULL;
}

static const char *value_of(struct arena *arena, const struct keys *keys, const char *name)
{
    const struct yaml_node *node =
        keys->yaml && keys->yaml->kind == YAML_MAP ? yaml_get(keys->yaml, name) : NULL;
    if (node)
        return node->kind == YAML_SCALAR && *node->text ? node->text : NULL;
    const char *value = keys->toml ? toml_value(arena, keys->toml, name) : NULL;
    return value && *value ? value : NULL;
}

static struct keys parse_yaml(struct arena *arena, const char *text, size_t bytes)
{
    struct yaml_problem ignored;
    struct yaml_node *root = NULL;
    if (yaml_parse(&root, arena, text, bytes, 1, 0, &ignored) != 0)
        root = NULL;
    return (struct keys){ .yaml = root };
}

/* Of a post: between two lines `---`, or `+++` for TOML. */
static bool read_front(struct keys *out, struct arena *arena, const char *text)
{
    bool is_toml = text_starts_with(text, "+++\n");
    const char *end = is_toml                           ? strstr(text, "\n+++")
                      : text_starts_with(text, "---\n") ? strstr(text, "\n---")
                                                        : NULL;
    if (!end)
        return false;
    const char *start = text + strlen("---\n");
    if (end < start)
        return false;
    size_t bytes = (size_t)(end + 1 - start);
    *out = is_toml ? (struct keys){ .toml = arena_strndup(arena, start, bytes) }
                   : parse_yaml(arena, start, bytes);
    return out->yaml || out->toml;
}

/* --- the blog's settings --- */

static bool read_jekyll(struct init_blog *out, struct settings *settings, struct arena *arena,
                        const char *root)
{
    const char *text = read(arena, arena_printf(arena, "%s/_config.yml", root));
    if (!text || !files_is_folder(arena_printf(arena, "%s/_posts", root)))
        return false;
    const struct keys keys = parse_yaml(arena, text, strlen(text));
    const char *url = value_of(arena, &keys, "url");
    const char *below = value_of(arena, &keys, "baseurl");
    out->kind = "Jekyll";
    out->folder = "_social";
    out->title = value_of(arena, &keys, "title");
    settings->base = url ? arena_printf(arena, "%s%s", url, below ? below : "") : NULL;
    settings->permalink = value_of(arena, &keys, "permalink");
    return true;
}

static bool read_hugo(struct init_blog *out, struct settings *settings, struct arena *arena,
                      const char *root)
{
    static const char *const names[] = { "hugo.toml", "hugo.yaml", "hugo.yml", "config.toml" };
    static const char *const sections[] = { "posts", "post", "blog" };
    const char *text = NULL;
    const char *name = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !text; i++) {
        name = names[i];
        text = read(arena, arena_printf(arena, "%s/%s", root, name));
    }
    for (size_t i = 0; text && i < sizeof sections / sizeof *sections && !settings->section; i++)
        if (files_is_folder(arena_printf(arena, "%s/content/%s", root, sections[i])))
            settings->section = sections[i];
    if (!settings->section)
        return false;
    const struct keys keys = text_ends_with(name, ".toml") ? (struct keys){ .toml = text }
                                                           : parse_yaml(arena, text, strlen(text));
    out->kind = "Hugo";
    out->folder = "social";
    out->title = value_of(arena, &keys, "title");
    settings->base = value_of(arena, &keys, "baseURL");
    settings->is_hugo = true;
    settings->has_permalinks = strcasestr(text, "permalinks") != NULL;
    return true;
}

/* --- posts --- */

static bool is_post_name(const char *name)
{
    return text_ends_with(name, ".md") || text_ends_with(name, ".markdown");
}

static bool is_date(const char *text)
{
    static const char shape[] = "0000-00-00";
    for (size_t i = 0; i < DATE_BYTES; i++)
        if (shape[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

static int newer_first(const void *a, const void *b)
{
    const struct found *one = a;
    const struct found *other = b;
    int order = strcmp(other->date, one->date);
    return order ? order : strcmp(one->name, other->name);
}

/* `2026-11-24-pan` without its day, `pan.md` without its end. */
static const char *stem_of(struct arena *arena, const char *name, bool is_hugo)
{
    const char *stem = name;
    if (!is_hugo && is_date(name) && name[DATE_BYTES] == '-')
        stem += DATE_BYTES + 1;
    return arena_strndup(arena, stem, (size_t)(strrchr(stem, '.') - stem));
}

static const char *link_of(struct arena *arena, const struct settings *settings,
                           const struct found *found, const char *stem)
{
    const char *own = value_of(arena, &found->keys, settings->is_hugo ? "url" : "permalink");
    const char *slug = value_of(arena, &found->keys, "slug");
    const char *style = settings->permalink ? settings->permalink : "date";
    const char *name = slug ? slug : settings->is_hugo ? slug_propose(arena, stem) : stem;
    size_t bytes = settings->base ? strlen(settings->base) : 0;
    if (!bytes || !text_starts_with(settings->base, "http") || !slug_is_valid(stem, strlen(stem)) ||
        !slug_is_valid(name, strlen(name)))
        return NULL;
    while (bytes && settings->base[bytes - 1] == '/')
        bytes--;
    const char *base = arena_strndup(arena, settings->base, bytes);
    if (own)
        return *own == '/' ? arena_printf(arena, "%s%s", base, own) : NULL;
    if (settings->is_hugo)
        return settings->has_permalinks
                   ? NULL
                   : arena_printf(arena, "%s/%s/%s/", base, settings->section, name);
    /* Categories are part of Jekyll's addresses. */
    if (found->keys.yaml->kind == YAML_MAP &&
        (yaml_get(found->keys.yaml, "categories") || yaml_get(found->keys.yaml, "category")))
        return NULL;
    const char *end = text_equal(style, "date")     ? ".html"
                      : text_equal(style, "pretty") ? "/"
                                                    : NULL;
    return end ? arena_printf(arena, "%s/%.4s/%.2s/%.2s/%s%s", base, found->date, found->date + 5,
                              found->date + 8, name, end)
               : NULL;
}

/* Those that are hashtags everywhere. */
static const char *tags_of(struct arena *arena, const struct keys *keys)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_PATH_BYTES);
    const struct yaml_node *tags =
        keys->yaml && keys->yaml->kind == YAML_MAP ? yaml_get(keys->yaml, "tags") : NULL;
    for (const struct yaml_node *tag = tags && tags->kind == YAML_LIST ? tags->first : NULL; tag;
         tag = tag->next)
        if (tag->kind == YAML_SCALAR && slug_is_valid(tag->text, tag->text_bytes) &&
            !strchr(tag->text, '-'))
            text_printf(&out, "%s%s", out.bytes ? ", " : "", tag->text);
    return text_end(&out);
}

static void adopt(struct init_blog *out, struct arena *arena, const struct settings *settings,
                  const struct found *found)
{
    const char *stem = stem_of(arena, found->name, settings->is_hugo);
    const char *title = value_of(arena, &found->keys, "title");
    const char *draft = value_of(arena, &found->keys, "draft");
    const char *published = value_of(arena, &found->keys, "published");
    const char *text = value_of(arena, &found->keys, "description");
    if (text_equal(draft, "true") || text_equal(published, "false"))
        return;
    title = title ? title : stem;
    out->posts[out->post_count++] = (struct init_blog_post){
        .title = title,
        .text = text ? text : title,
        .link = link_of(arena, settings, found, stem),
        .month = arena_printf(arena, "%.4s/%.2s", found->date, found->date + 5),
        .slug = slug_propose(arena, stem),
        .tags = tags_of(arena, &found->keys),
    };
}

static void read_posts(struct init_blog *out, struct arena *arena, const struct settings *settings,
                       const char *folder)
{
    struct err ignored = { 0 };
    const char **names;
    size_t count;
    size_t kept = 0;
    if (files_list(arena, folder, &names, &count, &ignored) != 0)
        return;
    struct found *found = arena_alloc_array(arena, READ_POSTS, sizeof *found);
    /* The last names first: Jekyll's begin with their day. */
    for (size_t i = count; i-- > 0 && kept < READ_POSTS;) {
        struct found one = { .name = names[i] };
        const char *text = is_post_name(names[i])
                               ? read(arena, arena_printf(arena, "%s/%s", folder, names[i]))
                               : NULL;
        if (!text || !read_front(&one.keys, arena, text))
            continue;
        one.date = settings->is_hugo ? value_of(arena, &one.keys, "date") : names[i];
        if (one.date && is_date(one.date))
            found[kept++] = one;
    }
    if (kept)
        qsort(found, kept, sizeof *found, newer_first);
    out->posts = arena_alloc_array(arena, ADOPTED, sizeof *out->posts);
    for (size_t i = 0; i < kept && out->post_count < ADOPTED; i++)
        adopt(out, arena, settings, &found[i]);
}

void init_blog_find(struct init_blog *out, struct arena *arena, const char *root)
{
    struct settings settings = { 0 };
    *out = (struct init_blog){ 0 };
    if (read_jekyll(out, &settings, arena, root))
        read_posts(out, arena, &settings, arena_printf(arena, "%s/_posts", root));
    else if (read_hugo(out, &settings, arena, root))
        read_posts(out, arena, &settings,
                   arena_printf(arena, "%s/content/%s", root, settings.section));
}

const char *init_blog_draft(struct arena *arena, const struct init_blog_post *post,
                            const char *group)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
    text_printf(&out, "---\ntitle: %s\naccounts: [%s]\n", yaml_quote(arena, post->title), group);
    if (post->link)
        text_printf(&out, "link: %s\n", yaml_quote(arena, post->link));
    if (*post->tags)
        text_printf(&out, "tags: [%s]\n", post->tags);
    text_puts(&out, "draft: true\n---\n");
    /* Foreign text as a paragraph of its own: no line of it may begin something else. */
    for (const char *at = post->text; *at; at++) {
        if (strchr("\\`*_[]<>#!|~-+=", *at))
            text_putc(&out, '\\');
        text_putc(&out, *at == '\n' || *at == '\r' ? ' ' : *at);
    }
    text_putc(&out, '\n');
    return text_end(&out);
}

/* Blogs by Jekyll (_config.yml and _posts/) and Hugo (hugo.toml and content/posts/). */
#include "commands/init_blog.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "commands/init_blog_files.h"
#include "commands/init_blog_links.h"
#include "commands/init_blog_settings.h"
#include "lib/slug.h"
#include "lib/yaml.h"

enum { ADOPTED = 5, TRANSLATIONS = 20, DATE_BYTES = sizeof "2026-11-24" - 1 };

struct found {
    const char *date; /* begins with its day */
    const struct blog_file *file;
    bool is_translated; /* into another language than the blog's own */
};

static void put_tag(struct text_buffer *out, const char *tag, size_t bytes)
{
    if (slug_is_valid(tag, bytes) && !memchr(tag, '-', bytes))
        text_printf(out, "%s%.*s", out->bytes ? ", " : "", (int)bytes, tag);
}

/* Those that are hashtags everywhere. Jekyll's may be words in one text. */
static const char *tags_of(struct arena *arena, const struct yaml_node *keys)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_PATH_BYTES);
    const struct yaml_node *tags = blog_key(keys, "tags");
    const struct yaml_node *tag = tags && tags->kind == YAML_LIST ? tags->first : NULL;
    for (; tag; tag = tag->next)
        if (tag->kind == YAML_SCALAR)
            put_tag(&out, tag->text, tag->text_bytes);
    const char *at = tags && tags->kind == YAML_SCALAR ? tags->text : "";
    for (; *at; at += strcspn(at, " "), at += strspn(at, " "))
        put_tag(&out, at, strcspn(at, " "));
    return text_end(&out);
}

/* `pan-de-casa` as words. */
static const char *title_of(struct arena *arena, const char *stem)
{
    char *title = arena_strdup(arena, stem);
    for (char *at = title; *at; at++)
        if (*at == '-' || *at == '_')
            *at = ' ';
    if (*title >= 'a' && *title <= 'z')
        *title = (char)(*title - 'a' + 'A');
    return title;
}

static struct init_blog_post read_post(struct arena *arena, const struct blog_settings *settings,
                                       const struct found *found)
{
    const struct yaml_node *keys = found->file->keys;
    const char *stem = blog_stem(settings, found->file);
    const char *title = blog_value(keys, "title");
    const char *text = blog_value(keys, "description");
    title = title ? title : title_of(arena, stem);
    return (struct init_blog_post){
        .title = title,
        .text = text ? text : title,
        .link = blog_link(arena, settings, found->file),
        .month = arena_printf(arena, "%.4s/%.2s", found->date, found->date + 5),
        .slug = slug_propose(arena, stem),
        .tags = tags_of(arena, keys),
        .language = found->file->language,
        .file = found->file,
    };
}

static bool is_same_page(const struct blog_file *a, const struct blog_file *b)
{
    return a->language && b->language && text_equal(a->folder, b->folder) &&
           text_equal(a->stem, b->stem);
}

/* The post to which this one is a translation, or whose file it would be. */
static const struct init_blog_post *find_adopted(const struct init_blog *blog,
                                                 const struct init_blog_post *post)
{
    for (size_t i = 0; i < blog->post_count; i++) {
        const struct init_blog_post *other = &blog->posts[i];
        if (is_same_page(other->file, post->file) ||
            (text_equal(other->month, post->month) && text_equal(other->slug, post->slug)))
            return other;
    }
    return NULL;
}

/* A translation is the variant for the accounts of its language. */
static void adopt(struct init_blog *out, struct arena *arena, const struct blog_settings *settings,
                  const struct found *found)
{
    struct init_blog_post post = read_post(arena, settings, found);
    const struct init_blog_post *base = find_adopted(out, &post);
    if (!base && out->post_count < ADOPTED) {
        out->posts[out->post_count++] = post;
    } else if (base && is_same_page(base->file, post.file) &&
               !text_equal(base->language, post.language) &&
               out->translation_count < TRANSLATIONS) {
        post.month = base->month;
        out->translations[out->translation_count++] = post;
    }
}

/* Of one page's, that in the blog's own language. */
static int newer_first(const void *a, const void *b)
{
    const struct found *one = a;
    const struct found *other = b;
    int order = strncmp(other->date, one->date, DATE_BYTES);
    if (order == 0)
        order = strcmp(one->file->stem, other->file->stem);
    return order ? order : one->is_translated - other->is_translated;
}

static void read_posts(struct init_blog *out, struct arena *arena,
                       const struct blog_settings *settings, const char *root, int64_t now_utc)
{
    struct blog_file *files;
    size_t count =
        settings->is_hugo
            ? blog_files_find_hugo(&files, arena,
                                   arena_printf(arena, "%s/content/%s", root, settings->section),
                                   settings->language != NULL)
            : blog_files_find_jekyll(&files, arena, root);
    size_t kept = 0;
    struct found *found = arena_alloc_array(arena, count + 1, sizeof *found);
    for (size_t i = 0; i < count; i++) {
        const char *date = blog_day(arena, settings, &files[i]);
        if (date && blog_is_out(arena, settings, &files[i], now_utc))
            found[kept++] = (struct found){ date, &files[i],
                                            files[i].language && !text_equal(files[i].language,
                                                                             settings->language) };
    }
    if (kept)
        qsort(found, kept, sizeof *found, newer_first);
    out->posts = arena_alloc_array(arena, ADOPTED, sizeof *out->posts);
    out->translations = arena_alloc_array(arena, TRANSLATIONS, sizeof *out->translations);
    for (size_t i = 0; i < kept; i++)
        adopt(out, arena, settings, &found[i]);
}

void init_blog_find(struct init_blog *out, struct arena *arena, const char *root, int64_t now_utc)
{
    struct blog_settings settings;
    *out = (struct init_blog){ 0 };
    if (!blog_settings_find(&settings, arena, root))
        return;
    out->kind = settings.is_hugo ? "Hugo" : "Jekyll";
    out->folder = settings.is_hugo ? "social" : "_social";
    out->title = settings.title;
    read_posts(out, arena, &settings, root, now_utc);
}

/* Foreign text as a paragraph of its own: no line of it may begin something else. */
static const char *finish(struct text_buffer *out, const char *text)
{
    for (const char *at = text; *at; at++) {
        if (strchr("\\`*_[]<>#!|~-+=", *at))
            text_putc(out, '\\');
        text_putc(out, *at == '\n' || *at == '\r' ? ' ' : *at);
    }
    text_putc(out, '\n');
    return text_end(out);
}

const char *init_blog_draft(struct arena *arena, const struct init_blog_post *post,
                            const char *group, const char *language)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
    text_printf(&out, "---\ntitle: %s\naccounts: [%s]\n", yaml_quote(arena, post->title), group);
    if (post->language && !text_equal(post->language, language))
        text_printf(&out, "language: %s\n", post->language);
    if (post->link)
        text_printf(&out, "link: %s\n", yaml_quote(arena, post->link));
    if (*post->tags)
        text_printf(&out, "tags: [%s]\n", post->tags);
    text_puts(&out, "draft: true\n---\n");
    return finish(&out, post->text);
}

const char *init_blog_variant(struct arena *arena, const struct init_blog_post *post)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
    text_printf(&out, "---\ntitle: %s\n", yaml_quote(arena, post->title));
    if (post->link)
        text_printf(&out, "link: %s\n", yaml_quote(arena, post->link));
    text_puts(&out, "---\n");
    return finish(&out, post->text);
}

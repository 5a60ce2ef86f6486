/* Blogs by Jekyll (_config.yml and _posts/) and Hugo (hugo.toml and content/posts/). */
#include "commands/init_blog.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "commands/init_blog_files.h"
#include "commands/init_blog_settings.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "lib/yaml.h"
#include "lib/zone.h"
#include "model/moment.h"

enum { ADOPTED = 5, DATE_BYTES = sizeof "2026-11-24" - 1 };

struct found {
    const char *date; /* begins with its day */
    const struct blog_file *file;
};

static bool is_date(const char *text)
{
    static const char shape[] = "0000-00-00";
    for (size_t i = 0; i < DATE_BYTES; i++)
        if (shape[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

/* `2026-11-24-pan` without its day. */
static const char *stem_of(const struct found *found, bool is_hugo)
{
    const char *stem = found->file->stem;
    return !is_hugo && is_date(stem) && stem[DATE_BYTES] == '-' ? stem + DATE_BYTES + 1 : stem;
}

/* The time of Jekyll's `date`: UTC where no offset is told. Ruby's `2026-11-24 18:32:15 +0100` is
 * in common use. */
static int64_t jekyll_time(struct arena *arena, const char *date)
{
    const char *offset = strpbrk(date, "+Z");
    struct moment moment;
    if (!offset && strlen(date) > DATE_BYTES)
        offset = strchr(date + DATE_BYTES, '-');
    if (offset && offset > date && offset[-1] == ' ' && strlen(offset) == strlen("+0100"))
        date =
            arena_printf(arena, "%.10sT%.*s%.3s:%.2s", date, (int)(offset - date) - DATE_BYTES - 2,
                         date + DATE_BYTES + 1, offset, offset + 3);
    if (moment_parse(&moment, date) != 0 || moment.kind == MOMENT_DAY)
        return NO_TIME;
    return moment.kind == MOMENT_INSTANT ? moment.utc : moment_seconds(&moment.local);
}

/* The day in the addresses of Jekyll: of `date` as the site's clocks show it, else of the name. */
static const char *jekyll_day(struct arena *arena, const struct blog_settings *settings,
                              const struct blog_file *file)
{
    const char *date = blog_value(file->keys, "date");
    if (!date || !is_date(date))
        return file->stem;
    int64_t utc = jekyll_time(arena, date);
    if (utc == NO_TIME)
        return date;
    struct local_time day = settings->zone ? zone_local(settings->zone, utc) : moment_local(utc);
    return arena_printf(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static const char *jekyll_link(struct arena *arena, const struct blog_settings *settings,
                               const struct found *found, const char *base, const char *name)
{
    const char *style = settings->permalink ? settings->permalink : "date";
    const char *end = text_equal(style, "date")     ? ".html"
                      : text_equal(style, "pretty") ? "/"
                                                    : NULL;
    /* Categories are part of the addresses. */
    if (!end || blog_key(found->file->keys, "categories") ||
        blog_key(found->file->keys, "category"))
        return NULL;
    return arena_printf(arena, "%s/%.4s/%.2s/%.2s/%s%s", base, found->date, found->date + 5,
                        found->date + 8, name, end);
}

static const char *hugo_link(struct arena *arena, const struct blog_settings *settings,
                             const struct found *found, const char *base, const char *name)
{
    char *path = arena_strdup(
        arena, arena_printf(arena, "%s/%s%s", settings->section, found->file->folder, name));
    if (settings->is_patterned || !slug_path_is_valid(path))
        return NULL;
    for (char *at = path; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return arena_printf(arena, "%s/%s/", base, path);
}

static const char *link_of(struct arena *arena, const struct blog_settings *settings,
                           const struct found *found, const char *stem)
{
    const struct yaml_node *keys = found->file->keys;
    const char *own = blog_value(keys, settings->is_hugo ? "url" : "permalink");
    const char *slug = blog_value(keys, "slug");
    const char *name = slug ? slug : stem;
    size_t bytes = settings->base ? strlen(settings->base) : 0;
    if (!bytes || !text_starts_with(settings->base, "http"))
        return NULL;
    while (bytes && settings->base[bytes - 1] == '/')
        bytes--;
    const char *base = arena_strndup(arena, settings->base, bytes);
    if (own)
        return *own == '/' && !strchr(own, ':') ? arena_printf(arena, "%s%s", base, own) : NULL;
    if (!slug_is_valid(name, strlen(name)))
        return NULL;
    return settings->is_hugo ? hugo_link(arena, settings, found, base, name)
                             : jekyll_link(arena, settings, found, base, name);
}

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

static bool is_adopted(const struct init_blog *blog, const char *month, const char *slug)
{
    for (size_t i = 0; i < blog->post_count; i++)
        if (text_equal(blog->posts[i].month, month) && text_equal(blog->posts[i].slug, slug))
            return true;
    return false;
}

static void adopt(struct init_blog *out, struct arena *arena, const struct blog_settings *settings,
                  const struct found *found)
{
    const struct yaml_node *keys = found->file->keys;
    const char *stem = stem_of(found, settings->is_hugo);
    const char *title = blog_value(keys, "title");
    const char *published = blog_value(keys, "published");
    const char *text = blog_value(keys, "description");
    const char *month = arena_printf(arena, "%.4s/%.2s", found->date, found->date + 5);
    const char *slug = slug_propose(arena, stem);
    if (blog_is_true(keys, "draft") || text_equal(published, "false") ||
        is_adopted(out, month, slug))
        return;
    title = title ? title : stem;
    out->posts[out->post_count++] = (struct init_blog_post){
        .title = title,
        .text = text ? text : title,
        .link = link_of(arena, settings, found, stem),
        .month = month,
        .slug = slug,
        .tags = tags_of(arena, keys),
    };
}

static int newer_first(const void *a, const void *b)
{
    const struct found *one = a;
    const struct found *other = b;
    int order = strncmp(other->date, one->date, DATE_BYTES);
    return order ? order : strcmp(one->file->stem, other->file->stem);
}

static void read_posts(struct init_blog *out, struct arena *arena,
                       const struct blog_settings *settings, const char *folder)
{
    struct blog_file *files;
    size_t count = blog_files_find(&files, arena, folder, settings->is_hugo);
    size_t kept = 0;
    struct found *found = arena_alloc_array(arena, count + 1, sizeof *found);
    for (size_t i = 0; i < count; i++) {
        const char *date = settings->is_hugo        ? blog_value(files[i].keys, "date")
                           : is_date(files[i].stem) ? jekyll_day(arena, settings, &files[i])
                                                    : NULL;
        if (date && is_date(date))
            found[kept++] = (struct found){ date, &files[i] };
    }
    if (kept)
        qsort(found, kept, sizeof *found, newer_first);
    out->posts = arena_alloc_array(arena, ADOPTED, sizeof *out->posts);
    for (size_t i = 0; i < kept && out->post_count < ADOPTED; i++)
        adopt(out, arena, settings, &found[i]);
}

void init_blog_find(struct init_blog *out, struct arena *arena, const char *root)
{
    struct blog_settings settings;
    *out = (struct init_blog){ 0 };
    if (!blog_settings_find(&settings, arena, root))
        return;
    out->kind = settings.is_hugo ? "Hugo" : "Jekyll";
    out->folder = settings.is_hugo ? "social" : "_social";
    out->title = settings.title;
    read_posts(out, arena, &settings,
               settings.is_hugo ? arena_printf(arena, "%s/content/%s", root, settings.section)
                                : arena_printf(arena, "%s/_posts", root));
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

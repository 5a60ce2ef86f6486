/* The addresses are those of Jekyll's documentation (Permalinks) and Hugo's (URL management), read
 * 2026-11. Whatever is in doubt gives none. */
#include "commands/init_blog_links.h"

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

enum { DATE_BYTES = sizeof "2026-11-24" - 1 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool is_date(const char *text)
{
    static const char shape[] = "0000-00-00";
    for (size_t i = 0; i < DATE_BYTES; i++)
        if (shape[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

const char *blog_stem(const struct blog_settings *settings, const struct blog_file *file)
{
    const char *stem = file->stem;
    return !settings->is_hugo && is_date(stem) && stem[DATE_BYTES] == '-' ? stem + DATE_BYTES + 1
                                                                          : stem;
}

/* --- days --- */

/* UTC where no offset is told. Ruby's `2026-11-24 18:32:15 +0100` is in common use. */
static int64_t time_of(struct arena *arena, const char *date)
{
    const char *offset = strpbrk(date, "+Z");
    struct moment moment;
    if (!offset && strlen(date) > DATE_BYTES)
        offset = strchr(date + DATE_BYTES, '-');
    if (offset && offset > date && offset[-1] == ' ' && strlen(offset) == strlen("+0100"))
        date =
            arena_printf(arena, "%.10sT%.*s%.3s:%.2s", date, (int)(offset - date) - DATE_BYTES - 2,
                         date + DATE_BYTES + 1, offset, offset + 3);
    if (moment_parse(&moment, date) != 0)
        return NO_TIME;
    return moment.kind == MOMENT_INSTANT ? moment.utc : moment_seconds(&moment.local);
}

const char *blog_day(struct arena *arena, const struct blog_settings *settings,
                     const struct blog_file *file)
{
    const char *date = blog_value(file->keys, "date");
    if (!settings->is_hugo && !is_date(file->stem))
        return NULL;
    if (!date || !is_date(date))
        return is_date(file->stem) ? file->stem : NULL;
    int64_t utc = strlen(date) > DATE_BYTES ? time_of(arena, date) : NO_TIME;
    if (settings->is_hugo || utc == NO_TIME)
        return date;
    struct local_time day = settings->zone ? zone_local(settings->zone, utc) : moment_local(utc);
    return arena_printf(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static bool is_before(struct arena *arena, const char *date, int64_t utc)
{
    int64_t then = date ? time_of(arena, date) : NO_TIME;
    return then != NO_TIME && then <= utc;
}

static bool is_after(struct arena *arena, const char *date, int64_t utc)
{
    int64_t then = date ? time_of(arena, date) : NO_TIME;
    return then != NO_TIME && then > utc;
}

bool blog_is_out(struct arena *arena, const struct blog_settings *settings,
                 const struct blog_file *file, int64_t now_utc)
{
    const struct yaml_node *keys = file->keys;
    const char *date = blog_value(keys, "date");
    if (blog_is_true(keys, "draft") || text_equal(blog_value(keys, "published"), "false"))
        return false;
    if (!date && is_date(file->stem))
        date = arena_strndup(arena, file->stem, DATE_BYTES);
    return !is_after(arena, date, now_utc) &&
           !(settings->is_hugo && (is_after(arena, blog_value(keys, "publishDate"), now_utc) ||
                                   is_before(arena, blog_value(keys, "expiryDate"), now_utc)));
}

/* --- Jekyll's addresses --- */

/* "/recipes", once. */
static bool put_category(struct text_buffer *out, const char *name, size_t bytes)
{
    if (!bytes)
        return true;
    if (!slug_is_valid(name, bytes))
        return false;
    char *part = arena_printf(out->arena, "/%.*s", (int)bytes, name);
    for (char *at = part; *at; at++)
        *at = lower(*at);
    const char *found = strstr(text_end(out), part);
    if (!found || (found[bytes + 1] && found[bytes + 1] != '/'))
        text_puts(out, part);
    return true;
}

/* The folders around `_posts`, then those of the keys: `category` is one, `categories` are a list,
 * or words. Whether all can stand in an address as they are. */
static bool put_categories(struct text_buffer *out, const struct blog_file *file)
{
    const struct yaml_node *all = blog_key(file->keys, "categories");
    const char *one = blog_value(file->keys, "category");
    const char *rest = file->category;
    for (const char *slash; (slash = strchr(rest, '/')); rest = slash + 1)
        if (!put_category(out, rest, (size_t)(slash - rest)))
            return false;
    if (one)
        return !all && put_category(out, one, strlen(one));
    for (const struct yaml_node *node = all && all->kind == YAML_LIST ? all->first : NULL; node;
         node = node->next)
        if (node->kind != YAML_SCALAR || !put_category(out, node->text, node->text_bytes))
            return false;
    const char *words = all && all->kind == YAML_SCALAR ? all->text : "";
    for (words += strspn(words, " "); *words; words += strspn(words, " ")) {
        size_t bytes = strcspn(words, " ");
        if (!put_category(out, words, bytes))
            return false;
        words += bytes;
    }
    return true;
}

/* What stands for a word of a pattern; false: unknown. */
static bool put_word(struct text_buffer *out, const char *word, size_t bytes, const char *day,
                     const char *name, const char *categories)
{
    const char *const values[][2] = {
        { "year", arena_strndup(out->arena, day, 4) },
        { "month", arena_strndup(out->arena, day + 5, 2) },
        { "day", arena_strndup(out->arena, day + 8, 2) },
        { "i_month",
          arena_strndup(out->arena, day + (day[5] == '0' ? 6 : 5), day[5] == '0' ? 1 : 2) },
        { "i_day",
          arena_strndup(out->arena, day + (day[8] == '0' ? 9 : 8), day[8] == '0' ? 1 : 2) },
        { "title", name },
        { "categories", categories },
        { "output_ext", ".html" },
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strlen(values[i][0]) == bytes && memcmp(values[i][0], word, bytes) == 0) {
            text_puts(out, values[i][1]);
            return true;
        }
    return false;
}

static const char *jekyll_pattern(const char *permalink)
{
    static const char *const styles[][2] = {
        { "date", "/:categories/:year/:month/:day/:title:output_ext" },
        { "pretty", "/:categories/:year/:month/:day/:title/" },
        { "none", "/:categories/:title:output_ext" },
    };
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (text_equal(permalink ? permalink : "date", styles[i][0]))
            return styles[i][1];
    return permalink && *permalink == '/' ? permalink : NULL;
}

static const char *jekyll_path(struct arena *arena, const struct blog_settings *settings,
                               const struct blog_file *file, const char *name)
{
    struct text_buffer categories = text_buffer_in(arena, LIMIT_PATH_BYTES);
    struct text_buffer out = text_buffer_in(arena, LIMIT_PATH_BYTES);
    const char *day = blog_day(arena, settings, file);
    const char *at = jekyll_pattern(settings->permalink);
    if (!at || settings->is_patterned || !put_categories(&categories, file))
        return NULL;
    while (*at) {
        size_t bytes = 0;
        if (*at != ':') {
            /* An empty word leaves no slash behind. */
            if (*at != '/' || !out.bytes || text_end(&out)[out.bytes - 1] != '/')
                text_putc(&out, *at);
            at++;
            continue;
        }
        bytes = strspn(++at, "abcdefghijklmnopqrstuvwxyz_");
        const char *list = text_end(&categories);
        if (!put_word(&out, at, bytes, day, name, *list == '/' ? list + 1 : list))
            return NULL;
        at += bytes;
    }
    return text_end(&out);
}

/* --- Hugo's --- */

static const char *hugo_path(struct arena *arena, const struct blog_settings *settings,
                             const struct blog_file *file, const char *name)
{
    bool is_translated = file->language && !text_equal(file->language, settings->language);
    char *path = arena_printf(arena, "%s%s%s/%s%s", is_translated ? file->language : "",
                              is_translated ? "/" : "", settings->section, file->folder, name);
    if (settings->is_patterned || !slug_path_is_valid(path))
        return NULL;
    for (char *at = path; *at; at++)
        *at = lower(*at);
    return arena_printf(arena, "/%s/", path);
}

const char *blog_link(struct arena *arena, const struct blog_settings *settings,
                      const struct blog_file *file)
{
    const char *own = blog_value(file->keys, settings->is_hugo ? "url" : "permalink");
    const char *slug = blog_value(file->keys, "slug");
    const char *name = slug ? slug : blog_stem(settings, file);
    size_t bytes = settings->base ? strlen(settings->base) : 0;
    if (!bytes || !text_starts_with(settings->base, "http"))
        return NULL;
    while (bytes && settings->base[bytes - 1] == '/')
        bytes--;
    const char *path = NULL;
    if (own)
        path = *own == '/' && !strchr(own, ':') ? own : NULL;
    else if (slug_is_valid(name, strlen(name)))
        path = (settings->is_hugo ? hugo_path : jekyll_path)(arena, settings, file, name);
    return path ? arena_printf(arena, "%.*s%s", (int)bytes, settings->base, path) : NULL;
}

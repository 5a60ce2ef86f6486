/* The blog's files: what is alike for all of them. */
#include "networks/blog_pages.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/escape.h"
#include "lib/form.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "networks/blog_internal.h"
#include "networks/blog_words.h"
#include "render/address.h"
#include "render/html.h"

enum { EXCERPT_GRAPHEMES = 220 };

static void add_file(const struct blog *blog, const struct blog_file *file)
{
    struct blog_files *files = blog->files;
    files->items =
        list_grow(blog->arena, files->items, files->count, &files->capacity, sizeof *files->items);
    files->items[files->count++] = *file;
}

void blog_add_file(const struct blog *blog, const char *path, const char *bytes, size_t byte_count)
{
    add_file(blog, &(struct blog_file){ .path = arena_strdup(blog->arena, path),
                                        .bytes = arena_strndup(blog->arena, bytes, byte_count),
                                        .byte_count = byte_count });
    arena_reset(blog->scratch);
}

/* --- entries --- */

/* The text on one line, cut between words. */
static const char *excerpt_of(struct arena *arena, const char *text, size_t bytes)
{
    size_t end = unicode_graphemes_end(text, bytes, EXCERPT_GRAPHEMES);
    bool is_cut = end < bytes;
    while (is_cut && end && text[end] != ' ' && text[end] != '\n')
        end--;
    if (is_cut && !end)
        end = unicode_graphemes_end(text, bytes, EXCERPT_GRAPHEMES);
    char *line = arena_strndup(arena, text, end);
    size_t used = 0;
    for (size_t i = 0; i < end; i++) {
        char c = line[i] == '\n' || line[i] == '\t' ? ' ' : line[i];
        if (c != ' ' || (used && line[used - 1] != ' '))
            line[used++] = c;
    }
    while (used && line[used - 1] == ' ')
        used--;
    return arena_printf(arena, "%.*s%s", (int)used, line, is_cut ? "…" : "");
}

/* The picture that `image` names, else the first one. */
static const struct media *find_picture(const struct rendering *rendering)
{
    const struct rendered_part *part = &rendering->parts[0];
    const char *image = rendering->post->fields.image;
    const struct media *first = NULL;
    for (size_t i = 0; i < part->media_count; i++) {
        const struct media *media = part->media[i];
        if (!media->path || media->kind == MEDIA_MP4)
            continue;
        if (image && text_equal(media->file, image))
            return media;
        if (!first)
            first = media;
    }
    return first;
}

static const char *feed_id_of(const struct blog *blog, const struct blog_item *item)
{
    struct text_buffer id = text_buffer_in(blog->arena, 4096);
    const char *host = strstr(blog->account->url, "://");
    host = host ? host + 3 : blog->account->url;
    struct local_time day = moment_local(item->published_utc);
    text_puts(&id, "tag:");
    text_append(&id, host, strcspn(host, ":/"));
    text_printf(&id, ",%04d-%02d-%02d:", day.year, day.month, day.day);
    escape_path(&id, item->rendering->post->post->id);
    return text_end(&id);
}

/* A record that a person settled by hand may lack a time. */
static struct blog_item with_times(struct blog_item item)
{
    if (item.published_utc == NO_TIME)
        item.published_utc = item.updated_utc == NO_TIME ? 0 : item.updated_utc;
    if (item.updated_utc == NO_TIME)
        item.updated_utc = item.published_utc;
    return item;
}

static void fill_entry(const struct blog *blog, struct blog_entry *entry)
{
    struct arena *arena = blog->arena;
    const struct blog_item *item = &entry->item;
    const struct rendering *rendering = item->rendering;
    const struct rendered_part *part = &rendering->parts[0];
    entry->path = item->path && address_path_is_safe(arena, item->path)
                      ? item->path
                      : address_path(arena, rendering->post->post->id, rendering->slug);
    entry->date = blog_words_date(arena, blog->words, item->published_utc, item->offset_s);
    entry->time = moment_format(arena, item->published_utc, item->offset_s);
    entry->title = rendering->title && *rendering->title ? rendering->title : entry->date;
    entry->feed_id = feed_id_of(blog, item);
    if (rendering->warning) {
        entry->excerpt = "";
        return;
    }
    entry->picture = find_picture(rendering);
    entry->excerpt = rendering->description && *rendering->description
                         ? rendering->description
                         : excerpt_of(arena, part->text, part->text_bytes);
}

static int compare_entries(const void *left, const void *right)
{
    const struct blog_item *a = &((const struct blog_entry *)left)->item;
    const struct blog_item *b = &((const struct blog_entry *)right)->item;
    if (a->published_utc != b->published_utc)
        return a->published_utc < b->published_utc ? 1 : -1;
    return strcmp(a->rendering->post->post->id, b->rendering->post->post->id);
}

static int compare_files(const void *left, const void *right)
{
    return strcmp(((const struct blog_file *)left)->path, ((const struct blog_file *)right)->path);
}

/* Two paths that differ in case alone are one folder on some file systems. */
static int compare_paths(const void *left, const void *right)
{
    const struct blog_entry *a = *(const struct blog_entry *const *)left;
    const struct blog_entry *b = *(const struct blog_entry *const *)right;
    return strcasecmp(a->path, b->path);
}

static int check_paths(const struct blog *blog, struct err *err)
{
    const struct blog_entry **sorted =
        arena_alloc_array(blog->arena, blog->entry_count, sizeof *sorted);
    for (size_t i = 0; i < blog->entry_count; i++)
        sorted[i] = &blog->entries[i];
    qsort(sorted, blog->entry_count, sizeof *sorted, compare_paths);
    for (size_t i = 1; i < blog->entry_count; i++) {
        if (compare_paths(&sorted[i - 1], &sorted[i]) == 0)
            return err_set(err, ERR_REFUSED,
                           _("the posts '%s' and '%s' have the same address on the blog, '%s'"),
                           sorted[i - 1]->item.rendering->post->post->id,
                           sorted[i]->item.rendering->post->post->id, sorted[i]->path);
    }
    return 0;
}

/* --- files --- */

static void add_media(const struct blog *blog)
{
    for (size_t i = 0; i < blog->entry_count; i++) {
        const struct rendered_part *part = &blog->entries[i].item.rendering->parts[0];
        for (size_t j = 0; j < part->media_count; j++) {
            if (part->media[j]->path)
                add_file(blog,
                         &(struct blog_file){ .path = html_media_path(blog->arena, part->media[j]),
                                              .media = part->media[j] });
        }
    }
}

/* In order; a medium of several posts once. */
static void settle_files(struct blog_files *files)
{
    size_t kept = 0;
    qsort(files->items, files->count, sizeof *files->items, compare_files);
    for (size_t i = 0; i < files->count; i++) {
        if (!kept || compare_files(&files->items[kept - 1], &files->items[i]) != 0)
            files->items[kept++] = files->items[i];
    }
    files->count = kept;
}

int blog_pages(struct blog_files *out, struct arena *arena, const struct account *account,
               const struct workspace *workspace, const struct blog_item *items, size_t count,
               struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct blog_files files = { 0 };
    const char *language = account_language(workspace, account);
    const char *description = form_line_of(account->options, "description");
    struct blog blog = {
        .arena = arena,
        .scratch = &scratch,
        .account = account,
        .workspace = workspace,
        .words = blog_words_find(language),
        .language = language,
        .description = description ? description : "",
        .entries = arena_alloc_array(arena, count, sizeof *blog.entries),
        .entry_count = count,
        .files = &files,
    };
    for (size_t i = 0; i < count; i++) {
        blog.entries[i].item = with_times(items[i]);
        fill_entry(&blog, &blog.entries[i]);
    }
    qsort(blog.entries, count, sizeof *blog.entries, compare_entries);
    if (check_paths(&blog, err) != 0)
        return -1;
    blog_put_pages(&blog);
    blog_put_feeds(&blog);
    blog_put_style(&blog);
    add_media(&blog);
    settle_files(&files);
    *out = files;
    return 0;
}

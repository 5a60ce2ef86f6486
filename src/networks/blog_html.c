/* The blog's pages. Links go to files, not folders, so that the pages also work from a disk. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "lib/html_put.h"
#include "model/account.h"
#include "model/rendering.h"
#include "networks/blog_internal.h"
#include "networks/blog_words.h"
#include "render/address.h"
#include "render/html.h"

enum {
    ENTRIES_PER_PAGE = 20,
    PAGE_LIMIT_BYTES = LIMIT_RENDERED_BYTES + 256 * 1024,
};

/* A page that is being written. */
struct page {
    const struct blog *blog;
    struct text_buffer out;
    const char *root;               /* the way up to the blog's folder: "", "../../../" */
    const char *title;              /* of the window; NULL: the blog's alone */
    const char *description;        /* may be "" */
    const char *address;            /* the whole one; NULL: it has none of its own */
    const struct blog_entry *entry; /* of a post's page */
};

static struct page page_of(const struct blog *blog, const char *root)
{
    return (struct page){ .blog = blog,
                          .out = text_buffer_in(blog->scratch, PAGE_LIMIT_BYTES),
                          .root = root,
                          .description = blog->description };
}

/* --- head --- */

static const char *whole_address(const struct blog *blog, const char *path)
{
    return address_in_blog(blog->scratch, blog->account, path);
}

static void put_graph(struct page *page)
{
    const struct blog *blog = page->blog;
    const struct blog_entry *entry = page->entry;
    struct text_buffer *out = &page->out;
    html_put(out,
             "<meta property=\"og:site_name\" content=\"%t\">\n"
             "<meta property=\"og:type\" content=\"%t\">\n"
             "<meta property=\"og:title\" content=\"%t\">\n",
             blog->account->title, entry ? "article" : "website",
             page->title ? page->title : blog->account->title);
    if (*page->description)
        html_put(out, "<meta property=\"og:description\" content=\"%t\">\n", page->description);
    if (page->address)
        html_put(out, "<meta property=\"og:url\" content=\"%u\">\n", page->address);
    if (!entry)
        return;
    html_put(out, "<meta property=\"article:published_time\" content=\"%t\">\n", entry->time);
    if (!entry->picture)
        return;
    html_put(out,
             "<meta property=\"og:image\" content=\"%u%u\">\n"
             "<meta name=\"twitter:card\" content=\"summary_large_image\">\n",
             blog->account->url, html_media_path(blog->scratch, entry->picture));
    if (entry->picture->alt && *entry->picture->alt)
        html_put(out, "<meta property=\"og:image:alt\" content=\"%t\">\n", entry->picture->alt);
}

static void put_head(struct page *page)
{
    const struct blog *blog = page->blog;
    const char *root = page->root;
    struct text_buffer *out = &page->out;
    html_put(out,
             "<!DOCTYPE html>\n<html lang=\"%t\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; "
             "form-action 'none'\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
             blog->language);
    if (page->title)
        html_put(out, "%t · ", page->title);
    html_put(out, "%t</title>\n", blog->account->title);
    if (*page->description)
        html_put(out, "<meta name=\"description\" content=\"%t\">\n", page->description);
    if (page->address)
        html_put(out, "<link rel=\"canonical\" href=\"%u\">\n", page->address);
    html_put(out,
             "<link rel=\"stylesheet\" href=\"%ustyle.css\">\n"
             "<link rel=\"icon\" href=\"%uicon.svg\" type=\"image/svg+xml\">\n"
             "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"%t\" "
             "href=\"%uatom.xml\">\n"
             "<link rel=\"alternate\" type=\"application/feed+json\" title=\"%t\" "
             "href=\"%ufeed.json\">\n",
             root, root, blog->account->title, root, blog->account->title, root);
    put_graph(page);
    text_puts(out, "</head>\n");
}

/* --- what stands around every page --- */

/* The front page's name is its heading; elsewhere it is the way back. */
static void begin_body(struct page *page, const char *kind, const char *name_element)
{
    const struct blog *blog = page->blog;
    struct text_buffer *out = &page->out;
    put_head(page);
    html_put(out,
             "<body class=\"%h\">\n<a class=\"skip\" href=\"#content\">%t</a>\n"
             "<header class=\"masthead\">\n<%h class=\"name\"><a href=\"%uindex.html\">%t</a>"
             "</%h>\n",
             kind, blog->words->skip, name_element, page->root, blog->account->title, name_element);
    if (*blog->description)
        html_put(out, "<p class=\"tagline\">%t</p>\n", blog->description);
    text_puts(out, "</header>\n<main id=\"content\">\n");
}

static void end_body(struct page *page, const char *path)
{
    html_put(&page->out,
             "</main>\n<footer class=\"colophon\">\n<p>%t <a href=\"%uatom.xml\">Atom</a> · "
             "<a href=\"%ufeed.json\">JSON Feed</a></p>\n</footer>\n</body>\n</html>\n",
             page->blog->words->subscribe, page->root, page->root);
    blog_add_file(page->blog, path, text_end(&page->out), page->out.bytes);
}

/* --- lists of posts --- */

static void put_picture(struct page *page, const struct media *media, bool is_first)
{
    const char *width = arena_printf(page->blog->scratch, "%u", media->width);
    const char *height = arena_printf(page->blog->scratch, "%u", media->height);
    html_put(&page->out,
             "<div class=\"picture\"><img src=\"%u%u\" alt=\"%t\" width=\"%t\" height=\"%t\"%h>"
             "</div>\n",
             page->root, html_media_path(page->blog->scratch, media), media->alt ? media->alt : "",
             width, height, is_first ? "" : " loading=\"lazy\"");
}

/* The language of a post that is not the blog's. */
static const char *lang_attribute(const struct page *page, const struct blog_entry *entry)
{
    const char *language = entry->item.rendering->language;
    if (!language || strcmp(language, page->blog->language) == 0)
        return "";
    struct text_buffer out = text_buffer_in(page->blog->scratch, 4096);
    html_put(&out, " lang=\"%t\"", language);
    return text_end(&out);
}

static void put_entry(struct page *page, const struct blog_entry *entry, bool is_first)
{
    struct text_buffer *out = &page->out;
    html_put(out, "<article class=\"entry%h\"%h>\n", entry->picture ? "" : " plain",
             lang_attribute(page, entry));
    if (entry->picture)
        put_picture(page, entry->picture, is_first);
    html_put(out,
             "<div class=\"words\">\n<p class=\"date\"><time datetime=\"%t\">%t</time></p>\n"
             "<h2><a href=\"%u%uindex.html\">%t</a></h2>\n",
             entry->time, entry->date, page->root, entry->path, entry->title);
    if (*entry->excerpt)
        html_put(out, "<p class=\"excerpt\">%t</p>\n", entry->excerpt);
    text_puts(out, "</div>\n</article>\n");
}

static const char *index_path(const struct blog *blog, size_t number)
{
    return number == 1 ? "index.html" : arena_printf(blog->scratch, "index-%zu.html", number);
}

static void put_turns(struct page *page, size_t number, size_t last)
{
    const struct blog_words *words = page->blog->words;
    struct text_buffer *out = &page->out;
    if (last == 1)
        return;
    html_put(out, "<nav class=\"turns\" aria-label=\"%t\">\n", words->posts);
    if (number > 1)
        html_put(out, "<a rel=\"prev\" href=\"%u\">← %t</a>\n", index_path(page->blog, number - 1),
                 words->newer);
    if (number < last)
        html_put(out, "<a class=\"onward\" rel=\"next\" href=\"%u\">%t →</a>\n",
                 index_path(page->blog, number + 1), words->older);
    text_puts(out, "</nav>\n");
}

static void put_index(const struct blog *blog, size_t number, size_t last)
{
    struct page page = page_of(blog, "");
    const char *path = index_path(blog, number);
    size_t first = (number - 1) * ENTRIES_PER_PAGE;
    page.address = number == 1 ? blog->account->url : whole_address(blog, path);
    if (number > 1)
        page.title = arena_printf(blog->scratch, "%s %zu", blog->words->page, number);
    begin_body(&page, number == 1 ? "at-front" : "at-list", "h1");
    text_puts(&page.out, "<div class=\"entries\">\n");
    for (size_t i = first; i < blog->entry_count && i < first + ENTRIES_PER_PAGE; i++)
        put_entry(&page, &blog->entries[i], i == first);
    if (!blog->entry_count)
        html_put(&page.out, "<p>%t</p>\n", blog->words->nothing_yet);
    text_puts(&page.out, "</div>\n");
    put_turns(&page, number, last);
    end_body(&page, path);
}

/* --- a post --- */

/* The way up from a post's folder. */
static const char *root_from(struct arena *arena, const char *path)
{
    struct text_buffer up = text_buffer_in(arena, 4 * LIMIT_PATH_BYTES);
    for (; *path; path++) {
        if (*path == '/')
            text_puts(&up, "../");
    }
    return text_end(&up);
}

static void put_post_head(struct page *page, const struct blog_entry *entry)
{
    const struct rendering *rendering = entry->item.rendering;
    const char *author = rendering->post->fields.author;
    bool has_title = entry->title == rendering->title;
    struct text_buffer *out = &page->out;
    text_puts(out, "<header>\n");
    if (has_title)
        html_put(out, "<h1>%t</h1>\n<p class=\"date\"><time datetime=\"%t\">%t</time>",
                 entry->title, entry->time, entry->date);
    else
        html_put(out, "<h1 class=\"date\"><time datetime=\"%t\">%t</time></h1>\n<p class=\"date\">",
                 entry->time, entry->date);
    if (author && *author)
        html_put(out, "%h<span class=\"author\">%t</span>", has_title ? " · " : "", author);
    text_puts(out, "</p>\n");
    if (rendering->description && *rendering->description && !rendering->warning)
        html_put(out, "<p class=\"lead\">%t</p>\n", rendering->description);
    text_puts(out, "</header>\n");
}

static void put_tags(struct page *page, const struct names *tags)
{
    if (!tags->count)
        return;
    text_puts(&page->out, "<ul class=\"tags\">\n");
    for (size_t i = 0; i < tags->count; i++)
        html_put(&page->out, "<li>#%t</li>\n", tags->items[i].text);
    text_puts(&page->out, "</ul>\n");
}

static void put_neighbour(struct page *page, size_t index, const char *rel, const char *word)
{
    const struct blog *blog = page->blog;
    if (index >= blog->entry_count)
        return;
    const struct blog_entry *entry = &blog->entries[index];
    html_put(&page->out,
             "<a class=\"%h\" rel=\"%h\" href=\"%u%uindex.html\"><span>%t</span> %t</a>\n",
             strcmp(rel, "next") == 0 ? "onward" : "back", rel, page->root, entry->path, word,
             entry->title);
}

static void put_post(const struct blog *blog, size_t index)
{
    const struct blog_entry *entry = &blog->entries[index];
    const struct rendering *rendering = entry->item.rendering;
    struct page page = page_of(blog, root_from(blog->scratch, entry->path));
    struct text_buffer *out = &page.out;
    page.title = entry->title;
    page.description = entry->excerpt;
    page.address = whole_address(blog, entry->path);
    page.entry = entry;
    begin_body(&page, "at-post", "p");
    html_put(out, "<article class=\"post\"%h>\n", lang_attribute(&page, entry));
    put_post_head(&page, entry);
    text_puts(out, "<div class=\"body\">\n");
    html_put_body(out, rendering, blog->workspace, page.root);
    text_puts(out, "</div>\n");
    put_tags(&page, &rendering->tags);
    text_puts(out, "</article>\n");
    if (blog->entry_count > 1) {
        html_put(out, "<nav class=\"turns\" aria-label=\"%t\">\n", blog->words->posts);
        put_neighbour(&page, index + 1, "prev", blog->words->previous);
        if (index > 0)
            put_neighbour(&page, index - 1, "next", blog->words->following);
        text_puts(out, "</nav>\n");
    }
    end_body(&page, arena_printf(blog->scratch, "%sindex.html", entry->path));
}

/* --- all --- */

/* Served in the place of any address, so its links begin at the top of the host. */
static void put_missing(const struct blog *blog)
{
    const char *slashes = strstr(blog->account->url, "://");
    const char *root = slashes ? strchr(slashes + strlen("://"), '/') : NULL;
    struct page page = page_of(blog, root ? root : "/");
    page.title = blog->words->missing_title;
    begin_body(&page, "at-nothing", "p");
    html_put(&page.out, "<h1>%t</h1>\n<p>%t</p>\n<p><a href=\"%uindex.html\">%t</a></p>\n",
             blog->words->missing_title, blog->words->missing_text, page.root, blog->words->home);
    end_body(&page, "404.html");
}

void blog_put_pages(const struct blog *blog)
{
    size_t last = (blog->entry_count + ENTRIES_PER_PAGE - 1) / ENTRIES_PER_PAGE;
    if (!last)
        last = 1;
    for (size_t number = 1; number <= last; number++)
        put_index(blog, number, last);
    for (size_t i = 0; i < blog->entry_count; i++)
        put_post(blog, i);
    put_missing(blog);
}

/* The blog's feeds: Atom (RFC 4287) and JSON Feed 1.1, with the newest posts whole. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "lib/html_put.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "model/account.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "networks/blog_internal.h"
#include "render/address.h"
#include "render/html.h"

enum {
    FEED_ENTRIES = 50,
    /* Readers fetch a feed many times a day: "1 MB is a burden" (JSON Feed 1.1). */
    FEED_BYTES = 1024 * 1024,
    FEED_LIMIT_BYTES = FEED_BYTES + 8 * LIMIT_RENDERED_BYTES,
};

static const char *author_of(const struct blog *blog, const struct blog_entry *entry)
{
    const char *author = entry->item.rendering->post->fields.author;
    return author && *author ? author : blog->workspace->brand.name;
}

static int64_t last_change(const struct blog *blog)
{
    int64_t last = 0;
    for (size_t i = 0; i < blog->entry_count; i++) {
        int64_t updated_utc = blog->entries[i].item.updated_utc;
        if (updated_utc > last)
            last = updated_utc;
    }
    return last;
}

static void put_atom_entry(struct text_buffer *out, const struct blog *blog,
                           const struct blog_entry *entry)
{
    const struct rendering *rendering = entry->item.rendering;
    html_put(out,
             "<entry xml:lang=\"%t\">\n<title>%t</title>\n<id>%t</id>\n"
             "<link rel=\"alternate\" type=\"text/html\" href=\"%u\"/>\n"
             "<published>%t</published>\n<updated>%t</updated>\n"
             "<author><name>%t</name></author>\n",
             rendering->language, entry->title, entry->feed_id,
             address_in_blog(blog->scratch, blog->account, entry->path), entry->time,
             moment_format_utc(blog->scratch, entry->item.updated_utc), author_of(blog, entry));
    for (size_t i = 0; i < rendering->tags.count; i++)
        html_put(out, "<category term=\"%t\"/>\n", rendering->tags.items[i].text);
    if (*entry->excerpt)
        html_put(out, "<summary>%t</summary>\n", entry->excerpt);
    html_put(out, "<content type=\"html\">%t</content>\n</entry>\n", rendering->parts[0].html);
}

static void put_atom(const struct blog *blog)
{
    struct text_buffer out = text_buffer_in(blog->scratch, FEED_LIMIT_BYTES);
    const char *url = blog->account->url;
    html_put(&out,
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
             "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%t\">\n"
             "<title>%t</title>\n<id>%u</id>\n"
             "<link rel=\"self\" type=\"application/atom+xml\" href=\"%uatom.xml\"/>\n"
             "<link rel=\"alternate\" type=\"text/html\" href=\"%u\"/>\n"
             "<icon>%uicon.svg</icon>\n<updated>%t</updated>\n"
             "<author><name>%t</name></author>\n",
             blog->language, blog->account->title, url, url, url, url,
             moment_format_utc(blog->scratch, last_change(blog)), blog->workspace->brand.name);
    if (*blog->description)
        html_put(&out, "<subtitle>%t</subtitle>\n", blog->description);
    for (size_t i = 0; i < blog->entry_count && i < FEED_ENTRIES && out.bytes < FEED_BYTES; i++)
        put_atom_entry(&out, blog, &blog->entries[i]);
    text_puts(&out, "</feed>\n");
    blog_add_file(blog, "atom.xml", text_end(&out), out.bytes);
}

static void put_authors(struct json_writer *json, const char *name)
{
    json_begin_array(json, "authors");
    json_begin_object(json, NULL);
    json_put_string(json, "name", name);
    json_end(json);
    json_end(json);
}

static const char *in_blog(const struct blog *blog, const char *path)
{
    return address_in_blog(blog->scratch, blog->account, path);
}

static void put_json_item(struct json_writer *json, const struct blog *blog,
                          const struct blog_entry *entry)
{
    const struct rendering *rendering = entry->item.rendering;
    json_begin_object(json, NULL);
    json_put_string(json, "id", entry->feed_id);
    json_put_string(json, "url", in_blog(blog, entry->path));
    if (rendering->title)
        json_put_string(json, "title", rendering->title);
    if (*entry->excerpt)
        json_put_string(json, "summary", entry->excerpt);
    json_put_string(json, "content_html", rendering->parts[0].html);
    if (entry->picture)
        json_put_string(json, "image",
                        arena_printf(blog->scratch, "%s%s", blog->account->url,
                                     html_media_path(blog->scratch, entry->picture)));
    json_put_string(json, "date_published", entry->time);
    json_put_string(json, "date_modified",
                    moment_format_utc(blog->scratch, entry->item.updated_utc));
    put_authors(json, author_of(blog, entry));
    json_begin_array(json, "tags");
    for (size_t i = 0; i < rendering->tags.count; i++)
        json_put_string(json, NULL, rendering->tags.items[i].text);
    json_end(json);
    json_put_string(json, "language", rendering->language);
    json_end(json);
}

static void put_json(const struct blog *blog)
{
    struct text_buffer out = text_buffer_in(blog->scratch, FEED_LIMIT_BYTES);
    struct json_writer json = json_writer_to(&out, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_string(&json, "version", "https://jsonfeed.org/version/1.1");
    json_put_string(&json, "title", blog->account->title);
    json_put_string(&json, "home_page_url", blog->account->url);
    json_put_string(&json, "feed_url", in_blog(blog, "feed.json"));
    if (*blog->description)
        json_put_string(&json, "description", blog->description);
    json_put_string(&json, "icon", in_blog(blog, "icon.svg"));
    put_authors(&json, blog->workspace->brand.name);
    json_put_string(&json, "language", blog->language);
    json_begin_array(&json, "items");
    for (size_t i = 0; i < blog->entry_count && i < FEED_ENTRIES && out.bytes < FEED_BYTES; i++)
        put_json_item(&json, blog, &blog->entries[i]);
    json_end(&json);
    json_end(&json);
    text_putc(&out, '\n');
    blog_add_file(blog, "feed.json", text_end(&out), out.bytes);
}

void blog_put_feeds(const struct blog *blog)
{
    put_atom(blog);
    put_json(blog);
}

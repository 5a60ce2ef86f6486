/* The blog's files, made of items. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "../render/scene.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"
#include "networks/blog_pages.h"
#include "networks/networks.h"

enum { MAX_POSTS = 50 };

/* A blog of some posts, of which each is its own scene. */
struct blog_scene {
    struct scene posts[MAX_POSTS];
    struct blog_item items[MAX_POSTS];
    size_t count;
    struct arena arena;
    struct blog_files files;
};

/* 2026-11-24 09:30 in Madrid. */
static const int64_t due_utc = 1795509000;

static struct scene *add_post(struct blog_scene *blog, const char *id, const char *markdown)
{
    struct scene *post = &blog->posts[blog->count];
    scene_begin(post, &network_blog, markdown);
    post->post.id = id;
    post->accounts[0].title = "El Horno de Ana";
    blog->items[blog->count] =
        (struct blog_item){ .rendering = &post->rendering,
                            .published_utc = due_utc + (int64_t)blog->count * 86400,
                            .updated_utc = due_utc + 7,
                            .offset_s = 3600 };
    blog->count++;
    return post;
}

static int build(struct blog_scene *blog, struct err *err)
{
    for (size_t i = 0; i < blog->count; i++)
        scene_render(&blog->posts[i]);
    return blog_pages(&blog->files, &blog->arena, &blog->posts[0].accounts[0],
                      &blog->posts[0].workspace, blog->items, blog->count, err);
}

static void blog_end(struct blog_scene *blog)
{
    for (size_t i = 0; i < blog->count; i++)
        scene_end(&blog->posts[i]);
    arena_release(&blog->arena);
}

static const char *file(const struct blog_scene *blog, const char *path)
{
    for (size_t i = 0; i < blog->files.count; i++) {
        if (text_equal(blog->files.items[i].path, path))
            return blog->files.items[i].bytes;
    }
    fail_msg("there is no file '%s'", path);
    return NULL;
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is not in: %s", part, text);
}

static void build_well(struct blog_scene *blog)
{
    struct err err = { 0 };
    assert_int_equal(build(blog, &err), 0);
}

TEST(a_blog_has_its_pages_feeds_and_looks_in_order)
{
    static const char *const paths[] = {
        "2026/11/miga/index.html",
        "2026/11/otono/index.html",
        "404.html",
        "atom.xml",
        "feed.json",
        "icon.svg",
        "index.html",
        "style.css",
    };
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    add_post(&blog, "2026/11/otono", "Vuelve la hogaza");
    add_post(&blog, "2026/11/miga", "Pan sin miga");
    build_well(&blog);
    assert_int_equal(blog.files.count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(blog.files.items[i].path, paths[i]);
}

TEST(the_newest_post_comes_first_and_pages_hold_twenty)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    static char ids[41][16];
    for (size_t i = 0; i < 41; i++) {
        snprintf(ids[i], sizeof ids[i], "post-%zu", i);
        add_post(&blog, ids[i], "Hola");
    }
    build_well(&blog);
    const char *front = file(&blog, "index.html");
    assert_true(strstr(front, "post-40/index.html") < strstr(front, "post-39/index.html"));
    assert_holds(front, "post-21/index.html");
    assert_null(strstr(front, "post-20/index.html"));
    assert_holds(front, "href=\"index-2.html\"");
    assert_null(strstr(front, "rel=\"prev\""));
    assert_holds(file(&blog, "index-2.html"), "href=\"index.html\"");
    assert_holds(file(&blog, "index-3.html"), "post-0/index.html");
    assert_null(strstr(file(&blog, "index-3.html"), "rel=\"next\""));
}

TEST(a_page_points_to_its_neighbours_feeds_and_own_address)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    add_post(&blog, "2026/11/otono", "Uno");
    add_post(&blog, "miga", "Dos");
    build_well(&blog);
    const char *page = file(&blog, "2026/11/otono/index.html");
    assert_holds(page, "<html lang=\"es\">");
    assert_holds(page, "<link rel=\"canonical\" href=\"https://horno.example/2026/11/otono/\">");
    assert_holds(page, "href=\"../../../atom.xml\"");
    assert_holds(page, "href=\"../../../style.css\"");
    assert_holds(page, "rel=\"next\" href=\"../../../miga/index.html\"");
    assert_null(strstr(page, "rel=\"prev\""));
    assert_holds(page, "datetime=\"2026-11-24T09:30:00+01:00\">24 de noviembre de 2026</time>");
    assert_holds(file(&blog, "404.html"), "href=\"/style.css\"");
}

TEST(pages_speak_the_blogs_language_and_mark_posts_in_another)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    struct scene *post = add_post(&blog, "otono", "Hola");
    post->accounts[0].language = "en-GB";
    build_well(&blog);
    const char *page = file(&blog, "otono/index.html");
    assert_holds(page, "<html lang=\"en-GB\">");
    assert_holds(page, "Skip to the content");
    assert_holds(page, "24 November 2026");
    assert_holds(page, "<article class=\"post\" lang=\"es\">");
}

TEST(nothing_that_a_post_says_becomes_markup)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    const char *bad = "\"><script>alert(1)</script>&";
    struct scene *post = add_post(&blog, "otono", "\\<script>alert(1)\\</script>");
    post->account_post.fields.title = bad;
    post->account_post.fields.description = bad;
    post->account_post.fields.author = bad;
    post->account_post.fields.warning = bad;
    post->account_post.language = bad;
    post->accounts[0].title = bad;
    post->workspace.brand.name = bad;
    scene_tags(post, "\"><script>");
    build_well(&blog);
    for (size_t i = 0; i < blog.files.count; i++) {
        const struct blog_file *found = &blog.files.items[i];
        if (!text_equal(found->path, "feed.json"))
            assert_null(strstr(found->bytes, "<script"));
    }
    struct err err = { 0 };
    const struct json *feed;
    const char *json = file(&blog, "feed.json");
    assert_int_equal(json_parse(&feed, &blog.arena, json, strlen(json), &err), 0);
    const struct json *item = json_get(feed, "items")->first;
    assert_string_equal(json_get_string(item, "title"), bad);
    assert_null(strstr(json_get_string(item, "content_html"), "<script"));
}

TEST(a_feed_entry_keeps_its_id_whatever_becomes_of_title_and_slug)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    struct scene *post = add_post(&blog, "2026/11/otono", "Hola");
    post->account_post.fields.slug = "hogaza";
    build_well(&blog);
    const char *atom = file(&blog, "atom.xml");
    assert_holds(atom, "<id>tag:horno.example,2026-11-24:2026/11/otono</id>");
    assert_holds(atom, "href=\"https://horno.example/2026/11/hogaza/\"");
    assert_holds(atom, "<published>2026-11-24T09:30:00+01:00</published>");
    assert_holds(atom, "<updated>2026-11-24T08:30:07Z</updated>");
    assert_holds(file(&blog, "feed.json"),
                 "\"id\": \"tag:horno.example,2026-11-24:2026/11/otono\"");
}

TEST(a_recorded_address_stays_and_one_that_leaves_the_folder_does_not_count)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    struct scene *post = add_post(&blog, "2026/11/otono", "Hola");
    post->account_post.fields.slug = "otra-cosa";
    blog.items[0].path = "2026/11/hogaza/";
    add_post(&blog, "miga", "Hola");
    blog.items[1].path = "../../etc/";
    build_well(&blog);
    file(&blog, "2026/11/hogaza/index.html");
    file(&blog, "miga/index.html");
}

TEST(two_posts_never_share_an_address)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    struct err err = { 0 };
    add_post(&blog, "2026/11/otono", "Hola");
    struct scene *post = add_post(&blog, "2026/11/miga", "Hola");
    post->account_post.fields.slug = "Otono";
    assert_int_equal(build(&blog, &err), -1);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_holds(err.text, "2026/11/miga");
}

TEST(a_medium_of_several_posts_is_copied_once)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    const struct media media = { .file = "pan.jpg",
                                 .path = "content/media/pan.jpg",
                                 .blob = "0123456789012345678901234567890123456789",
                                 .alt = "Pan",
                                 .part = 1,
                                 .kind = MEDIA_JPEG,
                                 .width = 1200,
                                 .height = 900 };
    scene_media(add_post(&blog, "uno", "Hola"), &media, 1);
    scene_media(add_post(&blog, "dos", "Hola"), &media, 1);
    build_well(&blog);
    size_t copies = 0;
    for (size_t i = 0; i < blog.files.count; i++) {
        if (!blog.files.items[i].media)
            continue;
        copies++;
        assert_string_equal(blog.files.items[i].path,
                            "media/0123456789012345678901234567890123456789.jpg");
        assert_string_equal(blog.files.items[i].media->path, media.path);
    }
    assert_int_equal(copies, 1);
    assert_holds(file(&blog, "uno/index.html"),
                 "src=\"../media/0123456789012345678901234567890123456789.jpg\" alt=\"Pan\" "
                 "width=\"1200\" height=\"900\"");
    assert_holds(file(&blog, "uno/index.html"), "property=\"og:image\" content=\"https://horno."
                                                "example/media/0123456789");
}

TEST(a_warning_keeps_picture_and_words_out_of_lists)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    const struct media media = { .file = "pan.jpg",
                                 .path = "content/media/pan.jpg",
                                 .alt = "Pan",
                                 .part = 1,
                                 .kind = MEDIA_JPEG };
    struct scene *post = add_post(&blog, "uno", "Un susto");
    post->account_post.fields.warning = "Sustos";
    scene_media(post, &media, 1);
    build_well(&blog);
    assert_null(strstr(file(&blog, "index.html"), "pan.jpg"));
    assert_null(strstr(file(&blog, "index.html"), "Un susto"));
}

TEST(a_post_without_a_time_still_has_a_page)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    add_post(&blog, "uno", "Hola");
    add_post(&blog, "dos", "Adiós");
    blog.items[0].published_utc = NO_TIME;
    blog.items[1].published_utc = blog.items[1].updated_utc = NO_TIME;
    build_well(&blog);
    assert_holds(file(&blog, "uno/index.html"), "2026-11-24T09:30:07+01:00");
    assert_holds(file(&blog, "dos/index.html"), "1970-01-01T01:00:00+01:00");
}

TEST(an_excerpt_ends_between_words)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    char text[600] = "";
    for (int i = 0; i < 90; i++)
        memcpy(text + 6 * i, "pan\xC3\xB1 ", 6);
    add_post(&blog, "uno", text);
    build_well(&blog);
    assert_holds(file(&blog, "index.html"), "panñ panñ…</p>");
}

TEST(an_empty_blog_has_a_front_page_and_feeds)
{
    CLEANUP(blog_end) struct blog_scene blog = { 0 };
    add_post(&blog, "uno", "Hola");
    scene_render(&blog.posts[0]);
    struct err err = { 0 };
    assert_int_equal(blog_pages(&blog.files, &blog.arena, &blog.posts[0].accounts[0],
                                &blog.posts[0].workspace, NULL, 0, &err),
                     0);
    assert_holds(file(&blog, "index.html"), "Aún no hay nada");
    assert_holds(file(&blog, "atom.xml"), "<updated>1970-01-01T00:00:00Z</updated>");
}

TEST(the_same_items_in_another_order_give_the_same_bytes)
{
    CLEANUP(blog_end) struct blog_scene a = { 0 };
    CLEANUP(blog_end) struct blog_scene b = { 0 };
    add_post(&a, "uno", "Hola");
    add_post(&a, "dos", "Adiós");
    add_post(&b, "dos", "Adiós");
    add_post(&b, "uno", "Hola");
    a.items[0].published_utc = a.items[1].published_utc = due_utc;
    b.items[0].published_utc = b.items[1].published_utc = due_utc;
    build_well(&a);
    build_well(&b);
    assert_int_equal(a.files.count, b.files.count);
    for (size_t i = 0; i < a.files.count; i++) {
        assert_string_equal(a.files.items[i].path, b.files.items[i].path);
        assert_int_equal(a.files.items[i].byte_count, b.files.items[i].byte_count);
        assert_memory_equal(a.files.items[i].bytes, b.files.items[i].bytes,
                            a.files.items[i].byte_count);
    }
}

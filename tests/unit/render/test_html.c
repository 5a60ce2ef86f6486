/* Markdown as the blog's HTML. */
#include "../test.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/text.h"
#include "render/html.h"
#include "scene.h"

static void expect(const char *markdown, const char *html)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, markdown);
    assert_string_equal(scene_html_of(&scene), html);
}

TEST(the_blog_follows_commonmark)
{
    expect("Uno\ndos  \ntres", "<p>Uno\ndos<br>\ntres</p>\n");
    expect("## Dos *tres* **cuatro**", "<h2>Dos <em>tres</em> <strong>cuatro</strong></h2>\n");
    expect("- uno\n- dos", "<ul>\n<li>uno</li>\n<li>dos</li>\n</ul>\n");
    expect("- uno\n\n- dos", "<ul>\n<li>\n<p>uno</p>\n</li>\n<li>\n<p>dos</p>\n</li>\n</ul>\n");
    expect("3. tres\n4. cuatro", "<ol start=\"3\">\n<li>tres</li>\n<li>cuatro</li>\n</ol>\n");
    expect("- uno\n  - dos", "<ul>\n<li>uno\n<ul>\n<li>dos</li>\n</ul>\n</li>\n</ul>\n");
    expect("> cita", "<blockquote>\n<p>cita</p>\n</blockquote>\n");
    expect("`a<b`", "<p><code>a&lt;b</code></p>\n");
    expect("```c x\na & b\n```", "<pre><code class=\"language-c\">a &amp; b\n</code></pre>\n");
    expect("> ---", "<blockquote>\n<hr>\n</blockquote>\n");
    expect("Uno\n\n---\n\nDos", "<p>Uno</p>\n<p>Dos</p>\n");
}

TEST(everything_is_escaped)
{
    expect("a < b & \"c\" 'd'", "<p>a &lt; b &amp; &quot;c&quot; &#39;d&#39;</p>\n");
    expect("[x](https://a.example/\"><script>)",
           "<p><a href=\"https://a.example/%22%3E%3Cscript%3E\">x</a></p>\n");
    expect("[x](https://a.example/?a=1&b='2' \"t\\\"<\")",
           "<p><a href=\"https://a.example/?a=1&amp;b=&#39;2&#39;\" "
           "title=\"t&quot;&lt;\">x</a></p>\n");
    expect("[x](https://a.example/ñ)", "<p><a href=\"https://a.example/%C3%B1\">x</a></p>\n");
}

TEST(raw_html_never_passes)
{
    expect("a <b>c</b> <!-- d --> e", "<p>a c  e</p>\n");
    expect("<script>alert(1)</script>", "");
    expect("<!-- nota -->\n\nUno", "<p>Uno</p>\n");
    expect("<img src=x onerror=alert(1)>", "");
}

TEST(only_harmless_addresses_are_links)
{
    expect("[a](javascript:alert(1))", "<p>a</p>\n");
    expect("[a](JaVaScRiPt:alert(1))", "<p>a</p>\n");
    expect("[a](java&#10;script:alert(1))", "<p>a</p>\n");
    expect("[a](&#1;javascript:alert(1))", "<p>a</p>\n");
    expect("[a](data:text/html,x)", "<p>a</p>\n");
    expect("[a](vbscript:x)", "<p>a</p>\n");
    expect("[a](file:///etc/passwd)", "<p>a</p>\n");
    expect("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n");
    expect("[a]()", "<p>a</p>\n");
    expect("[a](mailto:ana@horno.example)", "<p><a href=\"mailto:ana@horno.example\">a</a></p>\n");
}

TEST(addresses_without_a_scheme_are_the_blogs)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, "[a](carta/) [b](/carta) [c](#x) [d](//b.example/y)");
    scene.accounts[0].url = "https://horno.example/diario/";
    assert_string_equal(scene_html_of(&scene),
                        "<p><a href=\"https://horno.example/diario/carta/\">a</a> "
                        "<a href=\"https://horno.example/carta\">b</a> "
                        "<a href=\"#x\">c</a> "
                        "<a href=\"https://b.example/y\">d</a></p>\n");
    struct text_buffer out = text_buffer_in(&scene.arena, LIMIT_RENDERED_BYTES);
    html_put_body(&out, &scene.rendering, &scene.workspace, "../../");
    assert_string_equal(text_end(&out), "<p><a href=\"../../carta/\">a</a> "
                                        "<a href=\"/carta\">b</a> "
                                        "<a href=\"#x\">c</a> "
                                        "<a href=\"https://b.example/y\">d</a></p>\n");
}

static const struct media pictures[] = {
    { .file = "hogaza.jpg",
      .path = "content/media/hogaza.jpg",
      .blob = "0123456789012345678901234567890123456789",
      .alt = "Una \"hogaza\"",
      .title = "Recién hecha",
      .part = 1,
      .kind = MEDIA_JPEG,
      .width = 1200,
      .height = 900 },
    { .file = "miga.png",
      .path = "content/posts/2026/11/otono/miga.png",
      .is_inline = true,
      .alt = "La miga",
      .part = 1,
      .kind = MEDIA_PNG },
};

TEST(pictures_of_the_front_matter_stand_first)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, "Uno");
    scene_media(&scene, pictures, 1);
    assert_string_equal(
        scene_html_of(&scene),
        "<figure><img "
        "src=\"https://horno.example/media/0123456789012345678901234567890123456789.jpg\" "
        "alt=\"Una &quot;hogaza&quot;\" width=\"1200\" height=\"900\" loading=\"lazy\">"
        "<figcaption>Recién hecha</figcaption></figure>\n<p>Uno</p>\n");
}

TEST(a_picture_alone_is_a_figure_and_among_words_an_image)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, "Uno\n\n![La miga](miga.png)\n\nDos ![x](miga.png) tres");
    scene_media(&scene, pictures, 2);
    scene.account_post.fields.media++;
    scene.account_post.fields.media_count = 1;
    assert_string_equal(scene_html_of(&scene),
                        "<p>Uno</p>\n"
                        "<figure><img src=\"https://horno.example/media/miga.png\" "
                        "alt=\"La miga\" loading=\"lazy\"></figure>\n"
                        "<p>Dos <img src=\"https://horno.example/media/miga.png\" "
                        "alt=\"La miga\" loading=\"lazy\"> tres</p>\n");
}

TEST(a_foreign_picture_is_a_link_to_it)
{
    expect("![pan](https://a.example/pan.jpg)",
           "<p><a href=\"https://a.example/pan.jpg\">pan</a></p>\n");
    expect("![pan](javascript:alert(1))", "<p>pan</p>\n");
}

TEST(a_video_can_be_played)
{
    CLEANUP(scene_end) struct scene scene;
    struct media video = { .file = "amasar.mp4",
                           .path = "content/media/amasar.mp4",
                           .alt = "Manos que amasan",
                           .part = 1,
                           .kind = MEDIA_MP4 };
    scene_begin(&scene, &scene_html, "");
    scene_media(&scene, &video, 1);
    assert_string_equal(scene_html_of(&scene),
                        "<figure><video controls preload=\"metadata\" "
                        "src=\"https://horno.example/media/amasar.mp4\" "
                        "aria-label=\"Manos que amasan\"></video></figure>\n");
}

TEST(a_link_ends_the_post_without_its_parameters)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, "Uno");
    scene.account_post.fields.link = "https://a.example/x/?utm_source=blog";
    assert_string_equal(scene_html_of(&scene),
                        "<p>Uno</p>\n<p><a href=\"https://a.example/x/?utm_source=blog\">"
                        "a.example/x</a></p>\n");
}

TEST(a_link_that_the_text_holds_does_not_end_the_post)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, "[Uno](https://a.example/x)");
    scene.account_post.fields.link = "https://a.example/x";
    assert_string_equal(scene_html_of(&scene), "<p><a href=\"https://a.example/x\">Uno</a></p>\n");
}

TEST(link_blog_is_no_link_on_that_blog)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, "Uno");
    scene.account_post.fields.link = "blog";
    assert_string_equal(scene_html_of(&scene), "<p>Uno</p>\n");
}

TEST(a_warning_hides_the_post_until_it_is_opened)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, "Uno");
    scene.account_post.fields.warning = "Frutos <secos>";
    assert_string_equal(scene_html_of(&scene), "<details><summary>Frutos &lt;secos&gt;</summary>\n"
                                               "<p>Uno</p>\n</details>\n");
}

TEST(a_mention_is_a_name_and_tags_stay_apart)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_html, "Con @[luis]");
    scene_tags(&scene, "Pan");
    assert_string_equal(scene_html_of(&scene), "<p>Con Luis Prieto</p>\n");
    assert_string_equal(scene.rendering.parts[0].text, "Con Luis Prieto");
    assert_int_equal(scene.rendering.tags.count, 1);
}

TEST(a_page_that_would_be_cut_counts_as_too_long)
{
    CLEANUP(scene_end) struct scene scene;
    enum { PICTURES = 6000 };
    static char markdown[PICTURES * 11 + 1];
    struct media media = pictures[1];
    for (size_t i = 0; i < PICTURES; i++)
        memcpy(markdown + i * 11, "![](a.png)\n", 11);
    media.file = "a.png";
    scene_begin(&scene, &scene_html, "Uno");
    scene_media(&scene, &media, 1);
    scene_render(&scene);
    assert_int_equal(scene.rendering.parts[0].limit_bytes, 0);
    scene_end(&scene);
    scene_begin(&scene, &scene_html, markdown);
    media.alt = "Una hogaza redonda recién salida del horno de leña, sobre un paño de lino blanco "
                "con una raya roja, y al lado un cuchillo de sierra con el mango de madera.";
    scene_media(&scene, &media, 1);
    scene_render(&scene);
    const struct rendered_part *part = &scene.rendering.parts[0];
    assert_true(part->limit_bytes && part->used_bytes > part->limit_bytes);
}

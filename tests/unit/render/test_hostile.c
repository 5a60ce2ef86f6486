/* What must hold for any text, however it was meant. */
#include "../test.h"

#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "lib/unicode.h"
#include "scene.h"

static const char *const elements[] = {
    "a",  "blockquote", "br",  "code",   "details", "div", "em",    "figcaption", "figure",
    "h1", "h2",         "h3",  "h4",     "h5",      "h6",  "hr",    "img",        "li",
    "ol", "p",          "pre", "strong", "summary", "ul",  "video",
};

static bool is_element(const char *name, size_t bytes)
{
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (strlen(elements[i]) == bytes && memcmp(elements[i], name, bytes) == 0)
            return true;
    }
    return false;
}

/* Reads attributes as a browser does, up to the `>` that ends the element. */
static const char *read_attributes(const char *at)
{
    while (*at == ' ') {
        const char *name = ++at;
        at += strcspn(at, "= >");
        size_t name_bytes = (size_t)(at - name);
        assert_true(name_bytes > 0 && strncasecmp(name, "on", 2) != 0);
        assert_true(name_bytes != 5 || memcmp(name, "style", 5) != 0);
        if (*at != '=')
            continue;
        assert_int_equal(at[1], '"');
        const char *value = at + 2;
        at = strchr(value, '"');
        assert_non_null(at);
        if ((name_bytes == 4 && memcmp(name, "href", 4) == 0) ||
            (name_bytes == 3 && memcmp(name, "src", 3) == 0)) {
            size_t scheme_bytes = strcspn(value, ":/?#\"");
            bool is_web = (scheme_bytes == 4 && strncasecmp(value, "http", 4) == 0) ||
                          (scheme_bytes == 5 && strncasecmp(value, "https", 5) == 0);
            bool is_mail = scheme_bytes == 6 && strncasecmp(value, "mailto", 6) == 0;
            assert_true(value[scheme_bytes] != ':' || is_web || is_mail);
            assert_int_equal(strcspn(value, " \t\r\n<>") >= (size_t)(at - value), 1);
        }
        at++;
    }
    assert_int_equal(*at, '>');
    return at + 1;
}

static void assert_html_is_harmless(const char *html)
{
    for (const char *at = strchr(html, '<'); at; at = strchr(at, '<')) {
        at++;
        bool is_end = *at == '/';
        at += is_end;
        size_t bytes = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789");
        if (!is_element(at, bytes))
            fail_msg("this became an element: <%.30s", at);
        at = read_attributes(at + bytes);
    }
}

static bool is_boundary(const struct rendered_part *part, size_t byte)
{
    return byte == part->text_bytes || ((unsigned char)part->text[byte] & 0xC0) != 0x80;
}

static void assert_part_is_sound(const struct rendered_part *part)
{
    size_t at = 0;
    assert_int_equal(strlen(part->text), part->text_bytes);
    assert_int_equal(utf8_valid_bytes(part->text, part->text_bytes), part->text_bytes);
    if (part->text_bytes) {
        assert_int_not_equal(part->text[0], '\n');
        assert_int_not_equal(part->text[part->text_bytes - 1], '\n');
    }
    for (size_t i = 0; i < part->facet_count; i++) {
        const struct facet *facet = &part->facets[i];
        assert_true(facet->start_byte >= at && facet->end_byte > facet->start_byte);
        assert_true(facet->end_byte <= part->text_bytes);
        assert_true(is_boundary(part, facet->start_byte) && is_boundary(part, facet->end_byte));
        assert_true(facet->target && *facet->target);
        at = facet->end_byte;
    }
}

static void assert_sound(const char *markdown)
{
    static const struct network *const networks[] = { &scene_plain, &scene_facets, &scene_html };
    static const struct media picture = { .file = "pan.jpg",
                                          .path = "content/media/pan.jpg",
                                          .is_inline = true,
                                          .part = 1,
                                          .alt = "\"><script>",
                                          .title = "<b onclick=x>",
                                          .kind = MEDIA_JPEG };
    for (size_t i = 0; i < 3; i++) {
        CLEANUP(scene_end) struct scene scene;
        scene_begin(&scene, networks[i], markdown);
        scene_tags(&scene, "Pan Otoño");
        scene_media(&scene, &picture, 1);
        scene.account_post.fields.link = "https://a.example/\"onload=x";
        scene_render(&scene);
        for (size_t j = 0; j < scene.rendering.part_count; j++)
            assert_part_is_sound(&scene.rendering.parts[j]);
        if (networks[i]->markup == MARKUP_HTML)
            assert_html_is_harmless(scene.rendering.parts[0].html);
    }
}

TEST(no_post_brings_script_into_the_blog)
{
    static const char *const posts[] = {
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//a.example></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "text <img src=x onerror=alert(1)> text",
        "<svg/onload=alert(1)>",
        "text <svg/onload=alert(1)>",
        "<iframe src=javascript:alert(1)>",
        "<style>*{display:none}</style>",
        "<base href=//a.example>",
        "<meta http-equiv=refresh content=0>",
        "<form action=//a.example><input>",
        "<a href=javascript:alert(1)>x</a>",
        "<details open ontoggle=alert(1)>",
        "<!-- --><script>alert(1)</script>",
        "<!--><script>alert(1)</script>-->",
        "<!-- --!><img src=x onerror=alert(1)> -->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php echo 1 ?>",
        "<!DOCTYPE html>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\<script>alert(1)\\</script>",
        "`<script>`",
        "    <script>alert(1)</script>",
        "```<script>\n<script>\n```",
        "```\"onload=alert(1)\nx\n```",
        "```\"><script>\nx\n```",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x]( javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x](\tjavascript:alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](java&NewLine;script:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](java&#0;script:alert(1))",
        "[x](java\\script:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](javascript&#58;alert(1))",
        "[x](javascript&#x3a;alert(1))",
        "[x](&#x6a;avascript:alert(1))",
        "[x](&#1;javascript:alert(1))",
        "[x](vbscript:msgbox)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](DATA:text/html,<script>)",
        "[x](file:///etc/passwd)",
        "[x](blob:https://a.example/x)",
        "[x](view-source:https://a.example)",
        "[x](feed:javascript:alert(1))",
        "[x](http:javascript:alert(1))",
        "[x](https://a.example/\"onmouseover=alert(1))",
        "[x](<https://a.example/\" onmouseover=\"alert(1)>)",
        "[x](https://a.example/'onmouseover='alert(1))",
        "[x](https://a.example \"t\\\" onmouseover=\\\"alert(1)\")",
        "[x](https://a.example '\"><script>alert(1)</script>')",
        "[x](https://a.example/><script>)",
        "[x](//a.example)",
        "[x](\\\\\\\\a.example)",
        "[x](/\\\\a.example)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](pan.jpg)",
        "![\"><script>alert(1)</script>](pan.jpg)",
        "![x](pan.jpg \"\\\" onload=\\\"alert(1)\")",
        "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "![x](//a.example/x.svg)",
        "![x](https://a.example/x.png)",
        "![[x](javascript:alert(1))](pan.jpg)",
        "[![x](javascript:alert(1))](javascript:alert(1))",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "[x][y]\n\n[y]: <javascript:alert(1)> \"><script>\"",
        "[<script>alert(1)</script>](https://a.example)",
        "**<script>**alert(1)**</script>**",
        "# <script>alert(1)</script>",
        "> <script>alert(1)</script>",
        "- <script>alert(1)</script>",
        "@[<script>]",
        "@[\"onload=x]",
        "<div\nonclick=alert(1)>x</div>",
        "<a title=\"`\">`\" onclick=alert(1)>`",
        "&#60;script&#62;",
        "&quot;onload=x",
        "<x-a>y</x-a>",
        "<math><mtext><script>",
        "<p/onclick=x>",
        "</p><script>alert(1)</script>",
        "</article></main><script>",
        "<br onload=x>",
        "<img\n\nsrc=x>",
        "\u2028<script>",
        "\u202E<script>",
        "<\u200Bscript>",
        "%3Cscript%3E",
        "[x](%6aavascript:alert(1))",
        "[x](#\"onload=x)",
        "[x](?\"onload=x)",
        "[x](./javascript:alert(1))",
        "[x](mailto:a@b.example?subject=\"><script>)",
        "[x](https://a.example/{{7*7}})",
        "[x](https://a.example/`x`)",
        "http://a.example/<script>",
        "<http://a.example/\"onload=x>",
        "&#xFFFE;&#xFFFF;&#x7F;&#1;",
    };
    for (size_t i = 0; i < sizeof posts / sizeof posts[0]; i++)
        assert_sound(posts[i]);
}

/* The same on every machine. */
static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

TEST(any_jumble_of_markdown_gives_sound_text_facets_and_html)
{
    static const char *const bits[] = {
        "*",
        "**",
        "_",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "![",
        "](",
        "https://a.example/",
        "://",
        "#",
        "#Pan",
        "@",
        "@ana@b.example",
        "@[luis]",
        "@[ana]",
        "@luis.example",
        "\n",
        "\n\n",
        "\n\n---\n\n",
        "> ",
        "- ",
        "1. ",
        "  ",
        "    ",
        "```\n",
        "&amp;",
        "&#10;",
        "\\",
        "<!-- x -->",
        "<!--",
        "-->",
        "javascript:",
        "ñ",
        "n\u0303",
        "👩‍👧",
        "\u200B",
        "\uFEFF",
        "palabra",
        " ",
        "pan.jpg",
        "(x)",
        "?a=b",
        "!",
        ".",
        "\"",
        "'",
        "%",
        "~",
        "|",
        "\t",
        "# ",
    };
    const size_t bit_count = sizeof bits / sizeof bits[0];
    unsigned seed = 2026;
    for (int i = 0; i < 2000; i++) {
        char markdown[2048];
        size_t used = 0;
        for (unsigned left = next_random(&seed) % 60; left > 0; left--) {
            const char *bit = bits[next_random(&seed) % bit_count];
            memcpy(markdown + used, bit, strlen(bit));
            used += strlen(bit);
        }
        markdown[used] = '\0';
        assert_sound(markdown);
    }
}

/* Bodies of the largest size whose work could grow with their square. */
TEST(a_body_of_one_thing_repeated_is_soon_done)
{
    static const char *const bits[] = {
        "a://",
        "http://a.bc ",
        "http://a.bc/(",
        "#a ",
        "##",
        "@a@",
        "@a.bc ",
        "`a`#b ",
        "[a](https://b.example) ",
        "![a](pan.jpg)",
        "> ",
        "- ",
        "[](https://a.bc)",
        "<!-- -->",
        "@[luis] ",
        "(((",
        "- a\n",
        "&#10;",
    };
    enum { BODY_BYTES = 64 * 1024 };
    static char markdown[BODY_BYTES + 1];
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++) {
        size_t used = 0;
        for (; used + strlen(bits[i]) <= BODY_BYTES; used += strlen(bits[i]))
            memcpy(markdown + used, bits[i], strlen(bits[i]));
        markdown[used] = '\0';
        assert_sound(markdown);
    }
}

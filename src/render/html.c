/* HTML: one walk over the tree. */
#include "render/html.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/escape.h"
#include "model/document.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "render/address.h"

struct html {
    struct text_buffer *out;
    const struct account_post *post; /* NULL: a text of its own */
    const struct workspace *workspace;
    const char *root;
    int deeper;        /* by how much headings are lower than they are written */
    size_t next_media; /* where the next picture of the text is looked for first */
};

/* --- links --- */

/* An address that a person wrote, as a link's target; false where it may not be one. */
static bool put_target(struct html *html, const char *url)
{
    struct text_buffer *out = html->out;
    switch (address_kind(url)) {
    case ADDRESS_WEB:
        if (html->post)
            url = address_in_text(out->arena, url, html->post, html->workspace);
        text_puts(out, "<a href=\"");
        break;
    case ADDRESS_PERSON:
        text_puts(out, "<a href=\"");
        break;
    case ADDRESS_RELATIVE:
        if (!*url || !html->post)
            return false;
        text_puts(out, "<a href=\"");
        if (text_starts_with(url, "//")) {
            text_puts(out, "https:");
        } else if (*url == '/' && strstr(html->root, "://")) {
            /* From the top of the host, which the blog may share with others. */
            const char *host = strstr(html->root, "://") + 3;
            escape_html_bytes(out, html->root, (size_t)(host - html->root) + strcspn(host, "/"));
        } else if (*url != '/' && *url != '#') {
            escape_html_address(out, html->root);
        }
        break;
    case ADDRESS_FORBIDDEN:
        return false;
    }
    escape_html_address(out, url);
    text_putc(out, '"');
    return true;
}

/* --- media --- */

const char *html_media_path(struct arena *arena, const struct media *media)
{
    static const char *const suffixes[] = {
        [MEDIA_UNKNOWN] = "bin", [MEDIA_JPEG] = "jpg", [MEDIA_PNG] = "png",   [MEDIA_GIF] = "gif",
        [MEDIA_WEBP] = "webp",   [MEDIA_MP4] = "mp4",  [MEDIA_OTHER] = "bin",
    };
    struct text_buffer path = text_buffer_in(arena, 4096);
    text_puts(&path, "media/");
    if (media->blob) {
        text_puts(&path, media->blob);
        text_putc(&path, '.');
        text_puts(&path, suffixes[media->kind]);
    } else {
        /* Read from the work tree: its name must do. */
        const char *file = media->path ? media->path : media->file;
        const char *slash = strrchr(file, '/');
        escape_segment(&path, slash ? slash + 1 : file);
    }
    return text_end(&path);
}

static void put_size(struct text_buffer *out, const struct media *media)
{
    if (media->width && media->height)
        text_printf(out, " width=\"%u\" height=\"%u\"", media->width, media->height);
}

static void put_medium(struct html *html, const struct media *media)
{
    struct text_buffer *out = html->out;
    const char *path = html_media_path(out->arena, media);
    const char *alt = media->alt ? media->alt : "";
    if (media->kind == MEDIA_MP4) {
        text_puts(out, "<video controls preload=\"metadata\" src=\"");
        escape_html_address(out, html->root);
        escape_html_address(out, path);
        text_puts(out, "\" aria-label=\"");
        escape_html(out, alt);
        text_putc(out, '"');
        put_size(out, media);
        text_puts(out, "></video>");
        return;
    }
    text_puts(out, "<img src=\"");
    escape_html_address(out, html->root);
    escape_html_address(out, path);
    text_puts(out, "\" alt=\"");
    escape_html(out, alt);
    text_putc(out, '"');
    put_size(out, media);
    text_puts(out, " loading=\"lazy\">");
}

static void put_figure(struct html *html, const struct media *media)
{
    text_puts(html->out, "<figure>");
    put_medium(html, media);
    if (media->title && *media->title) {
        text_puts(html->out, "<figcaption>");
        escape_html(html->out, media->title);
        text_puts(html->out, "</figcaption>");
    }
    text_puts(html->out, "</figure>\n");
}

/* The medium that `![alt](file)` means, or NULL: a foreign picture, or one that was not found. The
 * same file may stand twice, each time with other words, so the line tells which. */
static const struct media *find_inline(struct html *html, const struct node *image)
{
    const struct media *found = NULL;
    if (!html->post)
        return NULL;
    const struct post_fields *fields = &html->post->fields;
    for (size_t i = 0; i < fields->media_count; i++) {
        size_t index = (html->next_media + i) % fields->media_count;
        const struct media *media = &fields->media[index];
        if (!media->is_inline || !media->path || !text_equal(media->file, image->url))
            continue;
        if (!found || media->where.line == image->where.line)
            found = media;
        if (media->where.line == image->where.line) {
            html->next_media = index;
            break;
        }
    }
    return found;
}

/* --- inlines --- */

static void put_inlines(struct html *html, const struct node *node);

static void put_words(struct html *html, const struct node *node)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->text)
            escape_html_bytes(html->out, child->text, child->text_bytes);
        put_words(html, child);
    }
}

static void put_link(struct html *html, const struct node *node)
{
    bool is_link = put_target(html, node->url ? node->url : "");
    if (is_link) {
        if (node->title && *node->title) {
            text_puts(html->out, " title=\"");
            escape_html(html->out, node->title);
            text_putc(html->out, '"');
        }
        text_putc(html->out, '>');
    }
    put_inlines(html, node);
    if (is_link)
        text_puts(html->out, "</a>");
}

static void put_image(struct html *html, const struct node *node)
{
    const struct media *media = find_inline(html, node);
    if (media) {
        put_medium(html, media);
        return;
    }
    bool is_link = put_target(html, node->url ? node->url : "");
    if (is_link)
        text_putc(html->out, '>');
    put_words(html, node);
    if (is_link)
        text_puts(html->out, "</a>");
}

static void put_mention(struct html *html, const struct node *node)
{
    const struct mention *mention = workspace_mention(html->workspace, node->text);
    escape_html(html->out, mention ? mention->name : node->text);
}

static void put_enclosed(struct html *html, const struct node *node, const char *open,
                         const char *close)
{
    text_puts(html->out, open);
    put_inlines(html, node);
    text_puts(html->out, close);
}

static void put_inline(struct html *html, const struct node *node)
{
    switch (node->kind) {
    case NODE_TEXT:
        escape_html_bytes(html->out, node->text, node->text_bytes);
        break;
    case NODE_SOFT_BREAK:
        text_putc(html->out, '\n');
        break;
    case NODE_HARD_BREAK:
        text_puts(html->out, "<br>\n");
        break;
    case NODE_CODE:
        text_puts(html->out, "<code>");
        escape_html_bytes(html->out, node->text, node->text_bytes);
        text_puts(html->out, "</code>");
        break;
    case NODE_EMPHASIS:
        put_enclosed(html, node, "<em>", "</em>");
        break;
    case NODE_STRONG:
        put_enclosed(html, node, "<strong>", "</strong>");
        break;
    case NODE_LINK:
        put_link(html, node);
        break;
    case NODE_IMAGE:
        put_image(html, node);
        break;
    case NODE_MENTION:
        put_mention(html, node);
        break;
    default:
        /* Raw HTML never passes, comments neither. */
        break;
    }
}

static void put_inlines(struct html *html, const struct node *node)
{
    for (const struct node *child = node->first; child; child = child->next)
        put_inline(html, child);
}

/* --- blocks --- */

static void put_blocks(struct html *html, const struct node *first, const struct node *end);

static bool is_without_words(const struct node *node)
{
    return node->kind == NODE_SOFT_BREAK || node->kind == NODE_HARD_BREAK ||
           node->kind == NODE_HTML_INLINE;
}

/* A paragraph that holds only pictures is a row of figures, one that holds nothing is nothing. */
static bool put_as_figures(struct html *html, const struct node *paragraph)
{
    for (const struct node *child = paragraph->first; child; child = child->next) {
        if (!is_without_words(child) && (child->kind != NODE_IMAGE || !find_inline(html, child)))
            return false;
    }
    for (const struct node *child = paragraph->first; child; child = child->next) {
        if (child->kind == NODE_IMAGE)
            put_figure(html, find_inline(html, child));
    }
    return true;
}

static void put_paragraph(struct html *html, const struct node *node)
{
    const struct node *list = node->parent ? node->parent->parent : NULL;
    bool is_tight = node->parent && node->parent->kind == NODE_ITEM && list && list->is_tight;
    if (is_tight) {
        put_inlines(html, node);
        if (node->next)
            text_putc(html->out, '\n');
    } else if (!put_as_figures(html, node)) {
        text_puts(html->out, "<p>");
        put_inlines(html, node);
        text_puts(html->out, "</p>\n");
    }
}

static void put_list(struct html *html, const struct node *list)
{
    if (!list->is_ordered)
        text_puts(html->out, "<ul>\n");
    else if (list->level != 1)
        text_printf(html->out, "<ol start=\"%d\">\n", list->level);
    else
        text_puts(html->out, "<ol>\n");
    for (const struct node *item = list->first; item; item = item->next) {
        text_puts(html->out, list->is_tight ? "<li>" : "<li>\n");
        put_blocks(html, item->first, NULL);
        text_puts(html->out, "</li>\n");
    }
    text_puts(html->out, list->is_ordered ? "</ol>\n" : "</ul>\n");
}

static void put_code_block(struct html *html, const struct node *node)
{
    size_t language_bytes = node->info ? strcspn(node->info, " \t") : 0;
    text_puts(html->out, "<pre><code");
    if (language_bytes) {
        text_puts(html->out, " class=\"language-");
        escape_html_bytes(html->out, node->info, language_bytes);
        text_putc(html->out, '"');
    }
    text_putc(html->out, '>');
    escape_html_bytes(html->out, node->text, node->text_bytes);
    text_puts(html->out, "</code></pre>\n");
}

static void put_heading(struct html *html, const struct node *node)
{
    int level = node->level + html->deeper < 6 ? node->level + html->deeper : 6;
    text_printf(html->out, "<h%d>", level);
    put_inlines(html, node);
    text_printf(html->out, "</h%d>\n", level);
}

static void put_block(struct html *html, const struct node *node)
{
    switch (node->kind) {
    case NODE_PARAGRAPH:
        put_paragraph(html, node);
        break;
    case NODE_HEADING:
        put_heading(html, node);
        break;
    case NODE_QUOTE:
        text_puts(html->out, "<blockquote>\n");
        put_blocks(html, node->first, NULL);
        text_puts(html->out, "</blockquote>\n");
        break;
    case NODE_LIST:
        put_list(html, node);
        break;
    case NODE_CODE_BLOCK:
        put_code_block(html, node);
        break;
    case NODE_RULE:
        text_puts(html->out, "<hr>\n");
        break;
    default:
        break;
    }
}

static void put_blocks(struct html *html, const struct node *first, const struct node *end)
{
    for (const struct node *node = first; node && node != end; node = node->next)
        put_block(html, node);
}

/* --- a body --- */

/* Pictures of the front matter come first; several stand side by side. */
static void put_front_media(struct html *html, const struct rendering *rendering)
{
    const struct rendered_part *part = &rendering->parts[0];
    size_t count = 0;
    while (count < part->media_count && !part->media[count]->is_inline)
        count++;
    if (count > 1)
        text_puts(html->out, "<div class=\"pictures\">\n");
    for (size_t i = 0; i < count; i++) {
        if (part->media[i]->path)
            put_figure(html, part->media[i]);
    }
    if (count > 1)
        text_puts(html->out, "</div>\n");
}

/* The link, shown without its scheme and parameters. */
static void put_last_link(struct html *html, const char *address)
{
    const char *host = strstr(address, "://");
    host = host ? host + 3 : address;
    size_t bytes = strcspn(host, "?#");
    if (bytes && host[bytes - 1] == '/')
        bytes--;
    text_puts(html->out, "<p>");
    bool is_link = put_target(html, address);
    if (is_link)
        text_putc(html->out, '>');
    escape_html_bytes(html->out, host, bytes);
    text_puts(html->out, is_link ? "</a></p>\n" : "</p>\n");
}

void html_put_body(struct text_buffer *out, const struct rendering *rendering,
                   const struct workspace *workspace, const char *root)
{
    struct html html = {
        .out = out, .post = rendering->post, .workspace = workspace, .root = root
    };
    const struct body *body = rendering->post->body;
    if (rendering->warning) {
        text_puts(out, "<details><summary>");
        escape_html(out, rendering->warning);
        text_puts(out, "</summary>\n");
    }
    put_front_media(&html, rendering);
    for (size_t i = 0; body && i < body->document.part_count; i++)
        put_blocks(&html, body->document.parts[i].first, body->document.parts[i].end);
    if (rendering->link)
        put_last_link(&html, rendering->link);
    if (rendering->warning)
        text_puts(out, "</details>\n");
}

void html_put_text(struct text_buffer *out, const struct document *document,
                   const struct workspace *workspace, int level)
{
    struct html html = { .out = out, .workspace = workspace, .root = "" };
    int highest = 6;
    for (size_t i = 0; i < document->part_count; i++)
        for (const struct node *node = document->parts[i].first;
             node && node != document->parts[i].end; node = node->next)
            if (node->kind == NODE_HEADING && node->level < highest)
                highest = node->level;
    html.deeper = level > highest ? level - highest : 0;
    for (size_t i = 0; i < document->part_count; i++)
        put_blocks(&html, document->parts[i].first, document->parts[i].end);
}

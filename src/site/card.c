#include "site/card.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/escape.h"
#include "lib/html_put.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/network.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "site/page.h"

enum { CROP_STEPS = 10, MANY_MEDIA = 4 };

static void put_text(struct page *page, const struct rendered_part *part)
{
    size_t at = 0;
    text_puts(&page->out, "<p class=\"text\">");
    for (size_t i = 0; i < part->facet_count; i++) {
        const struct facet *facet = &part->facets[i];
        bool is_link = facet->kind == FACET_LINK && page_may_link(facet->target);
        escape_html_bytes(&page->out, part->text + at, facet->start_byte - at);
        if (is_link)
            html_put(&page->out, "<a rel=\"nofollow\" href=\"%u\">", facet->target);
        else
            text_puts(&page->out, "<span class=\"facet\">");
        escape_html_bytes(&page->out, part->text + facet->start_byte,
                          facet->end_byte - facet->start_byte);
        text_puts(&page->out, is_link ? "</a>" : "</span>");
        at = facet->end_byte;
    }
    escape_html_bytes(&page->out, part->text + at, part->text_bytes - at);
    text_puts(&page->out, "</p>\n");
}

const char *site_media_path(struct arena *arena, const struct media *media)
{
    return arena_printf(arena, "media/%s", media->path);
}

static int crop_step(double share)
{
    int step = (int)(share * CROP_STEPS + 0.5);
    return step < 0 ? 0 : step > CROP_STEPS ? CROP_STEPS : step;
}

static const char *address_of(const struct page *page, const struct media *media)
{
    const char *path = site_media_path(page->arena, media);
    struct text_buffer out = text_buffer_in(page->arena, 4 * (strlen(path) + strlen(page->up)) + 4);
    text_puts(&out, page->up);
    escape_path(&out, path);
    return text_end(&out);
}

static void put_medium(struct page *page, const struct media *media)
{
    struct arena *arena = page->arena;
    const char *alt = media->alt ? media->alt : "";
    text_puts(&page->out, "<figure>");
    if (!media->path)
        html_put(&page->out, "<p class=\"missing\">%t</p>",
                 arena_printf(arena, _("'%s' is not there"), media->file));
    else if (media->kind == MEDIA_MP4)
        html_put(&page->out, "<video controls preload=\"metadata\" src=\"%u\"></video>",
                 address_of(page, media));
    else
        html_put(
            &page->out, "<img src=\"%u\" alt=\"%t\" width=\"%h\" height=\"%h\" loading=\"lazy\"%h>",
            address_of(page, media), alt, arena_printf(arena, "%u", media->width),
            arena_printf(arena, "%u", media->height),
            media->has_focus ? arena_printf(arena, " class=\"x%d y%d\"", crop_step(media->focus_x),
                                            crop_step(media->focus_y))
                             : "");
    if (media->is_decorative)
        html_put(&page->out, "<figcaption>%t</figcaption>", _("decorative"));
    else if (media->alt)
        html_put(&page->out, "<figcaption><b>ALT</b> %t</figcaption>", alt);
    else
        html_put(&page->out, "<figcaption class=\"missing\">%t</figcaption>", _("no description"));
    text_puts(&page->out, "</figure>\n");
}

static void put_media(struct page *page, const struct rendered_part *part)
{
    if (!part->media_count)
        return;
    size_t columns = part->media_count < MANY_MEDIA ? part->media_count : MANY_MEDIA;
    html_put(&page->out, "<div class=\"media n%h\">\n", arena_printf(page->arena, "%zu", columns));
    for (size_t i = 0; i < part->media_count; i++)
        put_medium(page, part->media[i]);
    text_puts(&page->out, "</div>\n");
}

static void put_link_card(struct page *page, const struct rendered_part *part)
{
    if (!part->card)
        return;
    const char *host = strstr(part->card, "://");
    host = host ? host + 3 : part->card;
    size_t bytes = strcspn(host, "/?#");
    html_put(&page->out, "<p class=\"link-card\"><b>%t</b> ",
             arena_strndup(page->arena, host, bytes));
    if (page_may_link(part->card))
        html_put(&page->out, "<a rel=\"nofollow\" href=\"%u\">%t</a></p>\n", part->card,
                 part->card);
    else
        html_put(&page->out, "%t</p>\n", part->card);
}

static void put_meter(struct page *page, size_t used, size_t limit, const char *of)
{
    html_put(&page->out,
             "<p class=\"meter%h\"><meter min=\"0\" max=\"%h\" value=\"%h\">%t</meter> %t</p>\n",
             used > limit ? " over" : "", arena_printf(page->arena, "%zu", limit),
             arena_printf(page->arena, "%zu", used < limit ? used : limit), of, of);
}

static void put_part(struct page *page, const struct rendering *rendering, size_t number)
{
    const struct rendered_part *part = &rendering->parts[number];
    if (rendering->part_count > 1)
        html_put(
            &page->out, "<p class=\"part\">%t</p>\n",
            arena_printf(page->arena, _("part %zu of %zu"), number + 1, rendering->part_count));
    if (part->text_bytes)
        put_text(page, part);
    put_media(page, part);
    put_link_card(page, part);
    if (part->limit)
        put_meter(page, part->used, part->limit,
                  arena_printf(page->arena, _("%zu of %zu characters"), part->used, part->limit));
    if (part->limit_bytes)
        put_meter(
            page, part->used_bytes, part->limit_bytes,
            arena_printf(page->arena, _("%zu of %zu bytes"), part->used_bytes, part->limit_bytes));
}

static void put_author(struct page *page, const struct rendering *rendering)
{
    const char *brand = page->site->workspace->brand.name;
    const char *handle = rendering->account->handle;
    size_t first = unicode_graphemes_end(brand, strlen(brand), 1);
    html_put(&page->out,
             "<header><span class=\"avatar\" aria-hidden=\"true\">%t</span><span><b>%t</b>%h",
             arena_strndup(page->arena, brand, first), brand, handle ? "<br>" : "");
    if (handle)
        html_put(&page->out, "<span class=\"handle\">%h%t</span>", handle[0] == '@' ? "" : "@",
                 handle);
    text_puts(&page->out, "</span></header>\n");
}

void card_put(struct page *page, const struct rendering *rendering)
{
    bool is_hidden = rendering->warning != NULL;
    html_put(&page->out, "<article class=\"card %t\">\n", rendering->account->network->name);
    put_author(page, rendering);
    if (is_hidden)
        html_put(&page->out, "<details open><summary>%t</summary>\n", rendering->warning);
    if (rendering->title && rendering->parts[0].html)
        html_put(&page->out, "<h3>%t</h3>\n", rendering->title);
    for (size_t i = 0; i < rendering->part_count; i++)
        put_part(page, rendering, i);
    if (is_hidden)
        text_puts(&page->out, "</details>\n");
    text_puts(&page->out, "</article>\n");
}

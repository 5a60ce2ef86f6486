/* Grids of pictures. A page may have no style of its own (its security policy), so that a crop is
 * the nearest of some ratios, and the point in focus one of some steps. */
#include "site/cards/media.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/escape.h"
#include "lib/form.h"
#include "lib/html_put.h"
#include "model/account.h"
#include "model/network.h"
#include "model/rendering.h"
#include "site/page.h"

enum { FOCUS_STEPS = 10 };

static const struct {
    struct ratio ratio;
    const char *class;
} ratios[] = {
    { { 9, 16 }, "r9-16" }, { { 1, 2 }, "r1-2" },         { { 2, 3 }, "r2-3" },
    { { 3, 4 }, "r3-4" },   { { 4, 5 }, "r4-5" },         { { 1, 1 }, "r1-1" },
    { { 5, 4 }, "r5-4" },   { { 4, 3 }, "r4-3" },         { { 3, 2 }, "r3-2" },
    { { 16, 9 }, "r16-9" }, { { 191, 100 }, "r191-100" }, { { 2, 1 }, "r2-1" },
    { { 3, 1 }, "r3-1" },
};

static double value_of(struct ratio ratio) { return (double)ratio.width / (double)ratio.height; }

const char *card_ratio_class(struct ratio ratio)
{
    size_t nearest = 0;
    double least = 0;
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++) {
        double factor = value_of(ratio) / value_of(ratios[i].ratio);
        double distance = factor < 1 ? 1 / factor : factor;
        if (i == 0 || distance < least) {
            nearest = i;
            least = distance;
        }
    }
    return ratios[nearest].class;
}

/* "4:5", which content/media.c has checked. */
static struct ratio parse_ratio(const char *text)
{
    const char *colon = text ? strchr(text, ':') : NULL;
    struct ratio none = { 0, 0 };
    if (!colon)
        return none;
    long width = text_number(text, (size_t)(colon - text), UINT16_MAX);
    long height = text_number(colon + 1, strlen(colon + 1), UINT16_MAX);
    if (width < 1 || height < 1)
        return none;
    return (struct ratio){ (uint32_t)width, (uint32_t)height };
}

/* The ratio in which readers of the account see a medium, 0, 0 where it is its own: of the post's
 * `crop`, else what the network makes of one that is too tall or too wide. */
static struct ratio crop_of(const struct rendering *rendering, const struct media *media)
{
    const struct account *account = rendering->account;
    const struct network_look *look = &account->network->look;
    struct ratio none = { 0, 0 };
    const char *wanted = media->crops ? form_line_of(media->crops, account->id) : NULL;
    if (media->crops && !wanted)
        wanted = form_line_of(media->crops, account->network_name);
    struct ratio own = { media->width, media->height };
    struct ratio crop = parse_ratio(wanted);
    if (crop.height)
        return crop;
    if (!own.width || !own.height)
        return none;
    if (look->tallest.height && value_of(own) < value_of(look->tallest))
        return look->tallest;
    if (look->widest.height && value_of(own) > value_of(look->widest))
        return look->widest;
    return none;
}

const char *card_media_address(const struct page *page, const struct media *media)
{
    const char *path = site_media_path(page->arena, media->path);
    struct text_buffer out = text_buffer_in(page->arena, 4 * (strlen(path) + strlen(page->up)) + 4);
    text_puts(&out, page->up);
    escape_path(&out, path);
    return text_end(&out);
}

static int focus_step(double share)
{
    int step = (int)(share * FOCUS_STEPS + 0.5);
    return step < 0 ? 0 : step > FOCUS_STEPS ? FOCUS_STEPS : step;
}

static const char *classes_of(struct arena *arena, const struct media *media, struct ratio crop)
{
    const char *focus = media->has_focus
                            ? arena_printf(arena, " x%d y%d", focus_step(media->focus_x),
                                           focus_step(media->focus_y))
                            : "";
    if (crop.height)
        return arena_printf(arena, " class=\"cropped %s%s\"", card_ratio_class(crop), focus);
    return *focus ? arena_printf(arena, " class=\"%s\"", focus + 1) : "";
}

static void put_medium(struct text_buffer *out, const struct page *page, const struct media *media,
                       struct ratio crop)
{
    struct arena *arena = page->arena;
    const char *alt = media->alt ? media->alt : "";
    const char *classes = classes_of(arena, media, crop);
    if (!media->path) {
        html_put(out, "<p class=\"missing\">%t</p>\n",
                 arena_printf(arena, _("'%s' is not there"), media->file));
        return;
    }
    if (media->kind == MEDIA_MP4)
        html_put(out,
                 "<video controls preload=\"metadata\" src=\"%u\" aria-label=\"%t\"%h></video>\n",
                 card_media_address(page, media), *alt ? alt : media->file, classes);
    else
        html_put(out, "<img src=\"%u\" alt=\"%t\" width=\"%h\" height=\"%h\" loading=\"lazy\"%h>\n",
                 card_media_address(page, media), alt, arena_printf(arena, "%u", media->width),
                 arena_printf(arena, "%u", media->height), classes);
}

static void put_description(struct text_buffer *out, const struct rendering *rendering,
                            const struct media *media)
{
    if (media->is_decorative)
        html_put(out, "<li>%t</li>\n", _("decorative"));
    else if (media->alt)
        html_put(out, "<li lang=\"%t\"><b>ALT</b> %t</li>\n", rendering->language, media->alt);
    else
        html_put(out, "<li class=\"missing\">%t</li>\n", _("no description"));
}

/* Of one in a grid: in a mosaic the cell crops, in a strip the first one. */
static struct ratio crop_in(const struct rendering *rendering, const struct rendered_part *part,
                            size_t index)
{
    enum picture_grid grid = rendering->account->network->look.grid;
    const struct media *first = part->media[0];
    struct ratio crop = { 0, 0 };
    if (grid == GRID_MOSAIC && part->media_count > 1)
        return crop;
    if (grid != GRID_STRIP || index == 0)
        return crop_of(rendering, part->media[index]);
    crop = crop_of(rendering, first);
    return crop.height ? crop : (struct ratio){ first->width, first->width ? first->height : 0 };
}

static void put_grid(struct text_buffer *out, const struct page *page,
                     const struct rendering *rendering, const struct rendered_part *part)
{
    static const char *const names[] = {
        [GRID_WHOLE] = "whole", [GRID_MOSAIC] = "mosaic", [GRID_STRIP] = "strip"
    };
    enum picture_grid grid = rendering->account->network->look.grid;
    size_t count = part->media_count;
    size_t shown = grid == GRID_MOSAIC && count > MOSAIC_MEDIA ? MOSAIC_MEDIA : count;
    const char *hidden = arena_printf(page->arena, "%zu", count - shown);
    html_put(out, "<div class=\"media %h n%h\">\n", names[grid],
             shown > MOSAIC_MEDIA ? "5" : arena_printf(page->arena, "%zu", shown));
    for (size_t i = 0; i < shown; i++)
        put_medium(out, page, part->media[i], crop_in(rendering, part, i));
    if (shown < count)
        html_put(out, "<span class=\"beyond\" aria-hidden=\"true\">+%h</span>\n", hidden);
    text_puts(out, "</div>\n");
    if (shown == count)
        return;
    html_put(
        out, "<details class=\"rest\"><summary>%t</summary>\n<div class=\"media whole\">\n",
        arena_printf(page->arena, ngettext("%zu more", "%zu more", count - shown), count - shown));
    for (size_t i = shown; i < count; i++)
        put_medium(out, page, part->media[i], (struct ratio){ 0, 0 });
    text_puts(out, "</div></details>\n");
}

void card_put_media(struct text_buffer *out, const struct page *page,
                    const struct rendering *rendering, const struct rendered_part *part)
{
    if (!part->media_count)
        return;
    put_grid(out, page, rendering, part);
    text_puts(out, "<ol class=\"alts\">\n");
    for (size_t i = 0; i < part->media_count; i++)
        put_description(out, rendering, part->media[i]);
    text_puts(out, "</ol>\n");
}

/* Style and script as files of the site. */
#include "site/assets.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "lib/icon.h"
#include "model/workspace.h"
#include "site/page.h"

static void draw_asset(struct page *page, const struct site_file *file)
{
    const struct site_asset *asset = file->of;
    for (const char *const *line = asset->lines; *line; line++)
        text_puts(&page->out, *line);
}

static void draw_icon(struct page *page, const struct site_file *file)
{
    (void)file;
    text_puts(&page->out, icon_svg(page->arena, page->site->workspace->brand.name));
}

void site_put_assets(struct site *site)
{
    const struct digest inputs = page_inputs(site);
    const struct site_file icon = { .path = "icon.svg", .draw = draw_icon, .inputs = inputs };
    for (const struct site_asset *asset = site_assets; asset->name; asset++) {
        const struct site_file file = {
            .path = asset->name, .draw = draw_asset, .of = asset, .inputs = inputs
        };
        if (!asset->is_served || site->is_served)
            site_add(site, &file);
    }
    site_add(site, &icon);
}

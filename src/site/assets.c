/* Style and script as files of the site. */
#include "site/assets.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "lib/icon.h"
#include "model/workspace.h"
#include "site/page.h"

void site_put_assets(struct site *site)
{
    for (const struct site_asset *asset = site_assets; asset->name; asset++) {
        if (asset->is_served && !site->is_served)
            continue;
        struct text_buffer out = text_buffer_in(site->arena, LIMIT_RENDERED_BYTES);
        for (const char *const *line = asset->lines; *line; line++)
            text_puts(&out, *line);
        const char *bytes = text_end(&out);
        const struct site_file file = { .path = asset->name,
                                        .bytes = bytes,
                                        .byte_count = out.bytes };
        site_add(site, &file);
    }
    const char *icon = icon_svg(site->arena, site->workspace->brand.name);
    const struct site_file file = { .path = "icon.svg", .bytes = icon, .byte_count = strlen(icon) };
    site_add(site, &file);
}

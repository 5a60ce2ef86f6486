/* The style sheet as a file of the site. */
#include "site/style.h"

#include "base/limits.h"
#include "base/text.h"
#include "site/page.h"

void site_style(struct site *site)
{
    struct text_buffer out = text_buffer_in(site->arena, LIMIT_RENDERED_BYTES);
    for (const char *const *line = site_style_lines; *line; line++)
        text_puts(&out, *line);
    const char *bytes = text_end(&out);
    const struct site_file file = { .path = "style.css", .bytes = bytes, .byte_count = out.bytes };
    site_add(site, &file);
}

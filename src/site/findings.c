/* What `check` finds, file by file. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/html_put.h"
#include "model/finding.h"
#include "site/page.h"

static int by_path(const void *key, const void *item)
{
    return strcmp(key, ((const struct site_post *)item)->path);
}

/* The post whose own file it is, where it has a page. */
static const struct site_post *post_of(const struct site *site, const char *path)
{
    const struct site_post *post = site->post_count ? bsearch(path, site->posts, site->post_count,
                                                              sizeof *site->posts, by_path)
                                                    : NULL;
    return post && post->id ? post : NULL;
}

static void draw(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    page_begin(page, _("Findings"), "findings.html");
    if (!site->findings->count)
        html_put(&page->out, "<p>%t</p>\n", _("Nothing is wrong."));
    for (size_t i = 0; i < site->findings->count;) {
        const char *path = site->findings->items[i].path;
        const struct site_post *post = post_of(site, path);
        text_puts(&page->out, "<section><h2>");
        if (post)
            html_put(&page->out, "<a href=\"%u\">%t</a>", page_post_address(page, post->id), path);
        else
            html_put(&page->out, "%t", path);
        text_puts(&page->out, "</h2>\n");
        page_put_edit(page, path);
        for (; i < site->findings->count && text_equal(site->findings->items[i].path, path); i++)
            page_put_finding(page, &site->findings->items[i], true);
        text_puts(&page->out, "</section>\n");
    }
    page_end(page);
}

void site_findings(struct site *site)
{
    const struct site_file file = { .path = "findings.html",
                                    .draw = draw,
                                    .inputs = site->everything };
    site_add(site, &file);
}

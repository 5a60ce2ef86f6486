/* All posts on one page, for the browser's own search, and for the script that narrows them down as
 * somebody types. */
#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/html_put.h"
#include "site/page.h"

static void put_post(struct page *page, const struct site_post *post)
{
    html_put(&page->out, "<li><a href=\"%u\">%t</a> <small>%t", page_post_address(page, post->id),
             post->title, post->path);
    if (post->campaign)
        html_put(&page->out, " · %t", post->campaign);
    if (post->pillar)
        html_put(&page->out, " · %t", post->pillar);
    for (size_t i = 0; i < post->tags.count; i++)
        html_put(&page->out, " #%t", post->tags.items[i].text);
    html_put(&page->out, "%h%t</small>", post->is_draft ? " · " : "",
             post->is_draft ? _("draft") : "");
    html_put(&page->out, "<p>%t</p></li>\n", post->text);
}

static void draw(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    size_t count = 0;
    page_begin(page, _("Search"), "search.html");
    html_put(&page->out,
             "<div id=\"search\" data-label=\"%t\" data-count=\"%t\" hidden></div>\n<ul "
             "class=\"found\">\n",
             _("Words in posts"), _("posts"));
    for (size_t i = 0; i < site->post_count; i++)
        if (site->posts[i].id && ++count)
            put_post(page, &site->posts[i]);
    text_puts(&page->out, count ? "</ul>\n" : "<li></li></ul>\n");
    page_end(page);
}

void site_search(struct site *site)
{
    const struct site_file file = { .path = "search.html", .draw = draw, .inputs = site->of_posts };
    site_add(site, &file);
}

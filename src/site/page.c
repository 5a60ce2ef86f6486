/* The frame of all pages. */
#include "site/page.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "lib/escape.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "render/address.h"

/* What a page may load: pictures and the style of this very site, and nothing else. */
#define POLICY                                                                                     \
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; base-uri 'none'; "    \
    "form-action 'none'"

static const struct {
    const char *path, *title;
} sections[] = {
    { "index.html", N_("Calendar") },
    { "list.html", N_("List") },
    { "accounts.html", N_("Accounts") },
};

void site_add(struct site *site, const struct site_file *file)
{
    site->files =
        list_grow(site->arena, site->files, site->count, &site->capacity, sizeof *site->files);
    site->files[site->count++] = *file;
}

static const char *way_up(struct arena *arena, const char *path)
{
    struct text_buffer out = text_buffer_in(arena, 4 * strlen(path) + 1);
    for (const char *at = path; (at = strchr(at, '/')); at++)
        text_puts(&out, "../");
    return text_end(&out);
}

static void put_navigation(struct page *page, const char *section)
{
    html_put(&page->out, "<nav aria-label=\"%t\"><ul>\n", _("Main"));
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        html_put(&page->out, "<li><a href=\"%u%u\"%h>%t</a></li>\n", page->up, sections[i].path,
                 text_equal(section, sections[i].path) ? " aria-current=\"page\"" : "",
                 _(sections[i].title));
    text_puts(&page->out, "</ul></nav>\n");
}

void page_begin(struct page *page, const struct site *site, struct arena *arena, const char *path,
                const char *title, const char *section)
{
    const char *brand = site->workspace->brand.name;
    *page = (struct page){ .site = site,
                           .arena = arena,
                           .path = path,
                           .up = way_up(arena, path),
                           .out = text_buffer_in(arena, LIMIT_SITE_PAGE_BYTES) };
    html_put(&page->out,
             "<!DOCTYPE html>\n<html lang=\"%t\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"%t\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"robots\" content=\"noindex\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<title>%t · %t</title>\n<link rel=\"stylesheet\" href=\"%ustyle.css\">\n",
             site->language, POLICY, title, brand, page->up);
    html_put(&page->out,
             "</head>\n<body>\n<a class=\"skip\" href=\"#main\">%t</a>\n"
             "<header><p class=\"brand\"><a href=\"%uindex.html\">%t</a></p>\n",
             _("To the content"), page->up, brand);
    put_navigation(page, section);
    html_put(&page->out, "</header>\n<main id=\"main\">\n<h1>%t</h1>\n", title);
}

struct site_file page_end(struct page *page)
{
    html_put(&page->out, "</main>\n<footer><p>%t</p></footer>\n</body>\n</html>\n",
             _("Made by pregon from the files of the repository."));
    const char *bytes = text_end(&page->out);
    return (struct site_file){ .path = page->path, .bytes = bytes, .byte_count = page->out.bytes };
}

bool page_may_link(const char *address)
{
    enum address_kind kind = address ? address_kind(address) : ADDRESS_FORBIDDEN;
    return kind == ADDRESS_WEB || kind == ADDRESS_PERSON;
}

void page_put_fact(struct page *page, const char *name, const char *value)
{
    if (value)
        html_put(&page->out, "<dt>%t</dt><dd>%t</dd>\n", name, value);
}

void page_put_state(struct page *page, const struct delivery *delivery)
{
    html_put(&page->out, "<span class=\"state %h\">%t</span>", delivery_state_name(delivery->state),
             delivery_state_word(delivery->state));
}

const char *page_post_address(const struct page *page, const char *post)
{
    struct text_buffer out =
        text_buffer_in(page->arena, 4 * (strlen(post) + strlen(page->up)) + 64);
    text_puts(&out, page->up);
    text_puts(&out, "posts/");
    escape_path(&out, post);
    text_puts(&out, ".html");
    return text_end(&out);
}

const char *page_clock(struct arena *arena, const struct delivery *delivery)
{
    if (delivery->due_utc == NO_TIME)
        return "--:--";
    struct local_time local = moment_local(delivery->due_utc + delivery->due_offset_s);
    return arena_printf(arena, "%02d:%02d", local.hour, local.minute);
}

const char *page_title(const struct delivery *delivery)
{
    const char *slash = strrchr(delivery->post, '/');
    if (delivery->title)
        return delivery->title;
    return slash ? slash + 1 : delivery->post;
}

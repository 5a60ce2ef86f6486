/* The frame of all pages. */
#include "site/page.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "lib/day_names.h"
#include "lib/escape.h"
#include "lib/forge.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "render/address.h"

/* What a page may load: pictures, style and script of this very site, and nothing else. */
#define POLICY                                                                                     \
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; "  \
    "base-uri 'none'; form-action 'none'"
#define POLICY_SERVED                                                                              \
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; "  \
    "connect-src 'self'; base-uri 'none'; form-action 'self'"

static const struct {
    const char *path, *title;
} sections[] = {
    { "index.html", N_("Calendar") },
    { "list.html", N_("List") },
    { "campaigns.html", N_("Campaigns") },
    { "queues.html", N_("Queues") },
    { "mix.html", N_("Mix") },
    { "accounts.html", N_("Accounts") },
    { "findings.html", N_("Findings") },
    { "ledger.html", N_("Ledger") },
    { "search.html", N_("Search") },
};

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
                 message_translated(sections[i].title));
    text_puts(&page->out, "</ul></nav>\n");
}

struct page page_of(const struct site *site, struct arena *arena, const char *path)
{
    return (struct page){ .site = site,
                          .arena = arena,
                          .path = path,
                          .up = way_up(arena, path),
                          .out = text_buffer_in(arena, LIMIT_SITE_PAGE_BYTES) };
}

void page_begin(struct page *page, const char *title, const char *section)
{
    const struct site *site = page->site;
    const char *brand = site->workspace->brand.name;
    html_put(&page->out,
             "<!DOCTYPE html>\n<html lang=\"%t\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"%t\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"robots\" content=\"noindex\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<title>%t · %t</title>\n<link rel=\"stylesheet\" href=\"%ustyle.css\">\n",
             site->language, site->is_served ? POLICY_SERVED : POLICY, title, brand, page->up);
    html_put(&page->out,
             "<link rel=\"icon\" type=\"image/svg+xml\" href=\"%uicon.svg\">\n"
             "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"%uatom.xml\">\n"
             "<link rel=\"alternate\" type=\"application/feed+json\" href=\"%ufeed.json\">\n"
             "<link rel=\"alternate\" type=\"text/calendar\" href=\"%ucalendar.ics\">\n"
             "<script src=\"%uscript.js\" defer></script>\n",
             page->up, page->up, page->up, page->up, page->up);
    if (site->is_served)
        html_put(&page->out, "<script src=\"%userve.js\" defer></script>\n", page->up);
    html_put(&page->out,
             "</head>\n<body>\n<a class=\"skip\" href=\"#main\">%t</a>\n"
             "<header><p class=\"brand\"><a href=\"%uindex.html\">%t</a></p>\n",
             _("To the content"), page->up, brand);
    put_navigation(page, section);
    html_put(&page->out, "</header>\n<main id=\"main\">\n<h1>%t</h1>\n", title);
}

void page_end(struct page *page)
{
    html_put(&page->out,
             "</main>\n<footer><p>%t <a href=\"%ucalendar.ics\">iCalendar</a> "
             "<a href=\"%uatom.xml\">Atom</a> <a href=\"%ufeed.json\">JSON Feed</a></p></footer>\n"
             "</body>\n</html>\n",
             _("Made by pregon from the files of the repository."), page->up, page->up, page->up);
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

void page_put_edit(struct page *page, const char *path)
{
    const struct site *site = page->site;
    const char *address = site->forge
                              ? forge_edit(page->arena, site->forge, site->branch,
                                           arena_printf(page->arena, "%s%s", site->below, path))
                              : NULL;
    if (address)
        html_put(&page->out, "<a class=\"edit\" href=\"%u\">%t</a>\n", address,
                 _("Edit this file"));
}

void page_put_sentence(struct page *page, const char *text)
{
    for (const char *end; (end = strchr(text, '`')) && strchr(end + 1, '`');) {
        size_t bytes = strcspn(end + 1, "`");
        html_put(&page->out, "%t<code>%t</code>",
                 arena_strndup(page->arena, text, (size_t)(end - text)),
                 arena_strndup(page->arena, end + 1, bytes));
        text = end + 1 + bytes + 1;
    }
    html_put(&page->out, "%t", text);
}

void page_put_state(struct page *page, const struct delivery *delivery)
{
    html_put(&page->out, "<span class=\"state %h\">%t</span>", delivery_state_name(delivery->state),
             delivery_state_word(delivery->state));
}

void page_put_why(struct page *page, const struct delivery *delivery)
{
    if (delivery->why) {
        html_put(&page->out, "<p class=\"why %h\">", delivery_state_name(delivery->state));
        page_put_sentence(page, delivery->why);
        text_puts(&page->out, "</p>\n");
    }
}

const char *page_address(const struct page *page, const char *path)
{
    struct text_buffer out = text_buffer_in(page->arena, 4 * (strlen(path) + strlen(page->up)) + 4);
    text_puts(&out, page->up);
    escape_path(&out, path);
    return text_end(&out);
}

const char *page_post_address(const struct page *page, const char *post)
{
    return page_address(page, site_post_path(page->arena, post));
}

/* Without printf(), for each row of each page has some. */
static const char *clock_of(struct arena *arena, int64_t seconds, const char *behind)
{
    struct local_time local = moment_local(seconds);
    const char clock[] = { (char)('0' + local.hour / 10),   (char)('0' + local.hour % 10),   ':',
                           (char)('0' + local.minute / 10), (char)('0' + local.minute % 10), '\0' };
    return arena_join(arena, clock, behind);
}

const char *page_clock(struct arena *arena, const struct delivery *delivery)
{
    if (delivery->due_utc == NO_TIME)
        return "--:--";
    return clock_of(arena, delivery->due_utc + delivery->due_offset_s, "");
}

const char *page_utc(struct arena *arena, const struct delivery *delivery)
{
    if (delivery->due_utc == NO_TIME)
        return NULL;
    return clock_of(arena, delivery->due_utc, "Z");
}

bool page_needs_utc(const struct page *page, const struct delivery *delivery)
{
    const struct zone *zone = page->site->workspace->calendar.zone;
    int64_t instants[2];
    if (delivery->due_utc == NO_TIME)
        return false;
    struct local_time local = moment_local(delivery->due_utc + delivery->due_offset_s);
    return delivery->due_offset_s != zone_offset_at(zone, delivery->due_utc, NULL) ||
           zone_instants(delivery->account->zone, &local, instants) == LOCAL_REPEATED;
}

const char *page_time(const struct page *page, const struct delivery *delivery)
{
    if (delivery->due_utc == NO_TIME)
        return _("without a time");
    return arena_printf(page->arena, "%s, %s (%s)",
                        day_name(page->arena, delivery->due_utc, delivery->due_offset_s),
                        page_clock(page->arena, delivery), page_utc(page->arena, delivery));
}

const char *page_title(const struct delivery *delivery)
{
    const char *slash = strrchr(delivery->post, '/');
    if (delivery->title)
        return delivery->title;
    return slash ? slash + 1 : delivery->post;
}

int64_t page_day(const struct delivery *delivery)
{
    enum { DAY_S = 24 * 60 * 60 };
    int64_t local_s = delivery->due_utc + delivery->due_offset_s;
    return local_s >= 0 ? local_s / DAY_S : -((-local_s + DAY_S - 1) / DAY_S);
}

/* What the site keeps of a delivery's post; NULL: nothing. */
static const struct site_post *find_post(const struct page *page, const struct delivery *delivery)
{
    const struct site *site = page->site;
    const struct site_post *post =
        delivery->post_index < site->post_count ? &site->posts[delivery->post_index] : NULL;
    return post && post->id ? post : NULL;
}

static void put_data(struct page *page, const char *name, const char *value)
{
    if (value)
        html_put(&page->out, " data-%h=\"%t\"", name, value);
}

void page_put_filter(struct page *page, const struct delivery *const *deliveries, size_t count)
{
    const struct site_post *post = find_post(page, deliveries[0]);
    text_puts(&page->out, " data-account=\"");
    for (size_t i = 0; i < count; i++)
        html_put(&page->out, "%h%t", i ? " " : "", deliveries[i]->account->id);
    text_puts(&page->out, "\" data-state=\"");
    for (size_t i = 0; i < count; i++)
        if (i == 0 || deliveries[i]->state != deliveries[i - 1]->state)
            html_put(&page->out, "%h%h", i ? " " : "", delivery_state_name(deliveries[i]->state));
    text_puts(&page->out, "\"");
    put_data(page, "campaign", deliveries[0]->campaign);
    put_data(page, "pillar", post ? post->pillar : NULL);
}

void page_put_filters(struct page *page)
{
    html_put(&page->out,
             "<div id=\"filters\" data-account=\"%t\" data-campaign=\"%t\" data-pillar=\"%t\" "
             "data-state=\"%t\" data-all=\"%t\" data-none=\"%t\" data-label=\"%t\" hidden></div>\n",
             _("Account"), _("Campaign"), _("Pillar"), _("State"), _("all"),
             _("Nothing here passes the filter."), _("Filter"));
}

/* The calendar: a page for each week around this one, and for those in which something goes out. */
#include "base/arena.h"
#include "base/message.h"
#include "lib/day_names.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "model/moment.h"
#include "site/days.h"
#include "site/page.h"

/* The days to whose pages a week leads; NO_DAY: to none. */
struct links {
    int64_t before, after, month;
};

/* Its month is that of its Thursday, where that has one. */
static struct links find_links(const struct site *site, int64_t monday)
{
    const struct days *days = &site->days;
    int64_t day = days_from(days, site, monday + 3);
    if (day == NO_DAY || day >= monday + 7)
        day = days_before(days, site, monday + 3);
    return (struct links){ .before = days_before(days, site, monday),
                           .after = days_from(days, site, monday + 7),
                           .month = day };
}

static void put_week_link(struct page *page, const char *rel, int64_t day)
{
    if (day == NO_DAY)
        return;
    html_put(&page->out, "<li><a rel=\"%h\" href=\"%u\">%t</a></li>\n", rel,
             page_address(page, days_week_path(page->arena, day)),
             days_week_name(page->arena, day));
}

static void put_neighbours(struct page *page, const struct links *links)
{
    struct local_time month = moment_local(links->month * SITE_DAY_S);
    html_put(&page->out, "<nav class=\"months\" aria-label=\"%t\"><ul>\n", _("Weeks"));
    put_week_link(page, "prev", links->before);
    put_week_link(page, "next", links->after);
    html_put(&page->out, "<li><a href=\"%u\">%t</a></li>\n</ul></nav>\n",
             page_address(page, days_month_path(page->arena, month.year, month.month)),
             day_month_name(page->arena, month.year, month.month));
}

static void put_week(struct page *page, struct days *days, int64_t monday)
{
    days_begin_table(page, "month week", days_week_name(page->arena, monday));
    text_puts(&page->out, "<tr>\n");
    days_seek(days, page->site, monday);
    for (int i = 0; i < 7; i++)
        days_put(page, days, monday + i, true);
    text_puts(&page->out, "</tr></tbody></table>\n");
}

static void draw(struct page *page, const struct site_file *file)
{
    struct days days = page->site->days;
    int64_t monday = file->number;
    const struct links links = find_links(page->site, monday);
    page_begin(page, days_week_name(page->arena, monday), "index.html");
    put_neighbours(page, &links);
    page_put_filters(page);
    put_week(page, &days, monday);
    page_end(page);
}

void site_weeks(struct site *site)
{
    int64_t day = days_from(&site->days, site, NO_DAY);
    while (day != NO_DAY) {
        int64_t monday = days_monday(day);
        const struct links links = find_links(site, monday);
        const int64_t linked[] = { links.before, links.after, links.month };
        const struct site_file file = {
            .path = days_week_path(site->arena, monday),
            .draw = draw,
            .number = monday,
            .inputs = days_inputs(site, monday, monday + 7, linked, sizeof linked / sizeof *linked),
        };
        site_add(site, &file);
        day = links.after;
    }
}

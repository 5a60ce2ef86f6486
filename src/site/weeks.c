/* The calendar: a page a week. */
#include "base/arena.h"
#include "base/message.h"
#include "lib/day_names.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "model/moment.h"
#include "site/days.h"
#include "site/page.h"

enum { MAX_WEEKS = 520 /* in each direction */ };

static int64_t monday_of(int64_t day)
{
    struct local_time date = moment_local(day * SITE_DAY_S);
    return day - (moment_weekday(&date) - 1);
}

static void put_neighbours(struct page *page, const struct days *days, int64_t monday,
                           int64_t first, int64_t last)
{
    int64_t thursday = monday + 3;
    thursday = thursday < days->first ? days->first : thursday > days->last ? days->last : thursday;
    struct local_time middle = moment_local(thursday * SITE_DAY_S);
    html_put(&page->out, "<nav class=\"months\" aria-label=\"%t\"><ul>\n", _("Weeks"));
    for (int step = -7; step <= 7; step += 14) {
        int64_t other = monday + step;
        if (other < first || other > last)
            continue;
        html_put(&page->out, "<li><a rel=\"%h\" href=\"%u\">%t</a></li>\n",
                 step < 0 ? "prev" : "next", page_address(page, days_week_path(page->arena, other)),
                 days_week_name(page->arena, other));
    }
    html_put(&page->out, "<li><a href=\"%u\">%t</a></li>\n</ul></nav>\n",
             page_address(page, days_month_path(page->arena, middle.year, middle.month)),
             day_month_name(page->arena, middle.year, middle.month));
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

/* The Mondays of the weeks that have pages. */
static void find_span(const struct days *days, int64_t *first, int64_t *last)
{
    int64_t now = monday_of(days->today);
    *first = monday_of(days->first);
    *last = monday_of(days->last);
    *first = *first < now - MAX_WEEKS * 7 ? now - MAX_WEEKS * 7 : *first;
    *last = *last > now + MAX_WEEKS * 7 ? now + MAX_WEEKS * 7 : *last;
}

static void draw(struct page *page, const struct site_file *file)
{
    struct days days = page->site->days;
    int64_t monday = file->number, first, last;
    find_span(&days, &first, &last);
    page_begin(page, days_week_name(page->arena, monday), "index.html");
    put_neighbours(page, &days, monday, first, last);
    page_put_filters(page);
    put_week(page, &days, monday);
    page_end(page);
}

void site_weeks(struct site *site)
{
    int64_t first, last;
    find_span(&site->days, &first, &last);
    for (int64_t monday = first; monday <= last; monday += 7) {
        const struct site_file file = {
            .path = days_week_path(site->arena, monday),
            .draw = draw,
            .number = monday,
            .inputs = days_inputs(site, monday, monday + 7, first, last),
        };
        site_add(site, &file);
    }
}

/* The calendar: a page for each month around this one, and for those in which something goes out.
 */
#include "base/arena.h"
#include "base/message.h"
#include "lib/day_names.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "model/moment.h"
#include "site/days.h"
#include "site/page.h"

/* Months since the year 0. */
static int month_number(int64_t day)
{
    struct local_time date = moment_local(day * SITE_DAY_S);
    return date.year * 12 + date.month - 1;
}

static int64_t first_day(int number)
{
    struct local_time first = { .year = number / 12, .month = number % 12 + 1, .day = 1 };
    return moment_seconds(&first) / SITE_DAY_S;
}

/* The days to whose pages a month leads; NO_DAY: to none. */
struct links {
    int64_t before, after, week;
};

static struct links find_links(const struct site *site, int number)
{
    const struct days *days = &site->days;
    int64_t first = first_day(number);
    return (struct links){ .before = days_before(days, site, first),
                           .after = days_from(days, site, first_day(number + 1)),
                           .week = number == month_number(days->today)
                                       ? days->today
                                       : days_from(days, site, first) };
}

static const char *path_of(struct arena *arena, int number)
{
    return days_month_path(arena, number / 12, number % 12 + 1);
}

static void put_month_link(struct page *page, const char *rel, int64_t day)
{
    if (day == NO_DAY)
        return;
    int number = month_number(day);
    html_put(&page->out, "<li><a rel=\"%h\" href=\"%u\">%t</a></li>\n", rel,
             page_address(page, path_of(page->arena, number)),
             day_month_name(page->arena, number / 12, number % 12 + 1));
}

static void put_neighbours(struct page *page, const struct links *links)
{
    html_put(&page->out, "<nav class=\"months\" aria-label=\"%t\"><ul>\n", _("Months"));
    put_month_link(page, "prev", links->before);
    put_month_link(page, "next", links->after);
    html_put(&page->out, "<li><a href=\"%u\">%t</a></li>\n</ul></nav>\n",
             page_address(page, days_week_path(page->arena, links->week)), _("By week"));
}

static void put_grid(struct page *page, struct days *days, int number)
{
    struct local_time first = { .year = number / 12, .month = number % 12 + 1, .day = 1 };
    int64_t day = first_day(number) - (moment_weekday(&first) - 1);
    days_begin_table(page, "month", day_month_name(page->arena, first.year, first.month));
    days_seek(days, page->site, day);
    do {
        text_puts(&page->out, "<tr>\n");
        for (int i = 0; i < 7; i++, day++)
            days_put(page, days, day, month_number(day) == number);
        text_puts(&page->out, "</tr>\n");
    } while (month_number(day) <= number);
    text_puts(&page->out, "</tbody></table>\n");
}

static void draw(struct page *page, const struct site_file *file)
{
    struct days days = page->site->days;
    int number = (int)file->number;
    const struct links links = find_links(page->site, number);
    page_begin(page, day_month_name(page->arena, number / 12, number % 12 + 1), "index.html");
    put_neighbours(page, &links);
    page_put_filters(page);
    put_grid(page, &days, number);
    page_end(page);
}

void site_months(struct site *site)
{
    const struct days *days = &site->days;
    int64_t day = days_from(days, site, NO_DAY);
    while (day != NO_DAY) {
        int number = month_number(day);
        const struct links links = find_links(site, number);
        const int64_t linked[] = { links.before, links.after, links.week };
        struct site_file file = {
            .path = path_of(site->arena, number),
            .draw = draw,
            .number = number,
            .inputs = days_inputs(site, first_day(number) - 6, first_day(number + 1) + 6, linked,
                                  sizeof linked / sizeof *linked),
        };
        site_add(site, &file);
        file.path = "index.html";
        if (number == month_number(days->today))
            site_add(site, &file);
        day = links.after;
    }
}

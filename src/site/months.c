/* The calendar: a page a month, from the first delivery to the last, and always this one. */
#include "base/arena.h"
#include "base/message.h"
#include "lib/day_names.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "model/moment.h"
#include "site/days.h"
#include "site/page.h"

enum {
    MAX_MONTHS = 600, /* whoever plans for longer than fifty years sees the nearest */
};

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

static void put_neighbours(struct page *page, int number, int first, int last, int64_t week)
{
    html_put(&page->out, "<nav class=\"months\" aria-label=\"%t\"><ul>\n", _("Months"));
    for (int step = -1; step <= 1; step += 2) {
        int other = number + step;
        if (other < first || other > last)
            continue;
        html_put(&page->out, "<li><a rel=\"%h\" href=\"%u\">%t</a></li>\n",
                 step < 0 ? "prev" : "next",
                 page_address(page, days_month_path(page->arena, other / 12, other % 12 + 1)),
                 day_month_name(page->arena, other / 12, other % 12 + 1));
    }
    html_put(&page->out, "<li><a href=\"%u\">%t</a></li>\n</ul></nav>\n",
             page_address(page, days_week_path(page->arena, week)), _("By week"));
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

/* The months that have pages. */
static void find_span(const struct days *days, int *first, int *last)
{
    int this_month = month_number(days->today);
    *first = month_number(days->first);
    *last = month_number(days->last);
    *first = *first < this_month - MAX_MONTHS / 2 ? this_month - MAX_MONTHS / 2 : *first;
    *last = *last > this_month + MAX_MONTHS / 2 ? this_month + MAX_MONTHS / 2 : *last;
}

static void draw(struct page *page, const struct site_file *file)
{
    struct days days = page->site->days;
    int number = (int)file->number, first, last;
    find_span(&days, &first, &last);
    int64_t week = number == month_number(days.today) ? days.today
                   : first_day(number) < days.first   ? days.first
                                                      : first_day(number);
    page_begin(page, day_month_name(page->arena, number / 12, number % 12 + 1), "index.html");
    put_neighbours(page, number, first, last, week);
    page_put_filters(page);
    put_grid(page, &days, number);
    page_end(page);
}

void site_months(struct site *site)
{
    int first, last, this_month = month_number(site->days.today);
    find_span(&site->days, &first, &last);
    for (int number = first; number <= last; number++) {
        struct site_file file = {
            .path = days_month_path(site->arena, number / 12, number % 12 + 1),
            .draw = draw,
            .number = number,
            .inputs =
                days_inputs(site, first_day(number) - 6, first_day(number + 1) + 6, first, last),
        };
        site_add(site, &file);
        file.path = "index.html";
        if (number == this_month)
            site_add(site, &file);
    }
}

/* The calendar: a page a month, from the first delivery to the last, and always this one. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "lib/day_names.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "site/page.h"

enum {
    DAY_S = 24 * 60 * 60,
    MAX_MONTHS = 600, /* whoever plans for longer than fifty years sees the nearest */
};

/* Months since the year 0. */
static int month_number(const struct local_time *time) { return time->year * 12 + time->month - 1; }

static int64_t local_day(const struct delivery *delivery)
{
    int64_t local_s = delivery->due_utc + delivery->due_offset_s;
    return local_s >= 0 ? local_s / DAY_S : -((-local_s + DAY_S - 1) / DAY_S);
}

const char *site_month_path(struct arena *arena, int year, int month)
{
    return arena_printf(arena, "month/%04d-%02d.html", year, month);
}

/* A time of the grid: all accounts of a post that get it at the same minute are one entry. */
static const struct delivery *const *put_entry(struct page *page, const struct delivery *const *at,
                                               const struct delivery *const *end)
{
    const struct delivery *first = *at;
    bool is_alike = true;
    const struct delivery *const *last = at;
    for (;
         last < end && text_equal((*last)->post, first->post) && (*last)->due_utc == first->due_utc;
         last++)
        is_alike &= (*last)->state == first->state;
    html_put(&page->out, "<li class=\"%h\"><a href=\"%u\"><time>%t</time> %t</a> ",
             delivery_state_name(first->state), page_post_address(page, first->post),
             page_clock(page->arena, first), page_title(first));
    text_puts(&page->out, "<span class=\"who\">");
    for (; at < last; at++) {
        html_put(&page->out, "<span>%t</span> ", (*at)->account->id);
        if (!is_alike)
            page_put_state(page, *at);
    }
    text_puts(&page->out, "</span>");
    if (is_alike)
        page_put_state(page, first);
    text_puts(&page->out, "</li>\n");
    return last;
}

struct grid {
    const struct delivery *const *next, *const *end; /* by day, then time */
    int64_t today;
};

static void put_day(struct page *page, struct grid *grid, int64_t day, bool is_inside)
{
    struct local_time date = moment_local(day * DAY_S);
    bool is_today = day == grid->today;
    const struct delivery *const *last = grid->next;
    while (last < grid->end && local_day(*last) == day)
        last++;
    html_put(&page->out, "<td%h>",
             !is_inside ? " class=\"outside\""
             : is_today ? " class=\"today\" aria-current=\"date\""
                        : "");
    html_put(&page->out,
             "<p class=\"day\"><time datetime=\"%t\">%h<span class=\"long\">%t</span></time>%h</p>",
             arena_printf(page->arena, "%04d-%02d-%02d", date.year, date.month, date.day),
             arena_printf(page->arena, "<span class=\"short\">%d</span>", date.day),
             day_name(page->arena, day * DAY_S, 0),
             is_today ? arena_printf(page->arena, " <b>%s</b>", _("today")) : "");
    if (last > grid->next) {
        text_puts(&page->out, "<ul>\n");
        while (grid->next < last)
            grid->next = put_entry(page, grid->next, last);
        text_puts(&page->out, "</ul>");
    }
    text_puts(&page->out, "</td>\n");
}

static void put_neighbours(struct page *page, int number, int first, int last)
{
    html_put(&page->out, "<nav class=\"months\" aria-label=\"%t\"><ul>\n", _("Months"));
    for (int step = -1; step <= 1; step += 2) {
        int other = number + step;
        if (other < first || other > last)
            continue;
        html_put(&page->out, "<li><a rel=\"%h\" href=\"%u%u\">%t</a></li>\n",
                 step < 0 ? "prev" : "next", page->up,
                 site_month_path(page->arena, other / 12, other % 12 + 1),
                 day_month_name(page->arena, other / 12, other % 12 + 1));
    }
    text_puts(&page->out, "</ul></nav>\n");
}

static void put_grid(struct page *page, struct grid *grid, int number)
{
    struct local_time first = { .year = number / 12, .month = number % 12 + 1, .day = 1 };
    int64_t day = moment_seconds(&first) / DAY_S - (moment_weekday(&first) - 1);
    html_put(&page->out, "<table class=\"month\">\n<caption>%t</caption>\n<thead><tr>\n",
             day_month_name(page->arena, first.year, first.month));
    for (int weekday = 1; weekday <= 7; weekday++)
        html_put(&page->out, "<th scope=\"col\">%t</th>\n", day_weekday_name(weekday));
    text_puts(&page->out, "</tr></thead>\n<tbody>\n");
    /* Days of the weeks at both ends belong to other months, whose deliveries stand there. */
    while (grid->next < grid->end && local_day(*grid->next) < day)
        grid->next++;
    for (bool is_over = false; !is_over;) {
        text_puts(&page->out, "<tr>\n");
        for (int i = 0; i < 7; i++, day++) {
            struct local_time date = moment_local(day * DAY_S);
            put_day(page, grid, day, month_number(&date) == number);
        }
        text_puts(&page->out, "</tr>\n");
        struct local_time after = moment_local(day * DAY_S);
        is_over = month_number(&after) > number;
    }
    text_puts(&page->out, "</tbody></table>\n");
}

/* Where a month's first week begins in the list. */
static const struct delivery *const *seek(const struct grid *grid, int number)
{
    struct local_time first = { .year = number / 12, .month = number % 12 + 1, .day = 1 };
    int64_t day = moment_seconds(&first) / DAY_S - 7;
    const struct delivery *const *low = grid->next, *const *high = grid->end;
    while (low < high) {
        const struct delivery *const *middle = low + (high - low) / 2;
        if (local_day(*middle) < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void site_months(struct site *site)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const struct plan *plan = site->plan;
    const struct zone *zone = site->workspace->calendar.zone;
    struct local_time now = zone_local(zone, site->now_utc);
    int this_month = month_number(&now);
    int first = this_month, last = this_month;
    const struct delivery **timed = arena_alloc_array(&scratch, plan->count + 1, sizeof *timed);
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        if (delivery->due_utc == NO_TIME)
            continue;
        struct local_time due = moment_local(delivery->due_utc + delivery->due_offset_s);
        int number = month_number(&due);
        first = number < first ? number : first;
        last = number > last ? number : last;
        timed[count++] = delivery;
    }
    first = first < this_month - MAX_MONTHS / 2 ? this_month - MAX_MONTHS / 2 : first;
    last = last > this_month + MAX_MONTHS / 2 ? this_month + MAX_MONTHS / 2 : last;
    const struct grid whole = { .next = (const struct delivery *const *)timed,
                                .end = (const struct delivery *const *)timed + count,
                                .today = moment_seconds(&now) / DAY_S };
    for (int number = first; number <= last; number++) {
        const char *paths[] = { site_month_path(site->arena, number / 12, number % 12 + 1),
                                number == this_month ? "index.html" : NULL };
        for (int i = 0; i < 2 && paths[i]; i++) {
            struct page page;
            struct grid grid = whole;
            grid.next = seek(&whole, number);
            page_begin(&page, site, site->arena, paths[i],
                       day_month_name(site->arena, number / 12, number % 12 + 1), "index.html");
            put_neighbours(&page, number, first, last);
            put_grid(&page, &grid, number);
            const struct site_file file = page_end(&page);
            site_add(site, &file);
        }
    }
}

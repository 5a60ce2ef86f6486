/* All deliveries, a line each: a page a month, and first what waits for a person. */
#include <string.h>

#include "base/arena.h"
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
#include "site/days.h"
#include "site/page.h"

static int month_of(const struct delivery *delivery)
{
    struct local_time due = moment_local(page_day(delivery) * SITE_DAY_S);
    return due.year * 12 + due.month - 1;
}

static bool needs_person(const struct delivery *delivery)
{
    return delivery_needs_person(delivery->state);
}

static bool is_without_time(const struct delivery *delivery)
{
    return delivery->due_utc == NO_TIME;
}

/* Behind the last of the month that begins at `at`. By the day that is written there: where
 * accounts have zones of their own, an hour of the first can be before one of the last. */
static size_t end_of_month(const struct days *days, size_t at)
{
    int month = month_of(days->items[at]);
    while (days->items + at < days->end && month_of(days->items[at]) == month)
        at++;
    return at;
}

static bool is_end(const struct days *days, size_t at) { return days->items + at >= days->end; }

/* From `at` on, those of its month, by day. */
static void put_month(struct page *page, size_t at)
{
    const struct days *days = &page->site->days;
    size_t end = end_of_month(days, at);
    int64_t day = 0;
    bool is_open = false;
    for (; at < end; at++) {
        const struct delivery *delivery = days->items[at];
        if (!is_open || page_day(delivery) != day) {
            if (is_open)
                page_end_table(page);
            page_begin_table(page,
                             day_name(page->arena, delivery->due_utc, delivery->due_offset_s));
            is_open = true;
            day = page_day(delivery);
        }
        page_put_row(page, delivery, false);
    }
    page_end_table(page);
}

static const char *path_of(struct arena *arena, int month)
{
    return arena_printf(arena, "list/%04d-%02d.html", month / 12, month % 12 + 1);
}

static void put_months(struct page *page)
{
    const struct days *days = &page->site->days;
    html_put(&page->out, "<nav class=\"months\" aria-label=\"%t\"><ul>\n", _("Months"));
    for (size_t i = 0; !is_end(days, i); i = end_of_month(days, i)) {
        int month = month_of(days->items[i]);
        html_put(&page->out, "<li><a href=\"%u\">%t</a></li>\n",
                 page_address(page, path_of(page->arena, month)),
                 day_month_name(page->arena, month / 12, month % 12 + 1));
    }
    text_puts(&page->out, "</ul></nav>\n");
}

/* What a person has to do, and this month. */
static void draw_now(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    const struct days *days = &site->days;
    struct local_time now = zone_local(site->workspace->calendar.zone, site->now_utc);
    page_begin(page, _("List"), "list.html");
    put_months(page);
    page_put_filters(page);
    if (site->plan->count == 0)
        html_put(&page->out, "<p>%t</p>\n",
                 _("There is nothing yet: 'pregon new' writes the first post."));
    page_put_some(page, _("Waits for a person"), needs_person);
    page_put_by_hand(page);
    for (size_t i = 0; !is_end(days, i); i = end_of_month(days, i))
        if (month_of(days->items[i]) == now.year * 12 + now.month - 1)
            put_month(page, i);
    page_put_some(page, _("without a time"), is_without_time);
    page_end(page);
}

/* The month that begins at that place of the days. */
static void draw_month(struct page *page, const struct site_file *file)
{
    int month = month_of(page->site->days.items[file->number]);
    page_begin(page, day_month_name(page->arena, month / 12, month % 12 + 1), "list.html");
    put_months(page);
    page_put_filters(page);
    put_month(page, (size_t)file->number);
    page_end(page);
}

static struct digest inputs_of(const struct site *site, const struct digest *common, size_t first,
                               size_t end)
{
    struct digest inputs = *common;
    for (size_t i = first; i < end && digest_is_known(*common); i++)
        page_inputs_add(&inputs, site, site->days.items[i]);
    return inputs;
}

void site_lists(struct site *site)
{
    const struct days *days = &site->days;
    const struct site_file now = { .path = "list.html",
                                   .draw = draw_now,
                                   .inputs = site->everything };
    struct digest common = page_inputs(site);
    site_add(site, &now);
    for (size_t i = 0; !is_end(days, i) && digest_is_known(common); i = end_of_month(days, i))
        digest_add_number(&common, month_of(days->items[i]));
    for (size_t i = 0, end; !is_end(days, i); i = end) {
        end = end_of_month(days, i);
        const struct site_file file = { .path = path_of(site->arena, month_of(days->items[i])),
                                        .draw = draw_month,
                                        .number = (int64_t)i,
                                        .inputs = inputs_of(site, &common, i, end) };
        site_add(site, &file);
    }
}

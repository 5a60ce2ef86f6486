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

enum { NO_MONTH = -1 };

static int month_of(const struct delivery *delivery)
{
    if (delivery->due_utc == NO_TIME)
        return NO_MONTH;
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

/* From `at` on, those of its month, by day; where the next begins. The plan is sorted by time. */
static size_t put_month(struct page *page, size_t at)
{
    const struct plan *plan = page->site->plan;
    int month = month_of(&plan->items[at]);
    int64_t day = 0;
    bool is_open = false;
    for (; at < plan->count && month_of(&plan->items[at]) == month; at++) {
        const struct delivery *delivery = &plan->items[at];
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
    return at;
}

static const char *path_of(struct arena *arena, int month)
{
    return arena_printf(arena, "list/%04d-%02d.html", month / 12, month % 12 + 1);
}

static size_t end_of_month(const struct plan *plan, size_t at)
{
    int month = month_of(&plan->items[at]);
    while (at < plan->count && month_of(&plan->items[at]) == month)
        at++;
    return at;
}

static void put_months(struct page *page)
{
    const struct plan *plan = page->site->plan;
    html_put(&page->out, "<nav class=\"months\" aria-label=\"%t\"><ul>\n", _("Months"));
    for (size_t i = 0; i < plan->count; i = end_of_month(plan, i)) {
        int month = month_of(&plan->items[i]);
        if (month != NO_MONTH)
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
    const struct plan *plan = site->plan;
    struct local_time now = zone_local(site->workspace->calendar.zone, site->now_utc);
    page_begin(page, _("List"), "list.html");
    put_months(page);
    page_put_filters(page);
    if (plan->count == 0)
        html_put(&page->out, "<p>%t</p>\n",
                 _("There is nothing yet: 'pregon new' writes the first post."));
    page_put_some(page, _("Waits for a person"), needs_person);
    page_put_by_hand(page);
    for (size_t i = 0; i < plan->count; i = end_of_month(plan, i))
        if (month_of(&plan->items[i]) == now.year * 12 + now.month - 1)
            put_month(page, i);
    page_put_some(page, _("without a time"), is_without_time);
    page_end(page);
}

/* The month that begins at that place of the plan. */
static void draw_month(struct page *page, const struct site_file *file)
{
    int month = month_of(&page->site->plan->items[file->number]);
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
        page_inputs_add(&inputs, site, &site->plan->items[i]);
    return inputs;
}

void site_lists(struct site *site)
{
    const struct plan *plan = site->plan;
    const struct site_file now = { .path = "list.html",
                                   .draw = draw_now,
                                   .inputs = site->everything };
    struct digest common = page_inputs(site);
    site_add(site, &now);
    for (size_t i = 0; i < plan->count && digest_is_known(common); i = end_of_month(plan, i))
        digest_add_number(&common, month_of(&plan->items[i]));
    for (size_t i = 0, end; i < plan->count; i = end) {
        int month = month_of(&plan->items[i]);
        end = end_of_month(plan, i);
        if (month == NO_MONTH)
            continue;
        const struct site_file file = { .path = path_of(site->arena, month),
                                        .draw = draw_month,
                                        .number = (int64_t)i,
                                        .inputs = inputs_of(site, &common, i, end) };
        site_add(site, &file);
    }
}

/* All deliveries, a line each, by day; and first what waits for a person. */
#include "base/arena.h"
#include "base/message.h"
#include "lib/day_names.h"
#include "lib/html_put.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/record.h"
#include "plan/plan.h"
#include "site/page.h"

static const char *address_of(const struct delivery *delivery)
{
    const struct record *record = delivery->record;
    return record && record->part_count > 0 ? record->parts[0].url : NULL;
}

static void put_delivery(struct page *page, const struct delivery *delivery)
{
    const char *sent = delivery->state == DELIVERY_SENT ? address_of(delivery) : NULL;
    html_put(&page->out, "<tr><td>%t</td><td><a href=\"%u\">%t</a></td><td>%t</td><td>",
             page_clock(page->arena, delivery), page_post_address(page, delivery->post),
             page_title(delivery), delivery->account->id);
    page_put_state(page, delivery);
    if (page_may_link(sent))
        html_put(&page->out, " <a href=\"%u\">%t</a>", sent, _("see it there"));
    if (delivery->why)
        html_put(&page->out, "<p class=\"why\">%t</p>", delivery->why);
    text_puts(&page->out, "</td></tr>\n");
}

static void begin_table(struct page *page, const char *caption)
{
    html_put(&page->out,
             "<table class=\"list\">\n<caption>%t</caption>\n<thead><tr><th scope=\"col\">%t"
             "</th><th scope=\"col\">%t</th><th scope=\"col\">%t</th><th scope=\"col\">%t</th>"
             "</tr></thead>\n<tbody>\n",
             caption, _("Time"), _("Post"), _("Account"), _("State"));
}

static void end_table(struct page *page) { text_puts(&page->out, "</tbody></table>\n"); }

static void put_needed(struct page *page, const struct plan *plan)
{
    bool has_any = false;
    for (size_t i = 0; i < plan->count; i++) {
        if (!delivery_needs_person(plan->items[i].state))
            continue;
        if (!has_any)
            begin_table(page, _("Waits for a person"));
        has_any = true;
        put_delivery(page, &plan->items[i]);
    }
    if (has_any)
        end_table(page);
}

void site_list(struct site *site)
{
    struct page page;
    const struct plan *plan = site->plan;
    const char *previous = NULL;
    page_begin(&page, site, site->arena, "list.html", _("List"), "list.html");
    put_needed(&page, plan);
    if (plan->count == 0)
        html_put(&page.out, "<p>%t</p>\n",
                 _("There is nothing yet: 'pregon new' writes the first post."));
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        const char *day = delivery->due_utc == NO_TIME
                              ? _("without a time")
                              : day_name(site->arena, delivery->due_utc, delivery->due_offset_s);
        if (!text_equal(day, previous)) {
            if (previous)
                end_table(&page);
            begin_table(&page, day);
            previous = day;
        }
        put_delivery(&page, delivery);
    }
    if (previous)
        end_table(&page);
    const struct site_file file = page_end(&page);
    site_add(site, &file);
}

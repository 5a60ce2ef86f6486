/* Goals: what is counted of them is what was sent, and what is still planned until their day. */
#include "site/goals.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/date_words.h"
#include "lib/html_put.h"
#include "model/account.h"
#include "model/calendar.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/record.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "site/page.h"

static bool is_to_come(enum delivery_state state)
{
    switch (state) {
    case DELIVERY_WAITING:
    case DELIVERY_BLOCKED:
    case DELIVERY_HELD:
    case DELIVERY_SCHEDULED:
    case DELIVERY_DUE:
    case DELIVERY_SENDING:
    case DELIVERY_RETRYING:
        return true;
    default:
        return false;
    }
}

/* When it was sent, or else when it will be. */
static int64_t time_of(const struct delivery *delivery)
{
    bool is_sent = delivery->state == DELIVERY_SENT && delivery->record;
    return is_sent ? delivery->record->sent_utc : delivery->due_utc;
}

struct counting {
    struct page *page;
    const struct campaign *campaign;
    bool *is_counted; /* by place_of() */
    size_t places;
};

struct reached {
    size_t sent, to_come; /* the second without what is among the first */
};

/* Where a delivery is counted: each on its own, or with all of its post or its account. */
static size_t place_of(const struct site *site, enum measure measure, size_t index)
{
    const struct delivery *delivery = &site->plan->items[index];
    if (measure == MEASURE_DELIVERIES)
        return index;
    return measure == MEASURE_POSTS ? delivery->post_index : delivery->account->index;
}

static struct reached count(struct counting *counting, const struct kpi *kpi)
{
    const struct site *site = counting->page->site;
    const struct plan *plan = site->plan;
    bool *is_counted = counting->is_counted;
    struct reached reached = { 0 };
    memset(is_counted, 0, counting->places * sizeof *is_counted);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < plan->count; i++) {
            const struct delivery *delivery = &plan->items[i];
            bool is_wanted = pass ? is_to_come(delivery->state) : delivery->state == DELIVERY_SENT;
            if (!is_wanted || !text_equal(delivery->campaign, counting->campaign->id))
                continue;
            if (kpi->by_utc != NO_TIME &&
                (time_of(delivery) == NO_TIME || time_of(delivery) > kpi->by_utc))
                continue;
            size_t place = place_of(site, kpi->measure, i);
            if (is_counted[place])
                continue;
            is_counted[place] = true;
            *(pass ? &reached.to_come : &reached.sent) += 1;
        }
    return reached;
}

static void put_meter(struct page *page, const struct kpi *kpi, long long reached)
{
    const char *words =
        arena_printf(page->arena, _("%lld of %lld"), reached, (long long)kpi->target);
    html_put(&page->out, "<meter min=\"0\" max=\"%h\" value=\"%h\">%t</meter> %t",
             arena_printf(page->arena, "%lld", (long long)(kpi->target > 0 ? kpi->target : 1)),
             arena_printf(page->arena, "%lld", reached), words, words);
}

static void put_reached(struct counting *counting, const struct kpi *kpi)
{
    struct page *page = counting->page;
    struct reached reached = { 0 };
    if (kpi->measure == MEASURE_UNKNOWN && kpi->reached < 0) {
        html_put(&page->out, "%t", _("only the networks' figures tell"));
        return;
    }
    if (kpi->measure != MEASURE_UNKNOWN)
        reached = count(counting, kpi);
    put_meter(page, kpi,
              kpi->measure == MEASURE_UNKNOWN ? (long long)kpi->reached : (long long)reached.sent);
    if (reached.to_come)
        html_put(&page->out, ", %t",
                 arena_printf(page->arena, _("%zu more planned"), reached.to_come));
}

void goals_put(struct page *page, const struct campaign *campaign)
{
    const struct zone *zone = page->site->workspace->calendar.zone;
    bool has_unknown = false;
    struct counting counting = { .page = page, .campaign = campaign };
    if (!campaign->kpi_count)
        return;
    counting.places =
        page->site->plan->count + page->site->post_count + page->site->workspace->account_count + 1;
    counting.is_counted =
        arena_alloc_array(page->arena, counting.places, sizeof *counting.is_counted);
    html_put(&page->out,
             "<table class=\"list goals\"><caption>%t</caption><thead><tr><th scope=\"col\">%t</th>"
             "<th scope=\"col\">%t</th><th scope=\"col\">%t</th><th scope=\"col\">%t</th></tr>"
             "</thead>\n<tbody>\n",
             _("Goals"), _("Measure"), _("Target"), _("By"), _("So far"));
    for (size_t i = 0; i < campaign->kpi_count; i++) {
        const struct kpi *kpi = &campaign->kpis[i];
        html_put(&page->out, "<tr><td>%t</td><td>%t</td><td>%t</td><td>", kpi->metric,
                 arena_printf(page->arena, "%lld", (long long)kpi->target),
                 kpi->by_utc == NO_TIME ? "–" : date_words(page->arena, zone, kpi->by_utc));
        put_reached(&counting, kpi);
        text_puts(&page->out, "</td></tr>\n");
        has_unknown |= kpi->measure == MEASURE_UNKNOWN;
    }
    text_puts(&page->out, "</tbody></table>\n");
    if (has_unknown) {
        text_puts(&page->out, "<p class=\"note\">");
        page_put_sentence(
            page,
            _("Posts, deliveries and accounts are counted here, by what was sent. What readers "
              "do stands in each network's own statistics, which pregon does not read: whoever "
              "reads them can enter a figure as `reached` in the campaign's file."));
        text_puts(&page->out, "</p>\n");
    }
}

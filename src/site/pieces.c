/* Pieces that several pages have: rows of deliveries, findings, links to new posts. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "lib/date_words.h"
#include "lib/day_names.h"
#include "lib/forge.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "model/account.h"
#include "model/calendar.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/moment.h"
#include "model/record.h"
#include "plan/free_slots.h"
#include "plan/plan.h"
#include "site/page.h"

void page_begin_table(struct page *page, const char *caption)
{
    html_put(&page->out,
             "<table class=\"list\">\n<caption>%t</caption>\n<thead><tr><th scope=\"col\">%t"
             "</th><th scope=\"col\">%t</th><th scope=\"col\">%t</th><th scope=\"col\">%t</th>"
             "</tr></thead>\n<tbody>\n",
             caption, _("Time"), _("Post"), _("Account"), _("State"));
}

void page_put_row(struct page *page, const struct delivery *delivery, bool has_day)
{
    const char *sent = delivery->state == DELIVERY_SENT ? record_url(delivery->record) : NULL;
    const char *time = page_clock(page->arena, delivery);
    if (has_day && delivery->due_utc != NO_TIME) {
        struct local_time day = moment_local(delivery->due_utc + delivery->due_offset_s);
        time = arena_printf(page->arena, "%s, %s", date_words_day(page->arena, &day), time);
    }
    text_puts(&page->out, has_day ? "<tr class=\"dated\"" : "<tr");
    page_put_filter(page, &delivery, 1);
    html_put(&page->out, "><td>%t", time);
    if (delivery->due_utc != NO_TIME)
        html_put(&page->out, " <small>(%h)</small>", page_utc(page->arena, delivery));
    html_put(&page->out, "</td><td><a href=\"%u\">%t</a></td><td>%t</td><td>",
             page_post_address(page, delivery->post), page_title(delivery), delivery->account->id);
    page_put_state(page, delivery);
    if (page_may_link(sent))
        html_put(&page->out, " <a href=\"%u\">%t</a>", sent, _("see it there"));
    page_put_why(page, delivery);
    text_puts(&page->out, "</td></tr>\n");
}

void page_end_table(struct page *page) { text_puts(&page->out, "</tbody></table>\n"); }

bool page_put_some(struct page *page, const char *caption,
                   bool (*is_wanted)(const struct delivery *delivery))
{
    const struct plan *plan = page->site->plan;
    bool has_any = false;
    for (size_t i = 0; i < plan->count; i++) {
        if (!is_wanted(&plan->items[i]))
            continue;
        if (!has_any)
            page_begin_table(page, caption);
        has_any = true;
        page_put_row(page, &plan->items[i], true);
    }
    if (has_any)
        page_end_table(page);
    return has_any;
}

static bool waits_for_hand(const struct delivery *delivery)
{
    return delivery->state == DELIVERY_WAITING && delivery->account->is_manual;
}

bool page_put_by_hand(struct page *page)
{
    return page_put_some(page, _("To be sent by hand"), waits_for_hand);
}

void page_put_finding(struct page *page, const struct finding *finding, bool has_place)
{
    html_put(&page->out, "<p class=\"finding %h\"><b>%t</b> ", severity_name(finding->severity),
             severity_word(finding->severity));
    if (has_place && finding->where.line)
        html_put(&page->out, "<code>%t</code> ",
                 arena_printf(page->arena, "%s:%u", finding->path, finding->where.line));
    page_put_sentence(page, finding->message);
    for (size_t i = 0; i < finding->suggestion_count; i++)
        html_put(&page->out, "%h<q>%t</q>", i ? ", " : " → ", finding->suggestions[i]);
    html_put(&page->out, " <small>%t</small></p>\n", finding->rule);
}

const char *page_slot_name(const struct page *page, const struct free_slot *slot)
{
    return slot->accounts ? arena_printf(page->arena, "%s: %s", slot->queue->id, slot->accounts)
                          : slot->queue->id;
}

const char *page_new_post(const struct page *page, const struct free_slot *slot)
{
    const struct site *site = page->site;
    struct local_time at = moment_local(slot->due_utc + slot->offset_s);
    if (!site->forge)
        return NULL;
    const char *path =
        arena_printf(page->arena, "%scontent/posts/%04d/%02d/%s-%02d%02d.md", site->below, at.year,
                     at.month, slot->queue->id, at.day, at.hour);
    const char *text = arena_printf(
        page->arena, "---\ntitle: \nqueue: %s\ndate: %04d-%02d-%02d\n%s%s%s---\n\n",
        slot->queue->id, at.year, at.month, at.day, slot->accounts ? "accounts: [" : "",
        slot->accounts ? slot->accounts : "", slot->accounts ? "]\n" : "");
    return forge_new(page->arena, site->forge, site->branch, path, text);
}

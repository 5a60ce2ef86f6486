/* Queues: what waits in each, and what it has left. */
#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/date_words.h"
#include "lib/html_put.h"
#include "lib/recurrence.h"
#include "model/account.h"
#include "model/calendar.h"
#include "model/delivery.h"
#include "model/workspace.h"
#include "plan/free_slots.h"
#include "plan/plan.h"
#include "site/page.h"

enum { SHOWN_SLOTS = 10 };

static void put_times(struct page *page, const struct slot_list *list)
{
    html_put(&page->out, "<li>%h%t%h", list->target ? "<b>" : "", list->target ? list->target : "",
             list->target ? ":</b> " : "");
    for (size_t i = 0; i < list->count; i++) {
        const struct weekly_slot *slot = &list->slots[i];
        html_put(&page->out, "%h", i ? "; " : "");
        if (slot->weekdays == EVERY_WEEKDAY)
            html_put(&page->out, "%t ", _("every day"));
        for (int day = 1; slot->weekdays != EVERY_WEEKDAY && day <= 7; day++)
            if ((slot->weekdays >> (day - 1)) & 1)
                html_put(&page->out, "%t ", date_words_weekday(day));
        html_put(&page->out, "%h",
                 arena_printf(page->arena, "%02d:%02d", slot->minute / 60, slot->minute % 60));
    }
    text_puts(&page->out, "</li>\n");
}

static void put_accounts(struct page *page, const struct queue *queue)
{
    if (!queue->accounts.count)
        return;
    html_put(&page->out, "<p>%t: ", _("Accounts"));
    for (size_t i = 0; i < queue->accounts.count; i++)
        html_put(&page->out, "%h%t", i ? ", " : "", queue->accounts.items[i].text);
    text_puts(&page->out, "</p>\n");
}

static void put_free(struct page *page, const struct queue *queue)
{
    const struct site *site = page->site;
    size_t shown = 0;
    html_put(&page->out, "<h3>%t</h3>\n", _("Next free slots"));
    for (size_t i = 0; i < site->slot_count && shown < SHOWN_SLOTS; i++) {
        const struct free_slot *slot = &site->slots[i];
        if (slot->queue != queue)
            continue;
        const char *address = page_new_post(page, slot);
        const char *words = date_words(page->arena, slot->account->zone, slot->due_utc);
        text_puts(&page->out, shown++ ? "<li>" : "<ul class=\"free\">\n<li>");
        if (address)
            html_put(&page->out, "<a href=\"%u\">%t</a>", address, words);
        else
            html_put(&page->out, "%t", words);
        if (slot->accounts)
            html_put(&page->out, " <span class=\"who\">%t</span>", slot->accounts);
        text_puts(&page->out, "</li>\n");
    }
    if (shown)
        text_puts(&page->out, "</ul>\n");
    else
        html_put(&page->out, "<p>%t</p>\n", _("None within eight weeks."));
}

static void put_waiting(struct page *page, const struct queue *queue)
{
    const struct plan *plan = page->site->plan;
    bool has_any = false;
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        if (!text_equal(delivery->queue, queue->id) || delivery->state == DELIVERY_SENT)
            continue;
        if (!has_any)
            page_begin_table(page, _("In this queue"));
        has_any = true;
        page_put_row(page, delivery, true);
    }
    if (has_any)
        page_end_table(page);
    else
        html_put(&page->out, "<p>%t</p>\n", _("Nothing waits in it."));
}

static void draw(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    const struct calendar *calendar = &site->workspace->calendar;
    page_begin(page, _("Queues"), "queues.html");
    if (!calendar->queue_count) {
        text_puts(&page->out, "<p>");
        page_put_sentence(page, _("There is none: `queues` of calendar/calendar.yml holds them."));
        text_puts(&page->out, "</p>\n");
    }
    for (size_t i = 0; i < calendar->queue_count; i++) {
        const struct queue *queue = &calendar->queues[i];
        html_put(&page->out, "<section><h2>%t</h2>\n", queue->id);
        put_accounts(page, queue);
        text_puts(&page->out, queue->list_count ? "<ul>\n" : "");
        for (size_t j = 0; j < queue->list_count; j++)
            put_times(page, &queue->lists[j]);
        text_puts(&page->out, queue->list_count ? "</ul>\n" : "");
        put_free(page, queue);
        put_waiting(page, queue);
        text_puts(&page->out, "</section>\n");
    }
    page_end(page);
}

void site_queues(struct site *site)
{
    const struct site_file file = { .path = "queues.html",
                                    .draw = draw,
                                    .inputs = site->everything };
    site_add(site, &file);
}

/* The page of a post: what it is for, and a card for each account. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "lib/day_names.h"
#include "lib/escape.h"
#include "lib/html_put.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/post.h"
#include "model/record.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "site/card.h"
#include "site/page.h"

static const char *campaign_title(const struct page *page, const char *id)
{
    const struct campaign *campaign = id ? workspace_campaign(page->site->workspace, id) : NULL;
    return campaign && campaign->title ? campaign->title : id;
}

static void put_facts(struct page *page, const struct post *post)
{
    const struct post_fields *fields = &post->fields;
    text_puts(&page->out, "<dl class=\"facts\">\n");
    page_put_fact(page, _("File"), post->path);
    page_put_fact(page, _("Campaign"), campaign_title(page, fields->campaign));
    page_put_fact(page, _("Pillar"), fields->pillar);
    page_put_fact(page, _("Audience"), fields->audience);
    page_put_fact(page, _("Owner"), fields->owner);
    page_put_fact(page, _("Queue"), fields->queue);
    page_put_fact(page, _("Notes"), fields->notes);
    text_puts(&page->out, "</dl>\n");
}

static const char *time_of(const struct page *page, const struct delivery *delivery)
{
    if (delivery->due_utc == NO_TIME)
        return _("without a time");
    return arena_printf(page->arena, "%s, %s",
                        day_name(page->arena, delivery->due_utc, delivery->due_offset_s),
                        page_clock(page->arena, delivery));
}

static void put_delivery(struct page *page, const struct delivery *delivery)
{
    const struct record *record = delivery->record;
    html_put(&page->out, "<p>%t ", time_of(page, delivery));
    page_put_state(page, delivery);
    for (size_t i = 0; record && i < record->part_count; i++)
        if (record->parts[i].state == RECORD_SENT && page_may_link(record->parts[i].url))
            html_put(&page->out, " <a href=\"%u\">%t</a>", record->parts[i].url,
                     arena_printf(page->arena, _("see part %zu there"), i + 1));
    text_puts(&page->out, "</p>\n");
    if (delivery->why)
        html_put(&page->out, "<p class=\"why\">%t</p>\n", delivery->why);
}

static void put_losses(struct page *page, const struct rendering *rendering)
{
    if (!rendering->loss_count)
        return;
    html_put(&page->out, "<h3>%t</h3>\n<ul class=\"losses\">\n", _("Lost here"));
    for (size_t i = 0; i < rendering->loss_count; i++)
        html_put(&page->out, "<li>%t</li>\n", rendering->losses[i].sentence);
    text_puts(&page->out, "</ul>\n");
}

struct site_file site_post_page(const struct site *site, struct arena *arena,
                                const struct post *post, const struct site_card *cards,
                                size_t count)
{
    struct page page;
    const char *slash = strrchr(post->id, '/');
    const char *title = post->fields.title ? post->fields.title : slash ? slash + 1 : post->id;
    page_begin(&page, site, arena, arena_printf(arena, "posts/%s.html", post->id), title, NULL);
    put_facts(&page, post);
    if (count == 0)
        html_put(&page.out, "<p>%t</p>\n", _("It goes to no account."));
    text_puts(&page.out, "<div class=\"cards\">\n");
    for (size_t i = 0; i < count; i++) {
        const struct rendering *rendering = cards[i].rendering;
        html_put(&page.out, "<section><h2>%t <small>%t</small></h2>\n", rendering->account->id,
                 rendering->account->network->title);
        if (cards[i].delivery)
            put_delivery(&page, cards[i].delivery);
        card_put(&page, rendering);
        put_losses(&page, rendering);
        text_puts(&page.out, "</section>\n");
    }
    text_puts(&page.out, "</div>\n");
    return page_end(&page);
}

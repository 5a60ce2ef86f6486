/* What went out, and what needs a person, as the ledger has it. */
#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/date_words.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/record.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "site/page.h"

enum { SHOWN = 500 /* the newest; the lists have all */ };

static void put_links(struct page *page, const struct record *record)
{
    for (size_t i = 0; i < record->part_count; i++)
        if (page_may_link(record->parts[i].url))
            html_put(&page->out, "<a href=\"%u\">%t</a> ", record->parts[i].url,
                     record->part_count > 1
                         ? arena_printf(page->arena, _("see part %zu there"), i + 1)
                         : _("see it there"));
}

static bool put_needs(struct page *page)
{
    const struct plan *plan = page->site->plan;
    bool has_any = false;
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        const struct record *record = delivery->record;
        if (!delivery_needs_person(delivery->state))
            continue;
        if (!has_any)
            html_put(&page->out, "<h2>%t</h2>\n", _("Waits for a person"));
        has_any = true;
        html_put(&page->out, "<section class=\"needs\"><h3><a href=\"%u\">%t</a> · %t ",
                 page_post_address(page, delivery->post), page_title(delivery),
                 delivery->account->id);
        page_put_state(page, delivery);
        text_puts(&page->out, "</h3>\n<dl>\n");
        page_put_fact(page, _("Due"), page_time(page, delivery));
        page_put_fact(page, _("Why"), delivery->why);
        page_put_fact(page, _("What was found"), record ? record->lookup : NULL);
        page_put_fact(page, _("What to do"), record ? record->remedy : NULL);
        html_put(&page->out,
                 "<dt>%t</dt><dd><code>pregon resolve %t %t</code></dd></dl></section>\n",
                 _("Command"), delivery->post, delivery->account->id);
    }
    return has_any;
}

static void put_sent(struct page *page)
{
    const struct plan *plan = page->site->plan;
    size_t shown = 0;
    for (size_t i = plan->count; i-- > 0 && shown < SHOWN;) {
        const struct delivery *delivery = &plan->items[i];
        const struct record *record = delivery->record;
        if (delivery->state != DELIVERY_SENT || !record)
            continue;
        if (!shown++)
            html_put(
                &page->out,
                "<table class=\"list\">\n<caption>%t</caption>\n<thead><tr><th scope=\"col\">%t"
                "</th><th scope=\"col\">%t</th><th scope=\"col\">%t</th><th scope=\"col\">%t"
                "</th></tr></thead>\n<tbody>\n",
                _("Sent"), _("Time"), _("Post"), _("Account"), _("Link"));
        html_put(&page->out,
                 "<tr class=\"dated\"><td>%t</td><td><a href=\"%u\">%t</a></td><td>%t</td><td>",
                 date_words(page->arena, delivery->account->zone, record->sent_utc),
                 page_post_address(page, delivery->post), page_title(delivery),
                 delivery->account->id);
        put_links(page, record);
        text_puts(&page->out, "</td></tr>\n");
    }
    text_puts(&page->out, shown ? "</tbody></table>\n" : "");
    if (!shown && page->site->ledger)
        html_put(&page->out, "<p>%t</p>\n", _("Nothing was sent yet."));
}

/* Records whose post or account is gone. */
static void put_withdrawn(struct page *page)
{
    const struct plan *plan = page->site->plan;
    if (!plan->withdrawn_count)
        return;
    html_put(&page->out, "<h2>%t</h2>\n<ul>\n", _("Of posts or accounts that are gone"));
    for (size_t i = 0; i < plan->withdrawn_count && i < SHOWN; i++) {
        const struct record *record = plan->withdrawn[i];
        html_put(&page->out, "<li>%t · %t · %h ", record->post, record->account,
                 record_state_name(record->state));
        put_links(page, record);
        text_puts(&page->out, "</li>\n");
    }
    text_puts(&page->out, "</ul>\n");
}

static void draw(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    page_begin(page, _("Ledger"), "ledger.html");
    if (!site->ledger)
        html_put(&page->out, "<p class=\"note\">%t</p>\n",
                 arena_printf(page->arena,
                              _("There is no ledger here (branch '%s'): nothing was ever sent, or "
                                "the branch was not fetched before this page was made."),
                              site->workspace->brand.ledger_branch));
    bool has_needs = put_needs(page);
    if (!page_put_by_hand(page) && !has_needs)
        html_put(&page->out, "<p>%t</p>\n", _("Nothing waits for a person."));
    put_sent(page);
    put_withdrawn(page);
    page_end(page);
}

void site_ledger(struct site *site)
{
    const struct site_file file = { .path = "ledger.html",
                                    .draw = draw,
                                    .inputs = site->everything };
    site_add(site, &file);
}

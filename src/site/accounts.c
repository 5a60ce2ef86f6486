/* The accounts: what each takes, and what its class promises where an answer is lost. */
#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/html_put.h"
#include "lib/sizes.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/network.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "render/losses.h"
#include "site/page.h"

static const char *promise_of(char class_letter)
{
    switch (class_letter) {
    case 'I':
    case 'D':
        return _("an answer that is lost is asked for again: no duplicate is possible");
    case 'K':
        return _("an answer that is lost is asked for again with the same key, for a while");
    case 'L':
    case 'U':
        return _("after an answer that is lost, the post is looked for before it is sent again");
    default:
        return _("after an answer that is lost, a person decides");
    }
}

static size_t count_of(const struct plan *plan, const struct account *account, bool is_sent)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        count +=
            plan->items[i].account == account && (plan->items[i].state == DELIVERY_SENT) == is_sent;
    return count;
}

static void put_limit(struct page *page, const char *name, uint64_t value)
{
    if (value)
        page_put_fact(page, name, arena_printf(page->arena, "%llu", (unsigned long long)value));
}

static void put_size(struct page *page, const char *name, uint64_t bytes)
{
    if (bytes)
        page_put_fact(page, name, size_words(page->arena, bytes));
}

/* What it takes, by its network's count; a network without a limit says nothing. */
static void put_limits(struct page *page, const struct network_limits *limits)
{
    put_limit(page, _("Characters"), limits->text);
    put_limit(page, _("Bytes of text"), limits->text_bytes);
    put_limit(page, _("Parts of a thread"), limits->parts > 1 ? limits->parts : 0);
    put_limit(page, _("Pictures and videos"), limits->media);
    put_size(page, _("Size of a picture"), limits->image_bytes);
    put_size(page, _("Size of a video"), limits->video_bytes);
    put_limit(page, _("Characters of a description"), limits->alt_codepoints);
}

static void put_losses(struct page *page, const struct network *network)
{
    struct losses losses = { .arena = page->arena };
    losses_of_network(&losses, network);
    if (!losses.count)
        return;
    html_put(&page->out, "<h3>%t</h3>\n<ul class=\"losses\">\n", _("Lost here"));
    for (size_t i = 0; i < losses.count; i++)
        html_put(&page->out, "<li>%t</li>\n", losses.items[i].sentence);
    text_puts(&page->out, "</ul>\n");
}

static void put_account(struct page *page, const struct account *account)
{
    const struct network *network = account->network;
    html_put(&page->out, "<section><h2>%t</h2>\n<dl class=\"facts\">\n", account->id);
    page_put_fact(page, _("Network"), network ? network->title : account->network_name);
    if (account->handle)
        page_put_fact(page, _("Handle"), account->handle);
    page_put_fact(page, _("Sent"),
                  arena_printf(page->arena, "%zu", count_of(page->site->plan, account, true)));
    page_put_fact(page, _("Not sent yet"),
                  arena_printf(page->arena, "%zu", count_of(page->site->plan, account, false)));
    if (account->is_manual)
        page_put_fact(page, _("Sent by"), _("a person, by hand"));
    else if (network)
        page_put_fact(page, _("Reliability"), promise_of(network->class_letter));
    put_limits(page, &account->limits);
    text_puts(&page->out, "</dl>\n");
    if (network)
        put_losses(page, network);
    text_puts(&page->out, "</section>\n");
}

static void draw(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    page_begin(page, _("Accounts"), "accounts.html");
    page_put_edit(page, "brand/accounts.yml");
    text_puts(&page->out, "<div class=\"accounts\">\n");
    for (size_t i = 0; i < site->workspace->account_count; i++)
        put_account(page, &site->workspace->accounts[i]);
    text_puts(&page->out, "</div>\n");
    page_end(page);
}

void site_accounts(struct site *site)
{
    const struct site_file file = { .path = "accounts.html",
                                    .draw = draw,
                                    .inputs = site->everything };
    site_add(site, &file);
}

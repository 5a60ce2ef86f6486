/* The page of a post: what it is for, a card for each account, what is wrong at its line, its
 * history. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "lib/escape.h"
#include "lib/html_put.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/post.h"
#include "model/record.h"
#include "model/workspace.h"
#include "site/history.h"
#include "site/page.h"

static const char *campaign_title(const struct page *page, const char *id)
{
    const struct campaign *campaign = id ? workspace_campaign(page->site->workspace, id) : NULL;
    return campaign && campaign->title ? campaign->title : id;
}

static void put_facts(struct page *page, const struct site_post *post)
{
    const struct campaign *campaign =
        post->campaign ? workspace_campaign(page->site->workspace, post->campaign) : NULL;
    text_puts(&page->out, "<dl class=\"facts\">\n");
    page_put_fact(page, _("File"), post->path);
    if (campaign)
        html_put(&page->out, "<dt>%t</dt><dd><a href=\"%u\">%t</a></dd>\n", _("Campaign"),
                 page_address(page, arena_printf(page->arena, "campaigns/%s.html", campaign->id)),
                 campaign_title(page, post->campaign));
    else
        page_put_fact(page, _("Campaign"), post->campaign);
    page_put_fact(page, _("Pillar"), post->pillar);
    page_put_fact(page, _("Audience"), post->audience);
    page_put_fact(page, _("Owner"), post->owner);
    page_put_fact(page, _("Queue"), post->queue);
    page_put_fact(page, _("Notes"), post->notes);
    text_puts(&page->out, "</dl>\n");
}

static void put_delivery(struct page *page, const struct delivery *delivery)
{
    const struct record *record = delivery->record;
    html_put(&page->out, "<p>%t ", page_time(page, delivery));
    page_put_state(page, delivery);
    for (size_t i = 0; record && i < record->part_count; i++)
        if (record->parts[i].state == RECORD_SENT && page_may_link(record->parts[i].url))
            html_put(&page->out, " <a href=\"%u\">%t</a>", record->parts[i].url,
                     arena_printf(page->arena, _("see part %zu there"), i + 1));
    text_puts(&page->out, "</p>\n");
    page_put_why(page, delivery);
}

static void put_to_copy(struct page *page, const char *name, const char *text, int rows)
{
    html_put(&page->out,
             "<textarea readonly rows=\"%h\" cols=\"40\" aria-label=\"%t\" data-copy=\"%t\">\n"
             "%t</textarea>\n",
             arena_printf(page->arena, "%d", rows), name, _("Copy"), text);
}

/* The texts to copy, where a person sends it. */
static void put_by_hand(struct page *page, const struct site_card *card,
                        const struct delivery *delivery)
{
    if (!card->text_count || (delivery && delivery->state == DELIVERY_SENT))
        return;
    html_put(&page->out, "<details class=\"by-hand\"><summary>%t</summary>\n",
             _("Send it by hand"));
    for (size_t i = 0; i < card->text_count; i++)
        put_to_copy(
            page,
            arena_printf(page->arena, _("Text of part %zu for '%s'"), i + 1, card->account->id),
            card->texts[i], 6);
    for (size_t i = 0; i < card->media_count; i++) {
        const struct site_shown *media = &card->media[i];
        const char *name = strrchr(media->path, '/') + 1;
        html_put(&page->out, "<p><a download href=\"%u\">%t</a></p>\n",
                 page_address(page, media->path), name);
        if (media->alt)
            put_to_copy(page, arena_printf(page->arena, _("Description of '%s'"), name), media->alt,
                        2);
    }
    if (delivery)
        html_put(&page->out, "<p>%t <code>pregon resolve %t %t --sent URL</code></p>\n",
                 _("Then say where it is:"), delivery->post, delivery->account->id);
    text_puts(&page->out, "</details>\n");
}

static void put_card(struct page *page, const struct site_card *card,
                     const struct delivery *delivery)
{
    html_put(&page->out, "<section><h2>%t <small>%t</small></h2>\n", card->account->id,
             card->account->network->title);
    if (delivery)
        put_delivery(page, delivery);
    text_puts(&page->out, card->html);
    put_by_hand(page, card, delivery);
    if (card->payload)
        html_put(&page->out,
                 "<details class=\"payload\"><summary>%t</summary><pre tabindex=\"0\">%e</pre>"
                 "</details>\n",
                 _("What is sent"), card->payload);
    text_puts(&page->out, "</section>\n");
}

/* Nobody sees these, and some turn around what is read: U+200B, U+200E, U+200F, U+202A to U+202E,
 * U+2060, U+2066 to U+2069. Three bytes in UTF-8; 0: another character. */
static unsigned hidden_sign(const char *at, const char *end)
{
    if (end - at < 3)
        return 0;
    unsigned sign =
        0x2000u + (((unsigned char)at[1] & 0x3fu) << 6) + ((unsigned char)at[2] & 0x3fu);
    bool is_hidden = sign == 0x200b || sign == 0x200e || sign == 0x200f || sign == 0x2060 ||
                     (sign >= 0x202a && sign <= 0x202e) || (sign >= 0x2066 && sign <= 0x2069);
    return is_hidden ? sign : 0;
}

/* A line as it stands in the file, with what is hidden there in words, as terminals show it. */
static void put_line(struct page *page, const char *line, const char *end)
{
    const char *from = line;
    for (const char *at = line; (at = memchr(at, 0xe2, (size_t)(end - at))); at++) {
        unsigned sign = hidden_sign(at, end);
        if (!sign)
            continue;
        escape_html_element(&page->out, from, (size_t)(at - from));
        text_printf(&page->out, "<b>\\u{%04X}</b>", sign);
        from = at + 3;
    }
    escape_html_element(&page->out, from, (size_t)(end - from));
}

static void put_source(struct page *page, const struct source *source)
{
    const struct finding *findings;
    size_t count = findings_in_file(&findings, page->site->findings, source->path);
    size_t next = 0;
    unsigned line = 0;
    html_put(&page->out, "<details class=\"source\" data-path=\"%t\"%h><summary>%t</summary>\n",
             source->path, count ? " open" : "", source->path);
    for (; next < count && !findings[next].where.line; next++)
        page_put_finding(page, &findings[next], false);
    text_puts(&page->out, "<ol>\n");
    for (const char *at = source->text, *end = at + source->bytes; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t bytes = (size_t)((stop ? stop : end) - at);
        line++;
        text_puts(&page->out, "<li><code>");
        put_line(page, at, at + bytes - (bytes && at[bytes - 1] == '\r'));
        text_puts(&page->out, "</code>");
        for (; next < count && findings[next].where.line <= line; next++)
            page_put_finding(page, &findings[next], false);
        text_puts(&page->out, "</li>\n");
        at += bytes + 1;
    }
    text_puts(&page->out, "</ol>\n");
    for (; next < count; next++)
        page_put_finding(page, &findings[next], true);
    text_puts(&page->out, "</details>\n");
}

static const struct delivery *find(const struct delivery *const *deliveries, size_t count,
                                   const struct account *account)
{
    for (size_t i = 0; i < count; i++)
        if (deliveries[i]->account == account)
            return deliveries[i];
    return NULL;
}

const char *site_post_path(struct arena *arena, const char *id)
{
    return arena_join(arena, arena_join(arena, "posts/", id), ".html");
}

const char *site_post_page(const struct site *site, struct arena *arena,
                           const struct site_post *post, const struct delivery *const *deliveries,
                           size_t count, size_t *byte_count)
{
    struct page page = page_of(site, arena, site_post_path(arena, post->id));
    page_begin(&page, post->title, NULL);
    page_put_edit(&page, post->path);
    put_facts(&page, post);
    if (post->has_secret)
        html_put(
            &page.out, "<p class=\"why blocked\">%t</p>\n",
            _("It holds what may be a secret, so it is not shown: 'pregon check' says where."));
    else if (!post->card_count)
        html_put(&page.out, "<p>%t</p>\n", _("It goes to no account."));
    text_puts(&page.out, "<div class=\"cards\">\n");
    for (size_t i = 0; i < post->card_count; i++)
        put_card(&page, &post->cards[i], find(deliveries, count, post->cards[i].account));
    text_puts(&page.out, "</div>\n");
    if (post->source_count)
        html_put(&page.out, "<h2>%t</h2>\n", _("As written"));
    for (size_t i = 0; i < post->source_count; i++)
        put_source(&page, &post->sources[i]);
    history_put(&page, post);
    page_end(&page);
    *byte_count = page.out.bytes;
    return text_end(&page.out);
}

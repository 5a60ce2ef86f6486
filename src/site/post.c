/* The page of a post: what it is for, a card for each account, what is wrong at its line, its
 * history. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "lib/date_words.h"
#include "lib/escape.h"
#include "lib/forge.h"
#include "lib/html_put.h"
#include "lib/unicode.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/post.h"
#include "model/record.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "networks/networks.h"
#include "render/renderings.h"
#include "site/card.h"
#include "site/page.h"

enum {
    TEXT_BYTES = 400,   /* of a post, for the search */
    SHOWN_CHANGES = 20, /* of its history */
};

/* --- what is kept of a post --- */

static void put_losses(struct page *page, const struct rendering *rendering)
{
    if (!rendering->loss_count)
        return;
    html_put(&page->out, "<h3>%t</h3>\n<ul class=\"losses\">\n", _("Lost here"));
    for (size_t i = 0; i < rendering->loss_count; i++)
        html_put(&page->out, "<li>%t</li>\n", rendering->losses[i].sentence);
    text_puts(&page->out, "</ul>\n");
}

/* As it would be if it were sent just when it is due; without a date, as today begins. */
static const char *payload_of(const struct site *site, struct arena *arena, struct arena *scratch,
                              const struct rendering *rendering)
{
    enum { DAY_S = 24 * 60 * 60 };
    const struct network *network = rendering->account->network;
    int64_t due_utc = rendering->post->due_utc;
    const struct freeze_facts facts = {
        .due_utc = due_utc,
        .now_utc = due_utc == NO_TIME ? site->now_utc - site->now_utc % DAY_S : due_utc,
    };
    if (!network->freeze)
        return NULL;
    size_t bytes;
    const char *payload = networks_payload(scratch, rendering, &facts, &bytes);
    return arena_strndup(arena, payload, bytes);
}

static const char *kept(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

static void draw_card(struct site_card *out, const struct site *site, struct arena *arena,
                      struct arena *scratch, const char *path, const struct rendering *rendering)
{
    struct page page = page_of(site, scratch, path);
    size_t media_count = 0;
    card_put(&page, rendering);
    put_losses(&page, rendering);
    *out = (struct site_card){ .account = rendering->account,
                               .html = arena_strdup(arena, text_end(&page.out)),
                               .payload = payload_of(site, arena, scratch, rendering) };
    if (!rendering->account->is_manual)
        return;
    out->texts = arena_alloc_array(arena, rendering->part_count, sizeof *out->texts);
    for (size_t i = 0; i < rendering->part_count; i++) {
        const struct rendered_part *part = &rendering->parts[i];
        out->texts[out->text_count++] = arena_strndup(arena, part->text, part->text_bytes);
        media_count += part->media_count;
    }
    out->media = arena_alloc_array(arena, media_count, sizeof *out->media);
    for (size_t i = 0; i < rendering->part_count; i++)
        for (size_t j = 0; j < rendering->parts[i].media_count; j++) {
            const struct media *media = rendering->parts[i].media[j];
            if (media->path)
                out->media[out->media_count++] =
                    (struct site_shown){ site_media_path(arena, media->path),
                                         kept(arena, media->alt) };
        }
}

static struct names keep_names(struct arena *arena, const struct names *names)
{
    struct names copy = { .items = arena_alloc_array(arena, names->count, sizeof *copy.items) };
    for (size_t i = 0; i < names->count; i++)
        copy.items[copy.count++] = (struct name){ .text = kept(arena, names->items[i].text) };
    return copy;
}

static void keep_sources(struct site_post *out, struct arena *arena, const struct post *post)
{
    struct source *sources = arena_alloc_array(arena, post->source_count, sizeof *sources);
    for (size_t i = 0; i < post->source_count; i++)
        sources[i] = (struct source){
            .path = kept(arena, post->sources[i].path),
            .text = arena_strndup(arena, post->sources[i].text, post->sources[i].bytes),
            .bytes = post->sources[i].bytes,
        };
    out->sources = sources;
    out->source_count = post->source_count;
}

static void keep_media(struct site_post *out, struct arena *arena,
                       const struct renderings *renderings)
{
    size_t capacity = 0;
    struct site_medium *media = NULL;
    for (size_t i = 0; i < renderings->count; i++) {
        for (size_t j = 0; j < renderings->items[i].part_count; j++) {
            const struct rendered_part *part = &renderings->items[i].parts[j];
            for (size_t k = 0; k < part->media_count; k++) {
                if (!part->media[k]->path)
                    continue;
                media = list_grow(arena, media, out->medium_count, &capacity, sizeof *media);
                media[out->medium_count++] =
                    (struct site_medium){ .path = kept(arena, part->media[k]->path),
                                          .mime = kept(arena, part->media[k]->mime) };
            }
        }
    }
    out->media = media;
}

void site_post_draw(struct site_post *out, const struct site *site, struct arena *arena,
                    struct arena *scratch, const struct post *post,
                    const struct renderings *renderings)
{
    const struct post_fields *fields = &post->fields;
    const char *slash = strrchr(post->id, '/');
    const char *text = post->body.text ? post->body.text : "";
    *out = (struct site_post){
        .id = kept(arena, post->id),
        .path = kept(arena, post->path),
        .title = kept(arena, fields->title ? fields->title
                             : slash       ? slash + 1
                                           : post->id),
        .campaign = kept(arena, fields->campaign),
        .pillar = kept(arena, fields->pillar),
        .audience = kept(arena, fields->audience),
        .owner = kept(arena, fields->owner),
        .queue = kept(arena, fields->queue),
        .notes = kept(arena, fields->notes),
        .tags = keep_names(arena, &fields->tags),
        .text = arena_strndup(arena, text, utf8_cut(text, TEXT_BYTES)),
        .is_draft = fields->is_draft,
        .is_bundle = post->is_bundle,
        .is_whole = true,
    };
    struct site_card *cards = arena_alloc_array(arena, renderings->count, sizeof *cards);
    const char *path = site_post_path(scratch, post->id);
    for (size_t i = 0; i < renderings->count; i++)
        if (renderings->items[i].account)
            draw_card(&cards[out->card_count++], site, arena, scratch, path, &renderings->items[i]);
    out->cards = cards;
    keep_media(out, arena, renderings);
    keep_sources(out, arena, post);
}

/* --- its page --- */

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

/* Whether a change is of the post: of its file, or of the folder of its bundle. */
static int order_of(const struct site_post *post, const char *path)
{
    const char *slash = strrchr(post->path, '/');
    size_t bytes = slash && post->is_bundle ? (size_t)(slash + 1 - post->path) : 0;
    if (bytes)
        return strncmp(path, post->path, bytes);
    return strcmp(path, post->path);
}

static int newer_first(const void *left, const void *right)
{
    const struct site_change *a = *(const struct site_change *const *)left;
    const struct site_change *b = *(const struct site_change *const *)right;
    if (a->when_utc != b->when_utc)
        return a->when_utc > b->when_utc ? -1 : 1;
    return strcmp(a->id, b->id);
}

size_t site_changes_of(const struct site_change **out, const struct site *site,
                       const struct site_post *post)
{
    size_t low = 0, high = site->change_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order_of(post, site->changes[middle].path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < site->change_count && order_of(post, site->changes[high].path) == 0;)
        high++;
    *out = site->changes ? site->changes + low : NULL;
    return high - low;
}

static size_t find_changes(const struct site_change ***out, struct page *page,
                           const struct site_post *post)
{
    const struct site_change *changes;
    size_t count = site_changes_of(&changes, page->site, post);
    const struct site_change **found = arena_alloc_array(page->arena, count, sizeof *found);
    for (size_t i = 0; i < count; i++)
        found[i] = &changes[i];
    list_sort(found, count, sizeof *found, newer_first);
    *out = found;
    return count;
}

static void put_change(struct page *page, const struct site_change *change)
{
    const struct site *site = page->site;
    const char *address = site->forge ? forge_commit(page->arena, site->forge, change->id) : NULL;
    const char *id = arena_strndup(page->arena, change->id, 8);
    html_put(&page->out, "<li><time>%t</time> %t: %t ",
             date_words(page->arena, site->workspace->calendar.zone, change->when_utc),
             change->author, change->summary);
    if (address)
        html_put(&page->out, "<a href=\"%u\"><code>%t</code></a></li>\n", address, id);
    else
        html_put(&page->out, "<code>%t</code></li>\n", id);
}

static void put_history(struct page *page, const struct site_post *post)
{
    const struct site_change **changes;
    size_t count = find_changes(&changes, page, post), shown = 0;
    for (size_t i = 0; i < count && shown < SHOWN_CHANGES; i++) {
        /* A commit that changed several of its files is told once. */
        if (i && text_equal(changes[i]->id, changes[i - 1]->id))
            continue;
        if (!shown++)
            html_put(&page->out, "<h2>%t</h2>\n<ul class=\"history\">\n", _("History"));
        put_change(page, changes[i]);
    }
    text_puts(&page->out, shown ? "</ul>\n" : "");
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
    put_history(&page, post);
    page_end(&page);
    *byte_count = page.out.bytes;
    return text_end(&page.out);
}

/* What is kept of a post: a card for each account, its texts, its pictures. */
#include "site/page.h"

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "lib/html_put.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "networks/networks.h"
#include "render/renderings.h"
#include "site/card.h"

enum { TEXT_BYTES = 400 }; /* of a post, for the search */

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

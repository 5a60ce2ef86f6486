/* Rendering: what all markup families have in common. */
#include "render/render.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "model/document.h"
#include "model/network.h"
#include "model/workspace.h"
#include "render/address.h"
#include "render/flow.h"
#include "render/html.h"
#include "render/losses.h"

/* --- parts and their media --- */

/* An empty body still has one part. */
static size_t count_parts(const struct account_post *post)
{
    return post->body && post->body->document.part_count ? post->body->document.part_count : 1;
}

static struct rendered_part *part_of(struct rendering *rendering, const struct media *media)
{
    size_t index = media->part > 1 ? (size_t)media->part - 1 : 0;
    if (index >= rendering->part_count)
        index = rendering->part_count - 1;
    return &rendering->parts[index];
}

static void add_media(struct rendering *out, const struct post_fields *fields, bool is_inline)
{
    for (size_t i = 0; i < fields->media_count; i++) {
        const struct media *media = &fields->media[i];
        if (media->is_inline != is_inline)
            continue;
        struct rendered_part *part = part_of(out, media);
        part->media[part->media_count++] = media;
    }
}

/* Gives each part its media: those of the front matter, then those of the text. */
static void share_media(struct rendering *out, struct arena *arena,
                        const struct post_fields *fields)
{
    if (!fields->media_count)
        return;
    for (size_t i = 0; i < fields->media_count; i++)
        part_of(out, &fields->media[i])->media_count++;
    for (size_t i = 0; i < out->part_count; i++) {
        struct rendered_part *part = &out->parts[i];
        part->media = arena_alloc_array(arena, part->media_count, sizeof(const struct media *));
        part->media_count = 0;
    }
    add_media(out, fields, false);
    add_media(out, fields, true);
}

static void begin(struct rendering *out, struct arena *arena, const struct account_post *post)
{
    const struct post_fields *fields = &post->fields;
    *out = (struct rendering){
        .account = post->account,
        .post = post,
        .title = fields->title,
        .description = fields->description,
        .slug = fields->slug,
        .warning = fields->warning,
        .is_sensitive = fields->is_sensitive || fields->warning,
        .visibility = fields->visibility,
        .language = post->language,
        .reply_to = fields->reply_to,
        .quote = fields->quote,
        .tags = fields->tags,
    };
    out->part_count = post->account->limits.parts == 1 ? 1 : count_parts(post);
    out->parts = arena_alloc_array(arena, out->part_count, sizeof *out->parts);
    share_media(out, arena, fields);
}

static void end(struct rendering *out, struct arena *arena, struct losses *losses)
{
    losses_find(losses, out);
    out->losses = losses->items;
    out->loss_count = losses->count;
    render_measure(out, arena, out->account->network->count);
}

/* --- the link --- */

static const char *find_link(struct arena *arena, const struct account_post *post,
                             const struct workspace *workspace, struct losses *losses)
{
    const char *waits_for;
    const char *link = address_of_link(arena, post, workspace, &waits_for);
    if (waits_for)
        losses_add(losses, POST_KEY_COUNT, _("the link stands for '%s' until that is sent"),
                   waits_for);
    else if (!link && post->fields.link && post->account->network->markup != MARKUP_HTML)
        losses_add(losses, POST_LINK,
                   _("'link: blog' has no blog to mean: name one as 'id/account'"));
    return link;
}

/* --- families --- */

/* What is known of the post's text while its parts are written. */
struct writing {
    struct flow first, other; /* of part 1, or of all where they are joined; of any other part */
    struct hashtags typed;
    const char *link; /* to be added; NULL: none, or a card */
};

/* Link and tags belong to part 1; where parts are joined, they end the text. A tag may stand
 * anywhere in the body, so part 1 ends when all others are written. */
static void end_first(struct rendering *out, struct writing *writing)
{
    struct flow *flow = &writing->first;
    bool is_html = out->account->network->markup == MARKUP_HTML;
    if (writing->link && flow_put_address(flow, writing->link, out->post->fields.link) && is_html)
        out->link = writing->link;
    if (!is_html && out->tags.count) {
        flow_find_hashtags(flow, &writing->typed);
        flow_put_tags(flow, &out->tags, &writing->typed);
    }
    flow_end(flow, &out->parts[0]);
}

static void put_parts(struct rendering *out, struct writing *writing)
{
    const struct body *body = out->post->body;
    size_t source_count = body ? body->document.part_count : 0;
    for (size_t i = 0; i < source_count; i++) {
        const struct part *source = &body->document.parts[i];
        bool is_first = i == 0 || out->part_count == 1;
        struct flow *flow = is_first ? &writing->first : &writing->other;
        flow_put_blocks(flow, source->first, source->end);
        if (i < out->part_count)
            out->parts[i].line = source->line;
        if (is_first)
            continue;
        if (out->tags.count)
            flow_find_hashtags(flow, &writing->typed);
        flow_end(flow, &out->parts[i]);
    }
    end_first(out, writing);
}

static void render_text(struct rendering *out, struct arena *arena, const struct account_post *post,
                        const struct workspace *workspace, enum flow_links links)
{
    struct losses losses = { .arena = arena };
    struct writing writing;
    begin(out, arena, post);
    flow_begin(&writing.first, arena, links, post, workspace, &losses);
    flow_begin(&writing.other, arena, links, post, workspace, &losses);
    writing.typed = (struct hashtags){ 0 };
    writing.link = find_link(arena, post, workspace, &losses);
    if (writing.link && post->account->limits.has_cards && !out->parts[0].media_count) {
        out->parts[0].card = writing.link;
        writing.link = NULL;
    }
    put_parts(out, &writing);
    end(out, arena, &losses);
}

void render_plain(struct rendering *out, struct arena *arena, const struct account_post *post,
                  const struct workspace *workspace)
{
    render_text(out, arena, post, workspace, FLOW_ADDRESSES);
}

void render_facets(struct rendering *out, struct arena *arena, const struct account_post *post,
                   const struct workspace *workspace)
{
    render_text(out, arena, post, workspace, FLOW_FACETS);
}

void render_html(struct rendering *out, struct arena *arena, const struct account_post *post,
                 const struct workspace *workspace)
{
    render_text(out, arena, post, workspace, FLOW_WORDS);
    struct rendered_part *part = &out->parts[0];
    struct text_buffer html = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    html_put_body(&html, out, workspace, post->account->url ? post->account->url : "");
    part->html = text_end(&html);
    if (!html.is_full)
        return;
    /* Said as a limit that is passed: what is cut must not be sent. */
    part->limit_bytes = LIMIT_RENDERED_BYTES;
    part->used_bytes = LIMIT_RENDERED_BYTES + 1;
}

void render_measure(struct rendering *rendering, struct arena *scratch,
                    size_t (*count)(struct arena *scratch, const char *warning, const char *text,
                                    size_t bytes))
{
    const struct network_limits *limits = &rendering->account->limits;
    bool shows_warning = rendering->account->network->shows >> POST_SENSITIVE & 1;
    for (size_t i = 0; i < rendering->part_count; i++) {
        struct rendered_part *part = &rendering->parts[i];
        part->limit = limits->text;
        part->limit_bytes = limits->text_bytes;
        part->used_bytes = part->text_bytes;
        /* `sensitive` belongs to part 1. */
        const char *warning = shows_warning && i == 0 ? rendering->warning : NULL;
        if (count)
            part->used = count(scratch, warning, part->text, part->text_bytes);
    }
}

/* Statuses of Mastodon's API (docs.joinmastodon.org/methods/statuses, read 2026-07), frozen before
 * the first attempt. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "lib/json.h"
#include "model/account.h"
#include "model/rendering.h"
#include "networks/frozen.h"
#include "networks/mastodon.h"
#include "render/losses.h"
#include "render/render.h"

enum { DAY_S = 24 * 60 * 60 };

void mastodon_render(struct rendering *out, struct arena *arena, const struct account_post *post,
                     const struct workspace *workspace)
{
    render_plain(out, arena, post, workspace);
    if (post->fields.poll.options.count > 0 && out->parts[0].media_count > 0) {
        struct losses losses = { .arena = arena };
        losses_take_over(&losses, out);
        losses_add(&losses, POST_POLL,
                   _("Mastodon shows no poll beside pictures: the poll is left out"));
        out->losses = losses.items;
        out->loss_count = losses.count;
    }
    if (!out->quote)
        return;
    struct rendered_part *part = &out->parts[0];
    part->text = arena_printf(arena, "%s%s%s", part->text, *part->text ? "\n\n" : "", out->quote);
    part->text_bytes = strlen(part->text);
    render_measure(out, arena, post->account->network->count);
}

static const char *visibility_name(enum visibility visibility)
{
    switch (visibility) {
    case VISIBILITY_PUBLIC:
        return "public";
    case VISIBILITY_UNLISTED:
        return "unlisted";
    case VISIBILITY_FOLLOWERS:
        return "private";
    }
    return "private";
}

/* ISO 639-1: `es` of `es-MX`. */
static const char *language_code(struct arena *arena, const char *language)
{
    return arena_strndup(arena, language, strcspn(language, "-_"));
}

static void put_poll(struct json_writer *json, const struct poll *poll)
{
    json_begin_object(json, "poll");
    json_begin_array(json, "options");
    for (size_t i = 0; i < poll->options.count; i++)
        json_put_string(json, NULL, poll->options.items[i].text);
    json_end(json);
    json_put_integer(json, "expires_in", poll->for_s > 0 ? poll->for_s : DAY_S);
    json_put_bool(json, "multiple", poll->is_multiple);
    json_end(json);
}

static void put_media_ids(struct json_writer *json, struct arena *arena, size_t count)
{
    json_begin_array(json, "media_ids");
    for (size_t i = 0; i < count; i++)
        frozen_put_slot(json, NULL, arena_printf(arena, "media-%zu", i + 1));
    json_end(json);
}

/* Warning, quote and poll belong to the first part. */
static void put_status(struct json_writer *json, struct arena *arena,
                       const struct rendering *rendering, size_t index)
{
    const struct rendered_part *part = &rendering->parts[index];
    bool is_first = index == 0;
    json_begin_object(json, "create");
    json_put_string(json, "status", part->text);
    if (part->media_count > 0)
        put_media_ids(json, arena, part->media_count);
    if (!is_first || rendering->reply_to)
        frozen_put_slot(json, "in_reply_to_id", "parent");
    if (is_first && rendering->quote)
        frozen_put_slot(json, "quoted_status_id", "quote");
    if (is_first && (rendering->is_sensitive || rendering->warning))
        json_put_bool(json, "sensitive", true);
    if (is_first && rendering->warning)
        json_put_string(json, "spoiler_text", rendering->warning);
    json_put_string(json, "visibility", visibility_name(rendering->visibility));
    json_put_string(json, "language", language_code(arena, rendering->language));
    const struct poll *poll = &rendering->post->fields.poll;
    if (is_first && poll->options.count > 0 && part->media_count == 0)
        put_poll(json, poll);
    json_end(json);
}

void mastodon_freeze(struct json_writer *out, struct arena *arena,
                     const struct rendering *rendering, const struct freeze_facts *facts)
{
    size_t media = 0;
    json_begin_array(out, "parts");
    for (size_t i = 0; i < rendering->part_count; i++) {
        json_begin_object(out, NULL);
        json_put_string(out, "key", frozen_key(arena, rendering, facts, i));
        frozen_put_media(out, rendering->parts[i].media_count, &media);
        if (i == 0 && rendering->quote)
            json_put_string(out, "quote", rendering->quote);
        if (i == 0 && rendering->reply_to)
            json_put_string(out, "reply-to", rendering->reply_to);
        put_status(out, arena, rendering, i);
        json_end(out);
    }
    json_end(out);
}

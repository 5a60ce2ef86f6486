/* Records of app.bsky.feed.post (lexicon read 2026-08-20), frozen before the first attempt. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "model/network.h"
#include "model/record.h"
#include "model/rendering.h"
#include "networks/bluesky.h"
#include "networks/frozen.h"
#include "networks/tid.h"
#include "render/losses.h"
#include "render/render.h"

#define ALPHANUMERIC "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

enum { MAX_DID_BYTES = 2048, MIN_CID_BYTES = 20, MAX_CID_BYTES = 120, MAX_SEGMENT_BYTES = 512 };

/* One segment up to the next slash, which `*at` is moved behind; NULL where it has other letters.
 */
static const char *take_segment(struct arena *arena, const char **at, const char *letters)
{
    size_t bytes = strcspn(*at, "/");
    const char *segment = arena_strndup(arena, *at, bytes);
    *at += (*at)[bytes] == '/' ? bytes + 1 : bytes;
    bool is_plain = bytes > 0 && bytes <= MAX_SEGMENT_BYTES && strspn(segment, letters) == bytes;
    return is_plain && !text_equal(segment, ".") && !text_equal(segment, "..") ? segment : NULL;
}

bool record_address_parse(struct record_address *out, struct arena *arena, const char *text)
{
    static const char app[] = "https://bsky.app/profile/";
    static const char at_uri[] = "at://";
    bool is_app = text_starts_with(text, app);
    if (!is_app && !text_starts_with(text, at_uri))
        return false;
    const char *at = text + strlen(is_app ? app : at_uri);
    struct record_address address = { .repo = take_segment(arena, &at, ALPHANUMERIC ".:-_%") };
    address.collection = take_segment(arena, &at, ALPHANUMERIC ".-");
    address.rkey = take_segment(arena, &at, ALPHANUMERIC ".:-_~");
    if (!address.repo || !address.collection || !address.rkey || *at)
        return false;
    if (is_app) {
        if (!text_equal(address.collection, "post"))
            return false;
        address.collection = "app.bsky.feed.post";
    }
    *out = address;
    return true;
}

bool bluesky_is_did(const char *text)
{
    if (!text || !text_starts_with(text, "did:"))
        return false;
    const char *method = text + strlen("did:");
    size_t method_bytes = strspn(method, "abcdefghijklmnopqrstuvwxyz");
    const char *id = method + method_bytes;
    return method_bytes > 0 && id[0] == ':' && id[1] && strlen(text) <= MAX_DID_BYTES &&
           strspn(id, ALPHANUMERIC ".:-_%") == strlen(id);
}

bool bluesky_is_handle(const char *text)
{
    enum { MAX_HANDLE_BYTES = 253 }; /* a domain name */
    size_t bytes = text ? strlen(text) : 0;
    return bytes > 0 && bytes <= MAX_HANDLE_BYTES && text[0] != '.' && strchr(text, '.') &&
           strspn(text, ALPHANUMERIC ".-") == bytes;
}

bool bluesky_is_cid(const char *text)
{
    size_t bytes = text ? strlen(text) : 0;
    return bytes >= MIN_CID_BYTES && bytes <= MAX_CID_BYTES && text[0] == 'b' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz234567") == bytes;
}

/* The label of this post, else that of the account's sensitive posts; NULL: none. */
static const char *label_of(const struct rendering *rendering)
{
    const char *label = form_line_of(rendering->post->fields.options, "label");
    if (!label && rendering->is_sensitive)
        label = form_line_of(rendering->account->options, "label");
    return label;
}

/* Whether an address leads elsewhere; `id/account` is no address yet. */
static bool is_foreign(struct arena *arena, const char *address)
{
    struct record_address ignored;
    return address && strstr(address, "://") && !record_address_parse(&ignored, arena, address);
}

void bluesky_render(struct rendering *out, struct arena *arena, const struct account_post *post,
                    const struct workspace *workspace)
{
    render_facets(out, arena, post, workspace);
    struct losses losses = { .arena = arena };
    losses_take_over(&losses, out);
    if (out->is_sensitive && !label_of(out))
        losses_add(&losses, POST_SENSITIVE,
                   _("Bluesky hides nothing without a label: give the post or the account "
                     "'label: graphic-media' (or sexual, nudity, porn)"));
    /* What readers see hidden: a label of the post hides it, too. */
    out->is_sensitive = label_of(out) != NULL;
    if (is_foreign(arena, out->quote)) {
        losses_add(&losses, POST_QUOTE, _("'%s' is no post on Bluesky: the quote is left out"),
                   out->quote);
        out->quote = NULL;
    }
    if (is_foreign(arena, out->reply_to)) {
        losses_add(&losses, POST_REPLY_TO,
                   _("'%s' is no post on Bluesky, so nothing there can answer it"), out->reply_to);
        losses_mark_refusal(&losses);
    }
    out->losses = losses.items;
    out->loss_count = losses.count;
}

static const char *mention_slot(struct arena *arena, const char *handle)
{
    return arena_printf(arena, "did:%s", handle);
}

static void put_strong_ref(struct json_writer *json, const char *key, const char *uri_slot,
                           const char *cid_slot)
{
    json_begin_object(json, key);
    frozen_put_slot(json, "uri", uri_slot);
    frozen_put_slot(json, "cid", cid_slot);
    json_end(json);
}

static void put_facet(struct json_writer *json, struct arena *arena, const struct facet *facet)
{
    json_begin_object(json, NULL);
    json_begin_object(json, "index");
    json_put_integer(json, "byteStart", (int64_t)facet->start_byte);
    json_put_integer(json, "byteEnd", (int64_t)facet->end_byte);
    json_end(json);
    json_begin_array(json, "features");
    json_begin_object(json, NULL);
    switch (facet->kind) {
    case FACET_LINK:
        json_put_string(json, "$type", "app.bsky.richtext.facet#link");
        json_put_string(json, "uri", facet->target);
        break;
    case FACET_MENTION:
        json_put_string(json, "$type", "app.bsky.richtext.facet#mention");
        frozen_put_slot(json, "did", mention_slot(arena, facet->target));
        break;
    case FACET_TAG:
        json_put_string(json, "$type", "app.bsky.richtext.facet#tag");
        json_put_string(json, "tag", facet->target);
        break;
    }
    json_end(json);
    json_end(json);
    json_end(json);
}

static void put_image(struct json_writer *json, struct arena *arena, const struct media *media,
                      size_t number)
{
    json_begin_object(json, NULL);
    json_put_string(json, "alt", media->alt ? media->alt : "");
    json_begin_object(json, "image");
    json_put_string(json, "$type", "blob");
    json_begin_object(json, "ref");
    frozen_put_slot(json, "$link", arena_printf(arena, "blob-%zu", number));
    json_end(json);
    frozen_put_slot(json, "mimeType", arena_printf(arena, "blob-%zu-type", number));
    json_put_integer(json, "size", (int64_t)media->file_bytes);
    json_end(json);
    if (media->width && media->height) {
        json_begin_object(json, "aspectRatio");
        json_put_integer(json, "width", media->width);
        json_put_integer(json, "height", media->height);
        json_end(json);
    }
    json_end(json);
}

static void put_images(struct json_writer *json, const char *key, struct arena *arena,
                       const struct rendered_part *part)
{
    json_begin_object(json, key);
    json_put_string(json, "$type", "app.bsky.embed.images");
    json_begin_array(json, "images");
    for (size_t i = 0; i < part->media_count; i++)
        put_image(json, arena, part->media[i], i + 1);
    json_end(json);
    json_end(json);
}

static void put_card(struct json_writer *json, const char *key, const struct rendering *rendering,
                     const char *address)
{
    json_begin_object(json, key);
    json_put_string(json, "$type", "app.bsky.embed.external");
    json_begin_object(json, "external");
    json_put_string(json, "uri", address);
    json_put_string(json, "title", rendering->title ? rendering->title : "");
    json_put_string(json, "description", rendering->description ? rendering->description : "");
    json_end(json);
    json_end(json);
}

/* One embed a record: pictures or a card, a quoted post, or both in a recordWithMedia. */
static void put_embed(struct json_writer *json, struct arena *arena,
                      const struct rendering *rendering, const struct rendered_part *part,
                      bool has_quote)
{
    bool has_media = part->media_count > 0 || part->card;
    if (!has_media && !has_quote)
        return;
    if (has_quote) {
        json_begin_object(json, "embed");
        json_put_string(json, "$type",
                        has_media ? "app.bsky.embed.recordWithMedia" : "app.bsky.embed.record");
        if (has_media) {
            json_begin_object(json, "record");
            json_put_string(json, "$type", "app.bsky.embed.record");
        }
        put_strong_ref(json, "record", "quote-uri", "quote-cid");
        if (has_media)
            json_end(json);
    }
    const char *key = has_quote ? "media" : "embed";
    if (part->media_count > 0)
        put_images(json, key, arena, part);
    else if (part->card)
        put_card(json, key, rendering, part->card);
    if (has_quote)
        json_end(json);
}

static void put_label(struct json_writer *json, const char *label)
{
    json_begin_object(json, "labels");
    json_put_string(json, "$type", "com.atproto.label.defs#selfLabels");
    json_begin_array(json, "values");
    json_begin_object(json, NULL);
    json_put_string(json, "val", label);
    json_end(json);
    json_end(json);
    json_end(json);
}

static void put_record(struct json_writer *json, struct arena *arena,
                       const struct rendering *rendering, const struct freeze_facts *facts,
                       size_t index)
{
    const struct rendered_part *part = &rendering->parts[index];
    json_begin_object(json, "record");
    json_put_string(json, "$type", "app.bsky.feed.post");
    json_put_string(json, "text", part->text);
    /* A thread's parts differ by a millisecond, so that sorting by time keeps their order. */
    const char *second = moment_format_utc(arena, facts->now_utc);
    json_put_string(json, "createdAt",
                    arena_printf(arena, "%.*s.%03zuZ", (int)strlen(second) - 1, second, index));
    json_begin_array(json, "langs");
    json_put_string(json, NULL, rendering->language);
    json_end(json);
    if (part->facet_count > 0) {
        json_begin_array(json, "facets");
        for (size_t i = 0; i < part->facet_count; i++)
            put_facet(json, arena, &part->facets[i]);
        json_end(json);
    }
    put_embed(json, arena, rendering, part, index == 0 && rendering->quote);
    if (index > 0 || rendering->reply_to) {
        json_begin_object(json, "reply");
        put_strong_ref(json, "root", "root-uri", "root-cid");
        put_strong_ref(json, "parent", "parent-uri", "parent-cid");
        json_end(json);
    }
    const char *label = index == 0 ? label_of(rendering) : NULL;
    if (label)
        put_label(json, label);
    json_end(json);
}

/* What has to be asked before the part can be sent. */
static void put_questions(struct json_writer *json, struct arena *arena,
                          const struct rendering *rendering, size_t index)
{
    const struct rendered_part *part = &rendering->parts[index];
    json_begin_array(json, "resolve");
    for (size_t i = 0; i < part->facet_count; i++)
        if (part->facets[i].kind == FACET_MENTION)
            json_put_string(json, NULL, mention_slot(arena, part->facets[i].target));
    json_end(json);
    if (index == 0 && rendering->quote)
        json_put_string(json, "quote", rendering->quote);
    if (index == 0 && rendering->reply_to)
        json_put_string(json, "reply-to", rendering->reply_to);
}

static const char *key_of(struct arena *arena, const struct rendering *rendering,
                          const struct freeze_facts *facts, size_t index)
{
    const struct record *record = facts->record;
    if (record && index < record->part_count && record->parts[index].key &&
        tid_is_valid(record->parts[index].key))
        return record->parts[index].key;
    char tid[TID_BYTES + 1];
    tid_of_part(tid, facts->due_utc, rendering->post->post->id, rendering->account->id, index);
    return arena_strdup(arena, tid);
}

void bluesky_freeze(struct json_writer *out, struct arena *arena, const struct rendering *rendering,
                    const struct freeze_facts *facts)
{
    size_t media = 0;
    json_begin_array(out, "parts");
    for (size_t i = 0; i < rendering->part_count; i++) {
        const char *key = key_of(arena, rendering, facts, i);
        json_begin_object(out, NULL);
        json_put_string(out, "key", key);
        frozen_put_media(out, rendering->parts[i].media_count, &media);
        put_questions(out, arena, rendering, i);
        json_begin_object(out, "create");
        frozen_put_slot(out, "repo", "repo");
        json_put_string(out, "collection", "app.bsky.feed.post");
        json_put_string(out, "rkey", key);
        json_put_null(out, "swapRecord");
        put_record(out, arena, rendering, facts, i);
        json_end(out);
        json_end(out);
    }
    json_end(out);
}

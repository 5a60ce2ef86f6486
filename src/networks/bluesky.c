/* Bluesky: posts as records that we name ourselves, so that sending twice changes nothing.
 *
 * putRecord with a key of ours and "swapRecord": null creates the record, or does nothing where the
 * same record stands there already, or answers InvalidSwap where another does (atproto
 * packages/pds/src/api/com/atproto/repo/putRecord.ts, read 2026-08; tried on PDS 0.4.217). */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "model/network.h"
#include "model/record.h"
#include "networks/bluesky.h"
#include "networks/frozen.h"
#include "networks/networks.h"
#include "networks/outcome.h"
#include "networks/request.h"
#include "render/count.h"

enum phase {
    PHASE_START,
    PHASE_HANDLE,
    PHASE_QUOTE,
    PHASE_PARENT,
    PHASE_UPLOAD,
    PHASE_CREATE,
    PHASE_COMPARE
};

/* What a delivery needs to know between two requests. */
struct delivery_memory {
    bool has_unsaved_slots;
    bool was_logged_in_again;
    const char *asked; /* the slot of the handle in question */
};

/* A delivery: first the questions, then part after part. */

static struct step ask(struct driver *driver, enum phase phase, const char *method,
                       const char *path, const char *what)
{
    driver->phase = phase;
    const char *url = arena_printf(driver->arena, "%s/xrpc/%s", driver->session->service, path);
    struct request request = request_build(method, url, what);
    request_bearer(&request, driver->arena, PIECE_TOKEN);
    return step_send(request);
}

static struct step ask_handle(struct driver *driver, const char *slot)
{
    struct delivery_memory *memory = driver->own;
    memory->asked = slot;
    const char *handle = slot + strlen("did:");
    return ask(driver, PHASE_HANDLE, "GET",
               arena_printf(driver->arena, "com.atproto.identity.resolveHandle?handle=%s",
                            request_escape(driver->arena, handle)),
               arena_printf(driver->arena, _("look up @%s"), handle));
}

static struct step ask_record(struct driver *driver, enum phase phase, const char *address,
                              const char *what)
{
    struct record_address at;
    if (!record_address_parse(&at, driver->arena, address))
        return outcome_say(
            STEP_REFUSED, "no-post-of-bluesky",
            arena_printf(driver->arena, _("'%s' is no address of a post on Bluesky"), address),
            _("give the post's address, like https://bsky.app/profile/…/post/…"));
    return ask(driver, phase, "GET",
               arena_printf(driver->arena,
                            "com.atproto.repo.getRecord?repo=%s&collection=%s&rkey=%s",
                            request_escape(driver->arena, at.repo), at.collection, at.rkey),
               what);
}

/* The slot of a mention that nobody has looked up yet, or NULL. */
static const char *open_mention(const struct driver *driver)
{
    for (size_t i = frozen_next_part(driver); i < driver->record->part_count; i++) {
        const struct json *slots = json_get(frozen_part(driver, i), "resolve");
        const struct json *slot = slots && slots->kind == JSON_ARRAY ? slots->first : NULL;
        for (; slot; slot = slot->next)
            if (slot->kind == JSON_STRING && text_starts_with(slot->string, "did:") &&
                !frozen_kept(driver, 0, slot->string))
                return slot->string;
    }
    return NULL;
}

static struct step upload(struct driver *driver)
{
    size_t count = frozen_media_count(driver, driver->part);
    struct step step =
        ask(driver, PHASE_UPLOAD, "POST", "com.atproto.repo.uploadBlob",
            arena_printf(driver->arena, _("upload picture %zu of %zu"), driver->media + 1, count));
    const struct json *media = frozen_media(driver, driver->part, driver->media);
    request_header(&step.request, driver->arena, "Content-Type", frozen_mime(media));
    request_media(&step.request, driver->arena,
                  frozen_media_number(driver, driver->part, driver->media));
    return step;
}

/* "root" and "parent" are earlier parts of ours, or the foreign post that part 1 answers. */
static const char *slot_value(const struct driver *driver, size_t part, const char *name)
{
    const struct record_part *parts = driver->record->parts;
    if (text_equal(name, "repo"))
        return driver->session->identity;
    if (text_starts_with(name, "blob-"))
        return frozen_kept(driver, part, name);
    if (part > 0 && text_starts_with(name, "parent-"))
        return text_equal(name, "parent-uri") ? parts[part - 1].id
                                              : record_slot(&parts[part - 1], "cid");
    const char *kept = frozen_kept(driver, 0, name);
    if (kept || part == 0 || !text_starts_with(name, "root-"))
        return kept;
    return text_equal(name, "root-uri") ? parts[0].id : record_slot(&parts[0], "cid");
}

static struct step create(struct driver *driver)
{
    const char *body = frozen_create(driver, driver->part, slot_value);
    if (!body)
        return frozen_damaged();
    struct step step = ask(driver, PHASE_CREATE, "POST", "com.atproto.repo.putRecord",
                           arena_printf(driver->arena, _("send part %zu of %zu"), driver->part + 1,
                                        driver->record->part_count));
    request_json(&step.request, driver->arena, body);
    step.request.is_create = true;
    return step;
}

/* What is to be done next, from what the record already says. */
static struct step advance(struct driver *driver)
{
    struct delivery_memory *memory = driver->own;
    size_t part = frozen_next_part(driver);
    if (part == driver->record->part_count)
        return (struct step){ .kind = STEP_DONE };
    const char *mention = open_mention(driver);
    if (mention)
        return ask_handle(driver, mention);
    const char *quote = json_get_string(frozen_part(driver, part), "quote");
    if (quote && !frozen_kept(driver, 0, "quote-cid"))
        return ask_record(driver, PHASE_QUOTE, quote, _("look up the quoted post"));
    const char *reply_to = json_get_string(frozen_part(driver, part), "reply-to");
    if (reply_to && !frozen_kept(driver, 0, "parent-cid"))
        return ask_record(driver, PHASE_PARENT, reply_to, _("look up the post to answer"));
    if (memory->has_unsaved_slots) {
        memory->has_unsaved_slots = false;
        return (struct step){ .kind = STEP_SAVE };
    }
    if (part != driver->part)
        driver->media = 0;
    driver->part = part;
    return driver->media < frozen_media_count(driver, part) ? upload(driver) : create(driver);
}

static void keep(struct driver *driver, size_t part, const char *name, const char *value)
{
    frozen_keep(driver, &driver->record->parts[part], name, value);
}

static void keep_answer(struct driver *driver, const char *name, const char *value)
{
    struct delivery_memory *memory = driver->own;
    keep(driver, 0, name, value);
    memory->has_unsaved_slots = true;
}

/* A call that failed: a session that ended is renewed once. */
static struct step failed(struct driver *driver, struct step step)
{
    struct delivery_memory *memory = driver->own;
    if (step.kind == STEP_LOGIN && memory->was_logged_in_again)
        step.kind = STEP_AUTH;
    memory->was_logged_in_again |= step.kind == STEP_LOGIN;
    return step;
}

static struct step failed_call(struct driver *driver, const struct reply *reply)
{
    return failed(driver, outcome_of_call(driver->arena, &bluesky_errors, reply, driver->now_utc));
}

static struct step take_handle(struct driver *driver, const struct reply *reply)
{
    const struct delivery_memory *memory = driver->own;
    const char *did = json_get_string(reply_json(driver->arena, reply), "did");
    if (!reply_is_success(reply) || !bluesky_is_did(did)) {
        struct step step = failed_call(driver, reply);
        if (step.kind != STEP_BUSY || reply->kind != REPLY_ANSWER || reply->status != 400)
            return step;
        did = ""; /* nobody has that handle: the name stays, as plain text */
    }
    keep_answer(driver, memory->asked, did);
    return advance(driver);
}

static struct step take_record(struct driver *driver, const struct reply *reply,
                               const char *uri_slot, const char *cid_slot)
{
    const struct json *body = reply_json(driver->arena, reply);
    const char *uri = json_get_string(body, "uri");
    const char *cid = json_get_string(body, "cid");
    struct record_address ignored;
    if (!reply_is_success(reply) || !uri || !bluesky_is_cid(cid) ||
        !record_address_parse(&ignored, driver->arena, uri))
        return failed_call(driver, reply);
    if (driver->phase == PHASE_PARENT) {
        const struct json *root = json_get(json_get(json_get(body, "value"), "reply"), "root");
        const char *root_uri = json_get_string(root, "uri");
        const char *root_cid = json_get_string(root, "cid");
        bool has_root = root_uri && bluesky_is_cid(root_cid) &&
                        record_address_parse(&ignored, driver->arena, root_uri);
        keep_answer(driver, "root-uri", has_root ? root_uri : uri);
        keep_answer(driver, "root-cid", has_root ? root_cid : cid);
    }
    keep_answer(driver, uri_slot, uri);
    keep_answer(driver, cid_slot, cid);
    return advance(driver);
}

static struct step take_blob(struct driver *driver, const struct reply *reply)
{
    const struct json *blob = json_get(reply_json(driver->arena, reply), "blob");
    const char *cid = json_get_string(json_get(blob, "ref"), "$link");
    const char *mime = json_get_string(blob, "mimeType");
    const struct json *media = frozen_media(driver, driver->part, driver->media);
    /* The server reads the type from the bytes: an animated PNG comes back as image/apng. */
    bool is_image = mime && text_starts_with(mime, "image/") && strlen(mime) < 64;
    if (!reply_is_success(reply) || !bluesky_is_cid(cid) || !is_image ||
        json_get_integer(blob, "size", -1) != json_get_integer(media, "bytes", -2))
        return failed_call(driver, reply);
    const char *slot = arena_printf(driver->arena, "blob-%zu", ++driver->media);
    keep(driver, driver->part, slot, cid);
    keep(driver, driver->part, arena_printf(driver->arena, "%s-type", slot), mime);
    return advance(driver);
}

static const struct json *frozen_body(const struct driver *driver)
{
    return json_get(frozen_part(driver, driver->part), "create");
}

/* Notes that the part is there; false where `uri` is not the one that we asked for. */
static bool note_sent(struct driver *driver, const char *uri, const char *cid)
{
    struct record_part *part = &driver->record->parts[driver->part];
    const char *rkey = json_get_string(frozen_body(driver), "rkey");
    const char *ours = arena_printf(driver->arena, "at://%s/app.bsky.feed.post/%s",
                                    driver->session->identity, rkey ? rkey : "");
    if (!uri || !bluesky_is_cid(cid) || !text_equal(uri, ours))
        return false;
    part->state = RECORD_SENT;
    part->id = ours;
    part->url = arena_printf(driver->arena, "https://bsky.app/profile/%s/post/%s",
                             driver->session->handle, rkey);
    keep(driver, driver->part, "cid", cid);
    return true;
}

static struct step take_created(struct driver *driver, const struct reply *reply)
{
    if (outcome_has_code(driver->arena, &bluesky_errors, reply, "InvalidSwap"))
        return ask_record(driver, PHASE_COMPARE,
                          arena_printf(driver->arena, "at://%s/app.bsky.feed.post/%s",
                                       driver->session->identity,
                                       json_get_string(frozen_body(driver), "rkey")),
                          _("see what stands under the post's key"));
    const struct json *body = reply_is_success(reply) ? reply_json(driver->arena, reply) : NULL;
    bool has_id = note_sent(driver, json_get_string(body, "uri"), json_get_string(body, "cid"));
    struct step step =
        outcome_of_create(driver->arena, &bluesky_errors, reply, has_id, driver->now_utc);
    return step.kind == STEP_DONE ? advance(driver) : failed(driver, step);
}

/* Something stands under our key already. The same text of the same moment is ours, though a
 * picture in it may have another form by now. */
static struct step take_comparison(struct driver *driver, const struct reply *reply)
{
    const struct json *body = reply_json(driver->arena, reply);
    const struct json *there = json_get(body, "value");
    const struct json *ours = json_get(frozen_body(driver), "record");
    if (!reply_is_success(reply) || !there)
        return failed_call(driver, reply);
    bool is_same =
        text_equal(json_get_string(there, "text"), json_get_string(ours, "text")) &&
        text_equal(json_get_string(there, "createdAt"), json_get_string(ours, "createdAt"));
    if (is_same && note_sent(driver, json_get_string(body, "uri"), json_get_string(body, "cid")))
        return advance(driver);
    return outcome_say(
        STEP_REFUSED, "InvalidSwap",
        _("another post of this account stands under this post's key already"),
        _("look at it on Bluesky: if it is this post, 'pregon resolve --sent URL', else "
          "give the post another 'id'"));
}

static struct step bluesky_next(struct driver *driver, const struct reply *reply)
{
    if (!frozen_is_whole(driver))
        return frozen_damaged();
    if (!driver->own)
        driver->own = arena_alloc(driver->arena, sizeof(struct delivery_memory));
    if (reply->kind != REPLY_ANSWER && reply->kind != REPLY_LOST && reply->kind != REPLY_NOT_SENT)
        return advance(driver);
    switch ((enum phase)driver->phase) {
    case PHASE_HANDLE:
        return take_handle(driver, reply);
    case PHASE_QUOTE:
        return take_record(driver, reply, "quote-uri", "quote-cid");
    case PHASE_PARENT:
        return take_record(driver, reply, "parent-uri", "parent-cid");
    case PHASE_UPLOAD:
        return take_blob(driver, reply);
    case PHASE_CREATE:
        return take_created(driver, reply);
    case PHASE_COMPARE:
        return take_comparison(driver, reply);
    case PHASE_START:
        break;
    }
    return advance(driver);
}

#define LEXICONS "https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/"
#define LABELS "sexual|nudity|porn|graphic-media"

static const struct network_fact facts[] = {
    { N_("text"), N_("300 grapheme clusters and 3000 bytes"), LEXICONS "feed/post.json",
      "2026-08" },
    { N_("pictures"), N_("4 in a post, 2,000,000 bytes each"), LEXICONS "embed/images.json",
      "2026-08" },
    { N_("links, mentions, hashtags"), N_("facets, by UTF-8 bytes; the server finds none itself"),
      LEXICONS "richtext/facet.json", "2026-08" },
    { N_("link card"), N_("one embed in a post: pictures or a card"),
      LEXICONS "embed/external.json", "2026-08" },
    { N_("content warning"), N_("labels alone: sexual, nudity, porn, graphic-media"),
      LEXICONS "feed/post.json", "2026-08" },
    { N_("long texts"), N_("folded after 25 lines"),
      "https://github.com/bluesky-social/social-app/blob/main/src/lib/constants.ts", "2026-11" },
    { N_("sending twice"), N_("changes nothing, without a limit of time (class I)"),
      "https://github.com/bluesky-social/atproto/blob/main/packages/pds/src/api/com/atproto/repo/"
      "putRecord.ts",
      "2026-08" },
    { N_("rate limit"),
      N_("5000 points an hour, 35,000 a day; a post costs 3; 30 logins in 5 "
         "minutes"),
      "https://docs.bsky.app/docs/advanced-guides/rate-limits", "2026-08" },
    { NULL, NULL, NULL, NULL },
};

static const struct network_option account_options[] = {
    { "label", OPTION_WORD, LABELS, N_("the label of posts that are 'sensitive'") },
    { NULL, OPTION_TEXT, NULL, NULL },
};

static const struct network_option post_options[] = {
    { "label", OPTION_WORD, LABELS, N_("the label of this post") },
    { NULL, OPTION_TEXT, NULL, NULL },
};

static const char *const public_hosts[] = { "bsky.social", NULL };
static const char *const needs[] = { "handle", NULL };

const struct network network_bluesky = {
    .name = "bluesky",
    .title = "Bluesky",
    .summary = N_("posts and threads with pictures, cards and quotes, on any AT Protocol server"),
    .class_letter = 'I',
    .markup = MARKUP_FACETS,
    .default_service = "https://bsky.social",
    .public_hosts = public_hosts,
    .limits = { .text = 300,
                .text_bytes = 3000,
                .parts = LIMIT_PARTS,
                .media = 4,
                .image_bytes = 2000 * 1000,
                .kinds = 1U << MEDIA_JPEG | 1U << MEDIA_PNG | 1U << MEDIA_GIF | 1U << MEDIA_WEBP,
                .has_cards = true },
    /* social-app, src/lib/constants.ts and src/components/images/: a post of more than 25 lines is
     * folded; a picture alone is at most twice as tall as wide; read 2026-11. */
    .look = { .fold = { .lines = 25, .more = N_("Show more") },
              .grid = GRID_MOSAIC,
              .tallest = { 1, 2 } },
    .count = count_graphemes,
    .shows = 1ULL << POST_REPLY_TO | 1ULL << POST_QUOTE,
    .facts = facts,
    .account_options = account_options,
    .post_options = post_options,
    .needs = needs,
    .render = bluesky_render,
    .freeze = bluesky_freeze,
    .login = bluesky_login,
    .next = bluesky_next,
};

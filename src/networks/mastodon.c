/* Mastodon, and the servers that speak its API: media first, then the status; a status whose
 * answer was lost is looked for. */
#include "networks/mastodon.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "model/account.h"
#include "model/record.h"
#include "networks/frozen.h"
#include "networks/html_text.h"
#include "networks/networks.h"
#include "networks/outcome.h"
#include "networks/request.h"
#include "render/count.h"

enum {
    /* A video takes minutes; who waits longer holds up the other accounts. */
    FIRST_WAIT_MS = 1000,
    LONGEST_WAIT_MS = 30 * 1000,
    MAX_WAITS = 12,
    MAX_URL_BYTES = 2048,
};

enum phase { PHASE_START, PHASE_PARENT, PHASE_QUOTE, PHASE_UPLOAD, PHASE_PROCESSING, PHASE_CREATE };

/* What a delivery needs to know between two requests. */
struct delivery_memory {
    bool has_unsaved_slots;
    bool is_uploaded_now; /* the medium in question, by this very run */
};

static const char *media_slot(const struct driver *driver)
{
    return arena_printf(driver->arena, "media-%zu", driver->media + 1);
}

/* The id of the part's medium in question, NULL where it has to be uploaded. */
static const char *media_id(const struct driver *driver)
{
    const char *id = frozen_kept(driver, driver->part, media_slot(driver));
    return id && mastodon_is_id(id) ? id : NULL;
}

static void keep(struct driver *driver, size_t part, const char *name, const char *value)
{
    frozen_keep(driver, &driver->record->parts[part], name, value);
}

const char *mastodon_parent(const struct driver *driver, size_t part)
{
    const char *id =
        part > 0 ? driver->record->parts[part - 1].id : frozen_kept(driver, 0, "parent");
    return id ? id : "";
}

static struct step failed_call(struct driver *driver, const struct reply *reply)
{
    return outcome_of_call(driver->arena, &mastodon_errors, reply, driver->now_utc);
}

/* A post of another server has no id here before this server has fetched it. */
static struct step search(struct driver *driver, enum phase phase, const char *address,
                          const char *what)
{
    driver->phase = phase;
    const char *path =
        arena_printf(driver->arena, "/api/v2/search?q=%s&resolve=true&type=statuses&limit=1",
                     request_escape(driver->arena, address));
    return step_send(mastodon_request(driver, "GET", path, what));
}

static struct step upload(struct driver *driver)
{
    driver->phase = PHASE_UPLOAD;
    driver->tries = 0;
    const char *what = arena_printf(driver->arena, _("upload picture %zu of %zu"),
                                    driver->media + 1, frozen_media_count(driver, driver->part));
    struct request request = mastodon_request(driver, "POST", "/api/v2/media", what);
    mastodon_put_form(&request, driver);
    return step_send(request);
}

static struct step ask_whether_ready(struct driver *driver, const char *id)
{
    driver->phase = PHASE_PROCESSING;
    const char *what =
        arena_printf(driver->arena, _("ask whether picture %zu is ready"), driver->media + 1);
    return step_send(
        mastodon_request(driver, "GET", arena_printf(driver->arena, "/api/v1/media/%s", id), what));
}

/* The quote is left out where the server knows no quotes; its address stands in the text. */
static const char *slot_value(const struct driver *driver, size_t part, const char *name)
{
    if (text_equal(name, "parent")) {
        const char *parent = mastodon_parent(driver, part);
        return *parent ? parent : NULL;
    }
    const char *kept = frozen_kept(driver, part, name);
    return text_equal(name, "quote") && !kept ? "" : kept;
}

static bool is_plain_key(const char *key)
{
    return *key && strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(key);
}

static struct step create(struct driver *driver)
{
    const char *key = json_get_string(frozen_part(driver, driver->part), "key");
    const char *body = frozen_create(driver, driver->part, slot_value);
    if (!body || !is_plain_key(key))
        return frozen_damaged();
    driver->phase = PHASE_CREATE;
    struct request request =
        mastodon_request(driver, "POST", "/api/v1/statuses",
                         arena_printf(driver->arena, _("send part %zu of %zu"), driver->part + 1,
                                      driver->record->part_count));
    if (mastodon_takes_key(driver->session))
        request_header(&request, driver->arena, "Idempotency-Key", key);
    request_json(&request, driver->arena, body);
    request.is_create = true;
    return step_send(request);
}

/* What is to be done next, from what the record already says. */
static struct step advance(struct driver *driver)
{
    struct delivery_memory *memory = driver->own;
    size_t part = frozen_next_part(driver);
    if (part == driver->record->part_count)
        return (struct step){ .kind = STEP_DONE };
    const char *reply_to = json_get_string(frozen_part(driver, part), "reply-to");
    if (reply_to && !frozen_kept(driver, 0, "parent"))
        return search(driver, PHASE_PARENT, reply_to, _("look up the post to answer"));
    const char *quote = json_get_string(frozen_part(driver, part), "quote");
    if (quote && !frozen_kept(driver, 0, "quote") &&
        mastodon_level(driver->session) >= MASTODON_QUOTES_LEVEL)
        return search(driver, PHASE_QUOTE, quote, _("look up the quoted post"));
    if (memory->has_unsaved_slots) {
        memory->has_unsaved_slots = false;
        return (struct step){ .kind = STEP_SAVE };
    }
    if (part != driver->part)
        driver->media = 0;
    driver->part = part;
    if (driver->media == frozen_media_count(driver, part))
        return create(driver);
    const char *id = media_id(driver);
    return id ? ask_whether_ready(driver, id) : upload(driver);
}

static struct step take_search(struct driver *driver, const struct reply *reply)
{
    struct delivery_memory *memory = driver->own;
    const struct json *found = json_get(reply_json(driver->arena, reply), "statuses");
    if (!reply_is_success(reply) || !found || found->kind != JSON_ARRAY)
        return failed_call(driver, reply);
    const char *id = mastodon_id(found->first);
    if (!id && driver->phase == PHASE_PARENT)
        return outcome_say(STEP_BUSY, "not-found",
                           _("the server does not find the post that is to be answered"),
                           _("see whether it is still there, and whether 'reply-to' is its "
                             "address"));
    memory->has_unsaved_slots = true;
    keep(driver, 0, driver->phase == PHASE_PARENT ? "parent" : "quote", id ? id : "");
    return advance(driver);
}

static struct step next_medium(struct driver *driver)
{
    struct delivery_memory *memory = driver->own;
    memory->is_uploaded_now = false;
    driver->media++;
    driver->tries = 0;
    return advance(driver);
}

static struct step wait_for_processing(struct driver *driver)
{
    if (driver->tries == MAX_WAITS)
        return outcome_say(STEP_BUSY, "media-not-ready",
                           arena_printf(driver->arena,
                                        _("the server is still busy with picture %zu"),
                                        driver->media + 1),
                           _("nothing to do: it is tried again by itself"));
    int64_t wait_ms = driver->tries < 5 ? FIRST_WAIT_MS << driver->tries : LONGEST_WAIT_MS;
    driver->tries++;
    return (struct step){ .kind = STEP_WAIT, .wait_ms = wait_ms };
}

static struct step take_upload(struct driver *driver, const struct reply *reply)
{
    struct delivery_memory *memory = driver->own;
    const char *id = mastodon_id(reply_json(driver->arena, reply));
    if (!reply_is_success(reply) || !id)
        return failed_call(driver, reply);
    keep(driver, driver->part, media_slot(driver), id);
    memory->is_uploaded_now = true;
    return reply->status == 202 ? wait_for_processing(driver) : next_medium(driver);
}

/* 206: still at it; 200: ready; 422: it failed; 404: gone, or already in a status. */
static struct step take_processing(struct driver *driver, const struct reply *reply)
{
    const struct delivery_memory *memory = driver->own;
    if (reply->kind == REPLY_ANSWER && reply->status == 206)
        return wait_for_processing(driver);
    if (reply_is_success(reply))
        return next_medium(driver);
    struct step step = failed_call(driver, reply);
    bool is_lost = reply->kind == REPLY_ANSWER && reply->status >= 400 && reply->status <= 499 &&
                   step.kind == STEP_BUSY && reply->status != 429;
    if (!is_lost)
        return step;
    keep(driver, driver->part, media_slot(driver), "");
    if (!memory->is_uploaded_now)
        return advance(driver);
    step.code = "media-failed";
    step.remedy = _("see whether the picture opens, and whether the server takes its type");
    step.wait_ms = OUTCOME_PERSON_WAIT_MS;
    return step;
}

static bool is_web_address(const char *text)
{
    if (!text || strlen(text) > MAX_URL_BYTES ||
        (!text_starts_with(text, "https://") && !text_starts_with(text, "http://")))
        return false;
    for (; *text; text++)
        if ((unsigned char)*text <= ' ' || strchr("\"<>\\`", *text) || *text == 0x7f)
            return false;
    return true;
}

/* Some servers show less than was asked for, without a word: an account that was silenced gets
 * `unlisted` (mastodon app/services/post_status_service.rb, read 2026-08). Their HTML is compared
 * only as far as a text is cut: each writes it in its own way. */
static bool is_altered(const struct driver *driver, const struct json *status)
{
    const struct json *create = json_get(frozen_part(driver, driver->part), "create");
    const char *visibility = json_get_string(status, "visibility");
    const struct json *attachments = json_get(status, "media_attachments");
    const char *content = json_get_string(status, "content");
    const char *sent = json_get_string(create, "status");
    if (content && sent && html_text_is_cut(driver->arena, html_text(driver->arena, content), sent))
        return true;
    return (visibility && !text_equal(visibility, json_get_string(create, "visibility"))) ||
           (attachments && attachments->count < frozen_media_count(driver, driver->part));
}

void mastodon_note_sent(struct driver *driver, const char *id, const struct json *status)
{
    struct record_part *part = &driver->record->parts[driver->part];
    const char *url = json_get_string(status, "url");
    if (!is_web_address(url))
        url = json_get_string(status, "uri");
    part->state = RECORD_SENT;
    part->id = id;
    part->url = is_web_address(url) ? url : NULL;
    driver->record->is_altered |= is_altered(driver, status);
}

static struct step take_created(struct driver *driver, const struct reply *reply)
{
    const struct json *status = reply_is_success(reply) ? reply_json(driver->arena, reply) : NULL;
    const char *id = mastodon_id(status);
    /* Pixelfed's second use of a key: it says nothing about what became of the first. */
    if (outcome_has_code(driver->arena, &mastodon_errors, reply, "Duplicate idempotency key"))
        return outcome_say(STEP_UNKNOWN, "duplicate-key",
                           _("the server has seen this post's key before"),
                           _("nothing to do now: it is found out whether the post is there"));
    struct step step =
        outcome_of_create(driver->arena, &mastodon_errors, reply, id != NULL, driver->now_utc);
    if (step.kind != STEP_DONE)
        return step;
    mastodon_note_sent(driver, id, status);
    return advance(driver);
}

static struct step mastodon_next(struct driver *driver, const struct reply *reply)
{
    if (!frozen_is_whole(driver))
        return frozen_damaged();
    if (!driver->own) {
        driver->own = arena_alloc(driver->arena, sizeof(struct delivery_memory));
        struct step verdict = mastodon_hold_to_limits(driver);
        if (verdict.kind != STEP_DONE && frozen_next_part(driver) == 0)
            return verdict;
    }
    if (reply->kind != REPLY_ANSWER && reply->kind != REPLY_LOST && reply->kind != REPLY_NOT_SENT)
        return advance(driver);
    switch ((enum phase)driver->phase) {
    case PHASE_PARENT:
    case PHASE_QUOTE:
        return take_search(driver, reply);
    case PHASE_UPLOAD:
        return take_upload(driver, reply);
    case PHASE_PROCESSING:
        return take_processing(driver, reply);
    case PHASE_CREATE:
        return take_created(driver, reply);
    case PHASE_START:
        break;
    }
    return advance(driver);
}

#define SOURCE "https://github.com/mastodon/mastodon/blob/main/"
#define DOCS "https://docs.joinmastodon.org/"

static const struct network_fact facts[] = {
    { N_("text"),
      N_("500 grapheme clusters with the content warning, or what the server says; an "
         "address counts 23, a mention without its host"),
      SOURCE "app/validators/status_length_validator.rb", "2026-08" },
    { N_("pictures"),
      N_("4 in a post, 16 MiB and 33 megapixels each, or what the server says; a "
         "video or sound stands alone"),
      DOCS "entities/Instance/", "2026-07" },
    { N_("alternative text"), N_("1500 characters"), DOCS "entities/Instance/", "2026-07" },
    { N_("content warning, visibility, language, poll"), N_("yes"), DOCS "methods/statuses/",
      "2026-07" },
    { N_("quotes"), N_("from Mastodon 4.5; the address stands in the text for all others"),
      DOCS "methods/statuses/", "2026-07" },
    { N_("long texts"), N_("folded after 706 pixels, 32 lines"),
      SOURCE "app/javascript/mastodon/components/status_content.jsx", "2026-11" },
    { N_("sending twice"),
      N_("Mastodon keeps a key for 3600 s (class K); on all other servers the "
         "post is looked for (class L)"),
      SOURCE "app/services/post_status_service.rb", "2026-08" },
    { N_("rate limit"),
      N_("300 requests in 5 minutes, 300 posts in 3 hours, 30 pictures in 30 "
         "minutes"),
      DOCS "api/rate-limits/", "2026-07" },
    { NULL, NULL, NULL, NULL },
};

/* The servers of those who make Mastodon (joinmastodon.org, read 2026-08). */
static const char *const public_hosts[] = { "mastodon.social", "mastodon.online", NULL };

const struct network network_mastodon = {
    .name = "mastodon",
    .title = "Mastodon",
    .summary = N_("posts and threads on Mastodon and on servers that speak its API"),
    .class_letter = 'L',
    .key_window_s = MASTODON_KEY_WINDOW_S,
    .markup = MARKUP_PLAIN,
    .public_hosts = public_hosts,
    .limits = { .text = 500,
                .parts = LIMIT_PARTS,
                .media = 4,
                .image_bytes = 16 * 1024 * 1024,
                .video_bytes = 99 * 1024 * 1024,
                .image_pixels = 33177600,
                .kinds = 1U << MEDIA_JPEG | 1U << MEDIA_PNG | 1U << MEDIA_GIF | 1U << MEDIA_WEBP |
                         1U << MEDIA_MP4,
                .alt_codepoints = 1500,
                /* configuration.polls (docs, entities/Instance, read 2026-07) */
                .poll = { .options = 4,
                          .option_characters = 50,
                          .shortest_s = 5 * 60,
                          .longest_s = 2629746 } },
    /* mastodon, app/javascript/mastodon/components/{status_content,media_gallery}.jsx: beyond 706
     * pixels, 32 lines, it is folded; four media in a rectangle of 3:2, one as it is; read 2026-11.
     */
    .look = { .fold = { .lines = 32, .more = N_("Read more") }, .grid = GRID_MOSAIC },
    .count = count_mastodon,
    .shows = 1ULL << POST_POLL | 1ULL << POST_SENSITIVE | 1ULL << POST_VISIBILITY |
             1ULL << POST_REPLY_TO | 1ULL << POST_QUOTE,
    .facts = facts,
    .render = mastodon_render,
    .freeze = mastodon_freeze,
    .login = mastodon_login,
    .next = mastodon_next,
    .lookup = mastodon_lookup,
};

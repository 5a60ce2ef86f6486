/* What a server says that it takes (configuration in /api/v2/instance, docs.joinmastodon.org/
 * entities/Instance, read 2026-07): read at login, and held against a thread before its first part
 * is sent, since a part that is refused later leaves the others standing alone. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "model/account.h"
#include "model/record.h"
#include "networks/frozen.h"
#include "networks/mastodon.h"
#include "networks/outcome.h"
#include "render/count.h"

enum { MAX_ATTACHMENTS = 100, MAX_TEXT = 1000 * 1000, ADDRESS_CHARACTERS = 23 };

/* A number of the server's within reason, or ours. */
static uint64_t number_of(const struct json *object, const char *key, uint64_t largest,
                          uint64_t ours)
{
    int64_t number = json_get_integer(object, key, -1);
    return number > 0 && (uint64_t)number <= largest ? (uint64_t)number : ours;
}

static uint32_t kinds_of(const struct json *mime_types, uint32_t ours)
{
    static const struct {
        const char *mime;
        enum media_kind kind;
    } known[] = { { "image/jpeg", MEDIA_JPEG },
                  { "image/png", MEDIA_PNG },
                  { "image/gif", MEDIA_GIF },
                  { "image/webp", MEDIA_WEBP },
                  { "video/mp4", MEDIA_MP4 } };
    uint32_t kinds = 0;
    const struct json *mime =
        mime_types && mime_types->kind == JSON_ARRAY ? mime_types->first : NULL;
    for (; mime; mime = mime->next)
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (mime->kind == JSON_STRING && text_equal(mime->string, known[i].mime))
                kinds |= UINT32_C(1) << known[i].kind;
    return kinds ? kinds : ours;
}

void mastodon_take_limits(struct session *session, const struct json *instance)
{
    const struct json *configuration = json_get(instance, "configuration");
    const struct json *statuses = json_get(configuration, "statuses");
    const struct json *media = json_get(configuration, "media_attachments");
    struct network_limits *limits = &session->limits;
    /* Pleroma says it in `max_toot_chars`. */
    uint64_t text_limit = number_of(instance, "max_toot_chars", MAX_TEXT, 0);
    session->text_limit = (size_t)number_of(statuses, "max_characters", MAX_TEXT, text_limit);
    limits->media =
        (size_t)number_of(statuses, "max_media_attachments", MAX_ATTACHMENTS, limits->media);
    limits->image_bytes = number_of(media, "image_size_limit", INT64_MAX, limits->image_bytes);
    limits->video_bytes = number_of(media, "video_size_limit", INT64_MAX, limits->video_bytes);
    limits->image_pixels = number_of(media, "image_matrix_limit", INT64_MAX, limits->image_pixels);
    limits->alt_codepoints =
        (size_t)number_of(media, "description_limit", MAX_TEXT, limits->alt_codepoints);
    limits->kinds = kinds_of(json_get(media, "supported_mime_types"), limits->kinds);
}

/* What the part's text counts on this server, or less: Mastodon itself says how, others count
 * addresses as they are, or as Mastodon does. */
static size_t count_text(const struct driver *driver, const struct json *create)
{
    const struct json *configuration = json_get(driver->session->facts, "configuration");
    size_t per_address =
        (size_t)number_of(json_get(configuration, "statuses"), "characters_reserved_per_url",
                          MAX_TEXT, ADDRESS_CHARACTERS);
    const char *text = json_get_string(create, "status");
    const char *warning = json_get_string(create, "spoiler_text");
    if (!text)
        return 0;
    size_t used = count_mastodon_with(driver->arena, warning, text, strlen(text), per_address);
    size_t plain = count_graphemes(driver->arena, warning, text, strlen(text));
    return driver->session->class_letter == 'K' || used < plain ? used : plain;
}

static struct step too_long(const struct driver *driver, size_t part, size_t used)
{
    size_t limit = driver->session->text_limit;
    const char *which = driver->record->part_count > 1
                            ? arena_printf(driver->arena, _("part %zu of %zu: "), part + 1,
                                           driver->record->part_count)
                            : "";
    return outcome_say(
        STEP_REFUSED, "too-long",
        arena_printf(driver->arena,
                     _("%sthe text has %zu characters as %s counts them, %zu more than its %zu"),
                     which, used, driver->network->title, used - limit, limit),
        arena_printf(driver->arena,
                     _("the server takes %zu characters, and posts are checked against %zu: write "
                       "`limits: {text: %zu}` for it"),
                     limit, driver->account->limits.text, limit));
}

struct step mastodon_hold_to_limits(const struct driver *driver)
{
    const struct json *statuses =
        json_get(json_get(driver->session->facts, "configuration"), "statuses");
    size_t text_limit = driver->session->text_limit;
    size_t media_limit =
        (size_t)number_of(statuses, "max_media_attachments", MAX_ATTACHMENTS, MAX_ATTACHMENTS);
    for (size_t part = 0; part < driver->record->part_count; part++) {
        size_t used = count_text(driver, json_get(frozen_part(driver, part), "create"));
        size_t media_count = frozen_media_count(driver, part);
        if (text_limit && used > text_limit)
            return too_long(driver, part, used);
        if (media_count > media_limit)
            return outcome_say(
                STEP_REFUSED, "too-many-media",
                arena_printf(driver->arena,
                             _("%s takes %zu pictures or videos in one post, here are %zu"),
                             driver->network->title, media_limit, media_count),
                _("mend the post, then 'pregon resolve --retry' sends it from today's text"));
    }
    return (struct step){ .kind = STEP_DONE };
}

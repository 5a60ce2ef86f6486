/* Networks that nothing here sends to. An account with `send: manual` can be on any of them: its
 * texts are measured and shown all the same, and a person copies them over. */
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "model/network.h"
#include "networks/networks.h"
#include "render/count.h"
#include "render/render.h"

enum {
    PICTURES = 1 << MEDIA_JPEG | 1 << MEDIA_PNG | 1 << MEDIA_GIF | 1 << MEDIA_WEBP,
    WITH_VIDEO = PICTURES | 1 << MEDIA_MP4,
    ANY_KIND = WITH_VIDEO | 1 << MEDIA_OTHER | 1 << MEDIA_UNKNOWN,
    /* A person can do all that the app can; what it can't, they see there. */
    ALL_SHOWN = 1 << POST_POLL | 1 << POST_SENSITIVE | 1 << POST_VISIBILITY | 1 << POST_REPLY_TO |
                1 << POST_QUOTE | 1 << POST_REPOST | 1 << POST_FIRST_COMMENT,
};

#define META "https://developers.facebook.com/docs/instagram-platform/"
#define MICROSOFT                                                                                  \
    "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/"
#define TIKTOK "https://developers.tiktok.com/doc/content-posting-api-reference-"
#define PINTEREST "https://developers.pinterest.com/docs/api/v5/pins-create"

#define ANYTHING_GOES                                                                              \
    .class_letter = 'N',                                                                           \
    .limits = { .parts = LIMIT_PARTS,                                                              \
                .media = LIMIT_PARTS,                                                              \
                .kinds = ANY_KIND,                                                                 \
                .mixes_video = true },                                                             \
    .count = count_graphemes, .shows = ALL_SHOWN, .render = render_plain

static const struct network_fact instagram_facts[] = {
    { N_("text"), N_("2,200 characters; in which unit is not said"), META "content-publishing",
      "2026-08" },
    { N_("pictures"), N_("10 in a carousel, all in the ratio of the first"),
      META "content-publishing", "2026-11" },
    { N_("links"), N_("an address in a caption leads nowhere"), META "content-publishing",
      "2026-11" },
    { N_("long texts"), N_("folded after 3 lines or 125 characters"),
      "https://help.instagram.com/1643471055915254", "2026-11" },
    { NULL, NULL, NULL, NULL },
};

static const struct network_fact threads_facts[] = {
    { N_("text"), N_("500 characters"), "https://developers.facebook.com/docs/threads/overview",
      "2026-08" },
    { N_("pictures"), N_("20 in a carousel"), "https://developers.facebook.com/docs/threads/posts",
      "2026-08" },
    { NULL, NULL, NULL, NULL },
};

static const struct network_fact linkedin_facts[] = {
    { N_("text"), N_("3,000 characters"), MICROSOFT "posts-api", "2026-08" },
    { N_("pictures"), N_("20 in a post"), MICROSOFT "multiimage-post-api", "2026-08" },
    { N_("long texts"),
      N_("folded after 3 lines, about 210 characters on a wide screen; LinkedIn itself says "
         "nothing"),
      "J. Espirian, \"See more\" breakpoints, 2024-09", "2026-11" },
    { NULL, NULL, NULL, NULL },
};

static const struct network_fact tiktok_facts[] = {
    { N_("text"), N_("2,200 UTF-16 units"), TIKTOK "direct-post", "2026-08" },
    { N_("pictures"), N_("35 in a post"), TIKTOK "photo-post", "2026-08" },
    { NULL, NULL, NULL, NULL },
};

static const struct network_fact pinterest_facts[] = {
    { N_("text"), N_("a description of 800 characters"), PINTEREST, "2026-08" },
    { N_("alternative text"), N_("500 characters"), PINTEREST, "2026-08" },
    { N_("pictures"), N_("5 in a carousel; what is taller than 2:3 may be cut off"),
      "https://help.pinterest.com, product specs", "2026-11" },
    { NULL, NULL, NULL, NULL },
};

static const struct network_fact x_facts[] = {
    { N_("text"),
      N_("280 weighted characters, 25,000 for who pays, which is not known here: it is not "
         "measured"),
      "https://docs.x.com/x-api/posts/create-post", "2026-11" },
    { N_("pictures"), N_("4 in a post"), "https://docs.x.com/x-api/posts/create-post", "2026-11" },
    { NULL, NULL, NULL, NULL },
};

static const struct network_fact telegram_facts[] = {
    { N_("text"), N_("4,096 UTF-16 units"), "https://core.telegram.org/bots/api", "2026-08" },
    { N_("pictures"), N_("10 in an album"), "https://core.telegram.org/bots/api", "2026-08" },
    { NULL, NULL, NULL, NULL },
};

static const struct network known[] = {
    { .name = "instagram",
      .title = "Instagram",
      .class_letter = 'N',
      .limits = { .text = 2200, .parts = 1, .media = 10, .kinds = WITH_VIDEO, .mixes_video = true },
      .look = { .fold = { .lines = 3, .characters = 125, .more = N_("more") },
                .grid = GRID_STRIP,
                .tallest = { 4, 5 },
                .widest = { 191, 100 },
                .has_no_links = true },
      .count = count_utf16_units,
      .shows = ALL_SHOWN,
      .facts = instagram_facts,
      .render = render_plain },
    { .name = "threads",
      .title = "Threads",
      .class_letter = 'N',
      .limits = { .text = 500,
                  .parts = LIMIT_PARTS,
                  .media = 20,
                  .kinds = WITH_VIDEO,
                  .mixes_video = true },
      .count = count_graphemes,
      .shows = ALL_SHOWN,
      .facts = threads_facts,
      .render = render_plain },
    { .name = "linkedin",
      .title = "LinkedIn",
      .class_letter = 'N',
      .limits = { .text = 3000, .parts = 1, .media = 20, .kinds = WITH_VIDEO },
      .look = { .fold = { .lines = 3, .characters = 210, .more = N_("see more") } },
      .count = count_utf16_units,
      .shows = ALL_SHOWN,
      .facts = linkedin_facts,
      .render = render_plain },
    { .name = "tiktok",
      .title = "TikTok",
      .class_letter = 'N',
      .limits = { .text = 2200, .parts = 1, .media = 35, .kinds = WITH_VIDEO },
      .count = count_utf16_units,
      .shows = ALL_SHOWN,
      .facts = tiktok_facts,
      .render = render_plain },
    { .name = "pinterest",
      .title = "Pinterest",
      .class_letter = 'N',
      .limits = { .text = 800, .parts = 1, .media = 5, .kinds = WITH_VIDEO, .alt_codepoints = 500 },
      .look = { .tallest = { 2, 3 } },
      .count = count_codepoints,
      .shows = ALL_SHOWN,
      .facts = pinterest_facts,
      .render = render_plain },
    { .name = "x",
      .title = "X",
      .class_letter = 'N',
      .limits = { .parts = LIMIT_PARTS, .media = 4, .kinds = WITH_VIDEO, .mixes_video = true },
      .look = { .fold = { .characters = 280, .more = N_("Show more") } },
      .count = count_graphemes,
      .shows = ALL_SHOWN,
      .facts = x_facts,
      .render = render_plain },
    { .name = "telegram",
      .title = "Telegram",
      .class_letter = 'N',
      .limits = { .text = 4096,
                  .parts = LIMIT_PARTS,
                  .media = 10,
                  .kinds = ANY_KIND,
                  .mixes_video = true },
      .count = count_utf16_units,
      .shows = ALL_SHOWN,
      .facts = telegram_facts,
      .render = render_plain },
    /* Of these, no limit has a source. */
    { .name = "facebook", .title = "Facebook", ANYTHING_GOES },
    { .name = "youtube", .title = "YouTube", ANYTHING_GOES },
    { .name = "whatsapp", .title = "WhatsApp", ANYTHING_GOES },
};

/* Any other: nothing is known of it, so nothing is held against it. */
static const struct network unknown = { .name = "manual", .title = "manual", ANYTHING_GOES };

const struct network *networks_all_by_hand(size_t *count)
{
    *count = sizeof known / sizeof known[0];
    return known;
}

const struct network *networks_by_hand(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (text_equal(known[i].name, name))
            return &known[i];
    }
    return &unknown;
}

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

#define ANYTHING_GOES                                                                              \
    .class_letter = 'N',                                                                           \
    .limits = { .parts = LIMIT_PARTS,                                                              \
                .media = LIMIT_PARTS,                                                              \
                .kinds = ANY_KIND,                                                                 \
                .mixes_video = true },                                                             \
    .count = count_graphemes, .shows = ALL_SHOWN, .render = render_plain

static const struct network known[] = {
    { .name = "instagram",
      .title = "Instagram",
      .class_letter = 'N',
      /* Instagram Platform, content publishing: a caption of 2,200 characters (unit not said), ten
       * items in a carousel; read 2026-08. */
      .limits = { .text = 2200, .parts = 1, .media = 10, .kinds = WITH_VIDEO, .mixes_video = true },
      /* help.instagram.com/1643471055915254: three lines, all of it up to 125 characters; content
       * publishing: 4:5 to 1.91:1, the first of a carousel crops all, addresses in a caption lead
       * nowhere; read 2026-11. */
      .look = { .fold = { .lines = 3, .characters = 125, .more = N_("more") },
                .grid = GRID_STRIP,
                .tallest = { 4, 5 },
                .widest = { 191, 100 },
                .has_no_links = true },
      .count = count_utf16_units,
      .shows = ALL_SHOWN,
      .render = render_plain },
    { .name = "threads",
      .title = "Threads",
      .class_letter = 'N',
      /* Threads API: 500 characters, 20 items in a carousel; read 2026-08. */
      .limits = { .text = 500,
                  .parts = LIMIT_PARTS,
                  .media = 20,
                  .kinds = WITH_VIDEO,
                  .mixes_video = true },
      .count = count_graphemes,
      .shows = ALL_SHOWN,
      .render = render_plain },
    { .name = "linkedin",
      .title = "LinkedIn",
      .class_letter = 'N',
      /* UGC posts: 3,000 characters; Posts API: 20 images; read 2026-08. */
      .limits = { .text = 3000, .parts = 1, .media = 20, .kinds = WITH_VIDEO },
      /* Not LinkedIn's own word, it publishes none: three lines, by J. Espirian's measurements of
       * 2024-09 ("See more" breakpoints); about 210 characters on a wide screen; read 2026-11. */
      .look = { .fold = { .lines = 3, .characters = 210, .more = N_("see more") } },
      .count = count_utf16_units,
      .shows = ALL_SHOWN,
      .render = render_plain },
    { .name = "tiktok",
      .title = "TikTok",
      .class_letter = 'N',
      /* Content Posting API: 2,200 UTF-16 units, 35 photos; read 2026-08. */
      .limits = { .text = 2200, .parts = 1, .media = 35, .kinds = WITH_VIDEO },
      .count = count_utf16_units,
      .shows = ALL_SHOWN,
      .render = render_plain },
    { .name = "pinterest",
      .title = "Pinterest",
      .class_letter = 'N',
      /* API v5: a description of 800 code points, an alternative text of 500, five images in a
       * carousel; read 2026-08. */
      .limits = { .text = 800, .parts = 1, .media = 5, .kinds = WITH_VIDEO, .alt_codepoints = 500 },
      /* help.pinterest.com, product specs: what is taller than 2:3 might be cut off; read 2026-11.
       */
      .look = { .tallest = { 2, 3 } },
      .count = count_codepoints,
      .shows = ALL_SHOWN,
      .render = render_plain },
    { .name = "x",
      .title = "X",
      .class_letter = 'N',
      /* API v2: four media. 280 weighted characters, 25,000 for who pays, who is not known here:
       * the text is not measured. Longer ones are folded at 280, not X's own word; read 2026-11. */
      .limits = { .parts = LIMIT_PARTS, .media = 4, .kinds = WITH_VIDEO, .mixes_video = true },
      .look = { .fold = { .characters = 280, .more = N_("Show more") } },
      .count = count_graphemes,
      .shows = ALL_SHOWN,
      .render = render_plain },
    { .name = "telegram",
      .title = "Telegram",
      .class_letter = 'N',
      /* Bot API: 4,096 characters after entities, in UTF-16 units; ten media in an album; read
       * 2026-08. */
      .limits = { .text = 4096,
                  .parts = LIMIT_PARTS,
                  .media = 10,
                  .kinds = ANY_KIND,
                  .mixes_video = true },
      .count = count_utf16_units,
      .shows = ALL_SHOWN,
      .render = render_plain },
    /* Of these, no limit has a source. */
    { .name = "facebook", .title = "Facebook", ANYTHING_GOES },
    { .name = "youtube", .title = "YouTube", ANYTHING_GOES },
    { .name = "whatsapp", .title = "WhatsApp", ANYTHING_GOES },
};

/* Any other: nothing is known of it, so nothing is held against it. */
static const struct network unknown = { .name = "manual", .title = "manual", ANYTHING_GOES };

const struct network *networks_by_hand(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (text_equal(known[i].name, name))
            return &known[i];
    }
    return &unknown;
}

/* Networks that nothing here sends to. An account with `send: manual` can be on any of them: its
 * texts are measured and shown all the same, and a person copies them over. */
#include "base/limits.h"
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

static const struct network known[] = {
    { .name = "instagram",
      .title = "Instagram",
      .class_letter = 'N',
      /* Instagram Platform, content publishing: a caption of 2,200 characters (unit not said), ten
       * items in a carousel; read 2026-08. */
      .limits = { .text = 2200, .parts = 1, .media = 10, .kinds = WITH_VIDEO, .mixes_video = true },
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
      .count = count_codepoints,
      .shows = ALL_SHOWN,
      .render = render_plain },
};

/* Any other: nothing is known of it, so nothing is held against it. */
static const struct network unknown = {
    .name = "manual",
    .title = "manual",
    .class_letter = 'N',
    .limits = { .parts = LIMIT_PARTS,
                .media = LIMIT_PARTS,
                .kinds = ANY_KIND,
                .mixes_video = true },
    .count = count_graphemes,
    .shows = ALL_SHOWN,
    .render = render_plain,
};

const struct network *networks_by_hand(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (text_equal(known[i].name, name))
            return &known[i];
    }
    return &unknown;
}

/* What a network takes, in numbers: the network's own, then overrides of accounts.yml (`limits`),
 * then what the server itself says at login. */
#ifndef PREGON_MODEL_NETWORK_LIMITS_H
#define PREGON_MODEL_NETWORK_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct poll_limits {
    size_t options, option_characters; /* 0: no limit */
    int64_t shortest_s, longest_s;     /* open for; 0: no limit */
};

struct network_limits {
    size_t text;       /* of one part, by the network's own count; 0: no limit */
    size_t text_bytes; /* of one part, besides; 0: no limit */
    size_t parts;      /* of a thread; 1: parts are joined as paragraphs */
    size_t media;      /* attachments in one part; 0: none */
    uint64_t image_bytes, video_bytes;
    uint64_t image_pixels; /* width × height; 0: no limit */
    uint32_t kinds;        /* 1 << enum media_kind that it takes */
    size_t alt_codepoints; /* of an alternative text; 0: no limit */
    struct poll_limits poll;
    bool has_cards;   /* a link can be a card */
    bool mixes_video; /* a video may stand beside pictures */
};

#endif

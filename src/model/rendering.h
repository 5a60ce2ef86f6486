/* A post for one account, ready to count, to show and to send: render/ makes it, check/ measures
 * it, show prints it, networks/ turns it into requests. */
#ifndef PREGON_MODEL_RENDERING_H
#define PREGON_MODEL_RENDERING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/post.h"

struct node;

enum facet_kind { FACET_LINK, FACET_MENTION, FACET_TAG };

/* A span of a part's text that means something; offsets in UTF-8 bytes, the end exclusive. */
struct facet {
    size_t start_byte, end_byte;
    enum facet_kind kind;
    const char *target; /* the address, the handle, the tag without # */
};

/* Where a stretch of a part's text comes from. What has none (bullets, blanks) was put in. */
struct rendered_piece {
    size_t at, bytes;        /* in the part's text */
    const struct node *node; /* of the body; NULL: of a key */
    size_t node_at;          /* the byte of the node's text; SIZE_MAX: it is not that text */
    enum post_key key;
    struct span where; /* of the key's value, or of the one in its list */
};

struct rendered_part {
    const char *text; /* what readers see; "" where there is only media */
    size_t text_bytes;
    struct facet *facets; /* in order, never overlapping */
    size_t facet_count;
    const struct media **media; /* in order */
    size_t media_count;
    const char *card;                    /* the address of the link card, or NULL */
    const char *html;                    /* HTML networks alone */
    const struct rendered_piece *pieces; /* in order, where they were asked for */
    size_t piece_count;
    uint32_t line;                  /* of the body where the part begins, for findings */
    size_t used, limit;             /* by the network's own count; limit 0: none */
    size_t used_bytes, limit_bytes; /* a second limit in bytes (Bluesky); 0: none */
};

/* Something of the post that readers of the network don't get. */
struct loss {
    const char *sentence;
    enum post_key key; /* what asked for it; POST_KEY_COUNT: nothing in the front matter alone */
    bool is_refusal;   /* the network would not take the post at all */
};

struct rendering {
    const struct account *account;
    const struct account_post *post;
    struct rendered_part *parts;
    size_t part_count;
    const char *title, *description, *slug; /* networks with titles */
    const char *warning;                    /* content warning, or NULL */
    bool is_sensitive;
    enum visibility visibility;
    const char *language;
    const char *reply_to, *quote; /* addresses, or `id/account` not resolved yet */
    struct names tags;            /* all, for networks that keep them apart */
    const char *link;             /* the address that ends an HTML network's text, or NULL */
    const struct loss *losses;    /* what this network can't show */
    size_t loss_count;
};

#endif

/* Flow: a Markdown tree as the running text of a social network, with facets.
 *
 * Paragraphs are a blank line apart, a line break is kept as typed, emphasis is dropped, lists get
 * bullets, quotes `> `. What has no text (comments, pictures) leaves no trace, not even a space. */
#ifndef PREGON_RENDER_FLOW_H
#define PREGON_RENDER_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/rendering.h"
#include "render/facets.h"

struct arena;
struct losses;
struct node;
struct workspace;

enum flow_links {
    FLOW_ADDRESSES, /* `text (address)`, no facets */
    FLOW_FACETS,    /* the text, and a facet */
    FLOW_WORDS,     /* the text alone: what it links to is shown elsewhere */
};

/* What a line of a list or quote begins with. */
struct flow_margin {
    const char *first, *rest;
    bool is_begun; /* `first` was written */
};

struct flow {
    struct arena *arena;
    struct losses *losses;
    const struct account_post *post;
    const struct workspace *workspace;
    enum flow_links links;
    struct text_buffer text;
    struct facets facets;
    int newlines;     /* owed before the next text */
    bool is_at_start; /* of a line */
    bool has_gap;     /* something was left out since the last text */
    bool is_in_link;
    size_t link_start_byte; /* SIZE_MAX until the link has text */
    struct flow_margin margins[LIMIT_MARKDOWN_DEPTH + 1];
    size_t margin_count;
    /* What is being written, for the pieces. */
    const struct node *node; /* NULL: a key */
    enum post_key key;
    struct span where;
    struct rendered_piece *pieces;
    size_t piece_count, piece_capacity;
};

void flow_begin(struct flow *flow, struct arena *arena, enum flow_links links,
                const struct account_post *post, const struct workspace *workspace,
                struct losses *losses);

/* Blocks from `first` up to and without `end`, as paragraphs of their own. */
void flow_put_blocks(struct flow *flow, const struct node *first, const struct node *end);
/* A paragraph with an address, unless the text holds it; `plain` is the same without UTM. Whether
 * it was written. */
bool flow_put_address(struct flow *flow, const char *address, const char *plain);
/* Adds the hashtags that were written so far. */
void flow_find_hashtags(const struct flow *flow, struct hashtags *out);
/* A paragraph `#A #B` of the tags that are not `typed`. */
void flow_put_tags(struct flow *flow, const struct names *tags, struct hashtags *typed);

/* Writes text and facets into `out`, and makes the flow ready for the next part. */
void flow_end(struct flow *flow, struct rendered_part *out);

#endif

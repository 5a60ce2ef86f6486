/* A Markdown body as a tree that all renderers and checks read. Nodes live in one arena, are never
 * changed after lib/markdown.h made them, and are at most LIMIT_MARKDOWN_DEPTH deep, so that
 * walking them by recursion is safe. */
#ifndef PREGON_MODEL_DOCUMENT_H
#define PREGON_MODEL_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/span.h"

enum node_kind {
    /* blocks */
    NODE_DOCUMENT,
    NODE_PARAGRAPH,
    NODE_HEADING, /* level, is_setext */
    NODE_QUOTE,
    NODE_LIST, /* is_ordered, start, is_tight */
    NODE_ITEM,
    NODE_CODE_BLOCK, /* text, info */
    NODE_RULE,       /* thematic break that does not split (nested in a list or quote) */
    NODE_HTML_BLOCK, /* text; is_comment where it is only comments */
    /* inlines */
    NODE_TEXT, /* text: the result, entities and escapes resolved */
    NODE_SOFT_BREAK,
    NODE_HARD_BREAK,
    NODE_CODE, /* text */
    NODE_EMPHASIS,
    NODE_STRONG,
    NODE_LINK,        /* url, title; children */
    NODE_IMAGE,       /* url, title; children are the alternative text */
    NODE_HTML_INLINE, /* text; is_comment */
    NODE_MENTION,     /* text: the name in @[name] */
};

struct node {
    enum node_kind kind;
    struct node *parent, *first, *last, *next;
    struct span where; /* columns 0 where the source there was not verified */
    const char *text;  /* terminated */
    size_t text_bytes;
    const char *url;
    const char *title;
    const char *info;
    int level; /* heading 1..6; start of an ordered list */
    bool is_setext, is_ordered, is_tight, is_comment;
};

/* One part of a thread: consecutive blocks, `first` up to and without `end` (may be NULL). */
struct part {
    const struct node *first;
    const struct node *end;
    uint32_t line; /* of its first block, or of the break before an empty part */
};

struct document {
    struct node *root; /* NODE_DOCUMENT; the splitting breaks are not among its children */
    struct part *parts;
    size_t part_count; /* at least 1; an empty body has one empty part */
    bool is_too_deep;  /* something was nested deeper than LIMIT_MARKDOWN_DEPTH and left out */
    bool is_empty;     /* nothing but white space and comments */
};

#endif

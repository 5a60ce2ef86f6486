/* Markup: a Markdown text as the tags and texts of the HTML that GitHub's flavour of it makes, with
 * each text's place in the source. What the tone engine reads: its rules' scopes are those tags.
 *
 * CommonMark by cmark; on top of it tables, struck text, task lists, bare addresses, footnotes and
 * `$$` blocks. Raw HTML is split into its tags. Nothing is escaped: texts are what a reader sees.
 */
#ifndef PREGON_LIB_MARKUP_H
#define PREGON_LIB_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/trace.h"

struct arena;

enum markup_kind { MARKUP_OPEN, MARKUP_CLOSE, MARKUP_TEXT, MARKUP_COMMENT };

struct markup_event {
    enum markup_kind kind;
    bool is_void;     /* `<br/>`: neither open nor closed */
    const char *text; /* the tag's name in lower case, the text, or the comment's; terminated */
    size_t bytes;
    struct trace trace; /* of a text, into the source */
    const char *href;   /* of a tag; or NULL */
    const char *class;  /* likewise */
    const char *source; /* a picture's address */
    const char *alt;    /* likewise */
    struct trace alt_trace;
};

struct markup {
    struct arena *arena;
    struct markup_event *items;
    size_t count, capacity;
};

/* `text` is valid UTF-8 without NUL, with LF line ends; everything is built in `arena`. */
void markup_parse(struct markup *out, struct arena *arena, const char *text, size_t bytes);

#endif

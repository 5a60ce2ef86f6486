/* Places of Markdown inlines in their source; a part of lib/markdown.c.
 *
 * cmark counts bytes, and its inline positions are wrong after an indented continuation line, a
 * lazy quote line, a hard break by backslash and a title over two lines (its issue 296, read
 * 2026-08). So the source is read along: each inline is looked for where the one before ended, then
 * where cmark says, then further on. What is not found has a line and no column. */
#ifndef PREGON_LIB_MARKDOWN_PLACE_H
#define PREGON_LIB_MARKDOWN_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/span.h"

struct arena;

#define NO_PLACE SIZE_MAX

struct places {
    const char *text;
    size_t bytes;
    uint32_t first_line;
    size_t *lines; /* the byte at which each begins */
    size_t line_count;
    bool has_returns;
    size_t at;        /* where the next inline begins */
    size_t other;     /* or here: what follows a link's `]` need not belong to it */
    size_t end;       /* of the block */
    size_t work_left; /* bytes to compare in vain, so that no text makes it take long */
    /* The place that was asked for last: the next one is counted from there. */
    size_t counted_line, counted_byte;
    uint32_t counted_column;
};

struct places places_of(struct arena *arena, const char *text, size_t bytes, uint32_t first_line);

/* cmark's line and column, both from 1, as a byte of the text. */
size_t places_byte(const struct places *places, int line, int column);
struct span places_span(struct places *places, size_t start, size_t end);
/* cmark's line of the `---` or `===` under the heading that begins in line `first`. cmark ends such
 * a heading where the next block begins, which may be a line too far. */
int places_underline(const struct places *places, int first, int last);

/* The inlines of the block [start, end) follow. */
void places_enter_block(struct places *places, size_t start, size_t end);

/* Each gives the byte at which an inline begins, or NO_PLACE, and moves `at` behind it, or for what
 * has children behind its opening marks. `hint` is where cmark says. */
size_t places_text(struct places *places, const char *text, size_t bytes, size_t hint);
size_t places_code(struct places *places, size_t hint);
size_t places_html(struct places *places, const char *text, size_t hint);
size_t places_open(struct places *places, const char *marks, size_t mark_bytes, size_t hint);

/* Moves `at` behind the closing marks of emphasis, of a link or picture; behind a line break. */
void places_close_emphasis(struct places *places, size_t mark_bytes);
void places_close_link(struct places *places);
void places_break(struct places *places);

/* The byte behind the source of `bytes` of text, which is known to begin at `at`. */
size_t places_skip(struct places *places, const char *text, size_t bytes, size_t at);

#endif

/* What the files of lib/markup share. */
#ifndef PREGON_LIB_MARKUP_PARTS_H
#define PREGON_LIB_MARKUP_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/markup.h"

/* A text that is part of the source, or was built from it. */
struct markup_source {
    const char *text;
    size_t bytes;
    const struct trace *below; /* NULL: it is the source */
};

struct markup_footnote {
    const char *label; /* terminated */
    struct markup_source content;
    struct trace trace; /* the content's */
    size_t number;      /* in the order of the first references; 0: none yet */
};

struct markup_notes {
    struct markup_footnote *items;
    size_t count, capacity;
    size_t used;
};

struct markup_event *markup_add(struct markup *out, enum markup_kind kind, const char *text,
                                size_t bytes);
void markup_open(struct markup *out, const char *tag);
void markup_close(struct markup *out, const char *tag);

/* Splits raw HTML into its tags, comments and texts; `trace` is that of the whole. */
void markup_html(struct markup *out, const char *html, size_t bytes, const struct trace *trace);

/* Of a document's text: takes out footnotes' definitions and `$$` blocks, which cmark does not
 * know, by overwriting a copy of them with blanks. Gives the number of those blocks. */
size_t markup_take_out(struct markup_notes *notes, struct arena *arena, char *text, size_t bytes);

/* On the events of a block's inlines, from `first` on: bare addresses, references to footnotes and
 * struck text become tags. */
void markup_extend(struct markup *out, size_t first, struct markup_notes *notes);

/* The lines of a paragraph, without what contains it. */
struct markup_line {
    size_t start, end;
};

/* The line of the paragraph that is a table's row of dashes; 0 where there is none. */
size_t markup_table_rule(const char *text, const struct markup_line *lines, size_t count);

/* The cells of a row; at most `capacity` are written, all are counted. */
size_t markup_table_cells(const char *text, const struct markup_line *row,
                          struct markup_line *cells, size_t capacity);

#endif

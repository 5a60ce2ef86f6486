/* cmark's tree of a Markdown text; a part of lib/markdown.c. */
#ifndef PREGON_LIB_MARKDOWN_CMARK_H
#define PREGON_LIB_MARKDOWN_CMARK_H

#include <stddef.h>

#define CMARK_NO_SHORT_NAMES /* its NODE_TEXT is not ours */
#include <cmark.h>

struct arena;

/* Parser and tree live in the arena: nothing is to be freed, and the tree is only to be read. */
cmark_node *markdown_cmark(struct arena *arena, const char *text, size_t bytes);

#endif

/* Markdown: CommonMark (cmark) to our tree, with positions in the file, cut into a thread's parts.
 */
#ifndef PREGON_LIB_MARKDOWN_H
#define PREGON_LIB_MARKDOWN_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct document;

/* The tree of `text`, which is valid UTF-8 of at most LIMIT_BODY_BYTES and begins at line
 * `first_line` of its file. Top-level thematic breaks split; `@[name]` becomes NODE_MENTION.
 * Columns are only given where the source there was compared. Safe in several threads at once. */
void markdown_parse(struct document *out, struct arena *arena, const char *text, size_t bytes,
                    uint32_t first_line);

#endif

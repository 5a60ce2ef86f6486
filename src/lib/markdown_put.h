/* Markdown made of foreign text, for a comment that a git host shows: whatever the text holds, it
 * stays text. Inside code nothing is a link, a picture, a mention, HTML or a command of the host.
 *
 * Control characters are the caller's to make visible first (unicode_visible()). */
#ifndef PREGON_LIB_MARKDOWN_PUT_H
#define PREGON_LIB_MARKDOWN_PUT_H

#include <stddef.h>

struct text_buffer;

/* On one line, as text of a paragraph: what could mean something has a backslash. For editors: it
 * does not keep a git host from making a link of an address, or a mention of a name. */
void markdown_put_text(struct text_buffer *out, const char *text);

/* On one line, between backticks; white space becomes one blank, and what is longer than
 * MARKDOWN_CODE_BYTES is cut. Not for a table's cell where the text may hold `|`. */
enum { MARKDOWN_CODE_BYTES = 300 };
void markdown_put_code(struct text_buffer *out, const char *text);

/* A block between fences that are longer than any in it, on lines of its own. */
void markdown_put_fence(struct text_buffer *out, const char *text, size_t bytes);

#endif

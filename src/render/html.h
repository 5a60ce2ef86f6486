/* HTML: a post's body for a blog, by CommonMark's rules. Everything is escaped, raw HTML never
 * passes, addresses are http, https, mailto or of the blog itself, pictures are the post's own. */
#ifndef PREGON_RENDER_HTML_H
#define PREGON_RENDER_HTML_H

#include <stddef.h>

struct arena;
struct document;
struct media;
struct rendering;
struct text_buffer;
struct workspace;

/* The body of the first part, which has all blocks. `root` stands before paths of the blog: its
 * whole address, or the way up to it ("../../"). */
void html_put_body(struct text_buffer *out, const struct rendering *rendering,
                   const struct workspace *workspace, const char *root);

/* A text that is no post's, such as a campaign's brief: without pictures; headings begin at level
 * `level`. */
void html_put_text(struct text_buffer *out, const struct document *document,
                   const struct workspace *workspace, int level);

/* Where a medium stands below the blog's address, named by what it holds: "media/3f2a….jpg". */
const char *html_media_path(struct arena *arena, const struct media *media);

#endif

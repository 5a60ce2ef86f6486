/* The body of a post: Markdown to a tree, and what can't be meant that way. */
#ifndef PREGON_CONTENT_BODY_H
#define PREGON_CONTENT_BODY_H

struct arena;
struct body;
struct front_matter;
struct reading;
struct workspace;

/* Fills `out` from what stands behind the front matter. Complains of a heading that was meant as a
 * break, of raw HTML, of empty parts, and of mentions that brand/mentions.yml does not know. */
void body_read(struct body *out, struct arena *arena, struct reading *reading,
               const struct front_matter *at, const struct workspace *workspace);

#endif

/* The body of a post's file: Markdown with what people fall into, and its pictures. */
#ifndef PREGON_CONTENT_BODY_H
#define PREGON_CONTENT_BODY_H

#include <stddef.h>

#include "content/fields.h"
#include "lib/front_matter.h"
#include "model/post.h"

struct workspace;

/* The text below the front matter, parsed. It complains of nothing: body_check() does. */
void body_read(struct body *out, struct reading *reading, const struct front_matter *at);

/* Complains of what would not come out as its writer means it, and adds the body's pictures to
 * `fields`, behind those of front matter. */
void body_check(struct post_fields *fields, const struct body *body,
                const struct fields_reading *from, const struct workspace *workspace);

#endif

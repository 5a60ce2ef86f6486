/* The media of a post: found on disk, and what their own headers and sidecars say of them. */
#ifndef PREGON_CONTENT_MEDIA_H
#define PREGON_CONTENT_MEDIA_H

#include <stddef.h>

#include "content/fields.h"
#include "model/post.h"

struct node;
struct yaml_node;

/* The list under `media:`. Entries with faults that leave a file are kept. */
void media_read(struct media **out, size_t *count, const struct fields_reading *from,
                const struct yaml_node *list);

/* A picture that stands in the body, in part `part`; `file` is its address as it means a file. */
void media_read_inline(struct media *out, const struct fields_reading *from,
                       const struct node *image, const char *file, int part);

/* The path of the file that the value of `key` names, beside the post or in content/media/; NULL,
 * with a complaint, where there is none. */
const char *media_find(const struct fields_reading *from, const char *key,
                       const struct yaml_node *node);

/* A file that a faulty entry means: nobody shall be told that no post uses it. */
void media_note_use(const struct fields_reading *from, const char *file);

#endif

/* The hash of what a payload says: to know it again, and to see that it was not changed. */
#ifndef PREGON_PUBLISH_CONTENT_H
#define PREGON_PUBLISH_CONTENT_H

struct arena;
struct json;

/* "sha256:…" of the payload without the post's id, our keys and the files' paths: a post that was
 * renamed has the same. Media are in it by their blob ids. */
const char *content_hash(struct arena *arena, const struct json *payload);

#endif

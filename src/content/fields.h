/* The keys of a post: front matter, or an entry of `overrides`, to struct post_fields. */
#ifndef PREGON_CONTENT_FIELDS_H
#define PREGON_CONTENT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/reading.h"
#include "model/post.h"

struct tree;
struct yaml_node;

/* The files that a post uses, besides its own; one may stand there twice. */
struct post_paths {
    const char **items;
    size_t count, capacity;
};

#define POST_VISIBILITIES "public|unlisted|followers"
enum { POST_MAX_PRIORITY = 1000 };

/* Whether it may stand in a variant, or under `overrides`. */
bool post_key_is_for_layers(enum post_key key);

/* What is known while the keys of one map are read. */
struct fields_reading {
    struct reading *reading;
    struct tree *tree;
    const char *folder; /* of the post, for its media */
    size_t part_count;  /* of the body that these keys stand with */
    bool is_layer;      /* null takes away; id, accounts, except and overrides stand elsewhere */
    bool takes_options; /* an entry of `overrides`: other keys are the network's own */
    struct post_paths *paths; /* files in use are noted here */
};

/* Fills `out` from `map`, which may be NULL. What is wrong is a complaint and left out. Only
 * `date_utc` and `expires_utc` stay NO_TIME: they need the accounts' zones. */
void fields_read(struct post_fields *out, const struct fields_reading *from,
                 const struct yaml_node *map);

void post_paths_add(struct post_paths *paths, struct arena *arena, const char *path);

#endif

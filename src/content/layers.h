/* The layers of a post: entries of `overrides` and variant files, each for some accounts. */
#ifndef PREGON_CONTENT_LAYERS_H
#define PREGON_CONTENT_LAYERS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/post.h"

struct arena;
struct workspace;

/* For whom a word speaks, the first of account, network, group and, for a variant, language. False
 * where it is none of them. */
bool layer_find_scope(struct post_layer *layer, struct arena *arena,
                      const struct workspace *workspace);

/* The least specific first, a variant behind an override of the same scope. */
void layers_sort(struct post_layer *layers, size_t count);

/* Every word that may name a layer, for did-you-mean. */
const char **layer_names(struct arena *arena, const struct workspace *workspace, size_t *count);

#endif

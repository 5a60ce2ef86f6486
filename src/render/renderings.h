/* A post for each of its accounts, and what each of them shows: made once for all who look at the
 * post while it is loaded. */
#ifndef PREGON_RENDER_RENDERINGS_H
#define PREGON_RENDER_RENDERINGS_H

#include <stddef.h>

#include "model/rendering.h"

struct arena;
struct workspace;

struct renderings {
    struct account_post *posts;
    struct rendering *items; /* the same order; `account` is NULL where no driver can render */
    size_t count;            /* in the order of the workspace's accounts */
};

/* Of a post that was loaded; else none. In `arena`, as long as the post lives. */
struct renderings renderings_make(struct arena *arena, const struct post *post,
                                  const struct workspace *workspace);

#endif

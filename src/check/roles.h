/* Roles whose approval a post asks for. */
#ifndef PREGON_CHECK_ROLES_H
#define PREGON_CHECK_ROLES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/span.h"

struct account_post;
struct arena;
struct post;
struct workspace;

/* Whether `role` must approve the whole post: by its own `requires`, its campaign's, or a rule of
 * brand.yml that fits it. */
bool roles_ask(struct arena *scratch, const struct workspace *workspace, const struct post *post,
               const char *role);

/* A role that must approve what one account gets, and the key of the post that makes it so. */
struct role_demand {
    const char *role;
    const char *path;
    struct span where;
};

/* All of them, each role once; in `arena`. A rule for some accounts is for those alone. */
size_t roles_demanded(struct role_demand **out, struct arena *arena,
                      const struct workspace *workspace, const struct account_post *post);
/* False where none of its accounts can need any: without looking at each. */
bool roles_may_be_demanded(const struct workspace *workspace, const struct post *post);

#endif

/* Roles whose approval a post asks for. */
#ifndef PREGON_CHECK_ROLES_H
#define PREGON_CHECK_ROLES_H

#include <stdbool.h>

struct arena;
struct post;
struct workspace;

/* Whether `role` must approve the whole post: by its own `requires`, its campaign's, or a rule of
 * brand.yml that fits it. */
bool roles_ask(struct arena *scratch, const struct workspace *workspace, const struct post *post,
               const char *role);

#endif

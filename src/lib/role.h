/* Roles: the words of brand/team.yml by which files say who must approve something. */
#ifndef PREGON_LIB_ROLE_H
#define PREGON_LIB_ROLE_H

#include "lib/reading.h"
#include "model/account.h"

struct workspace;

/* Complains of each of `roles` that nobody has, with a did-you-mean: a post that waits for it would
 * wait for ever. Without people in brand/team.yml, any role is fine. */
int role_check(struct reading *reading, const struct workspace *workspace,
               const struct names *roles);

#endif

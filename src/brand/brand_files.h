/* What the files of this folder share while they fill a workspace. */
#ifndef PREGON_BRAND_BRAND_FILES_H
#define PREGON_BRAND_BRAND_FILES_H

#include <stddef.h>

#include "lib/reading.h"

struct brand;
struct workspace;
struct yaml_node;

/* What holds where brand.yml does not say otherwise. */
void brand_set_defaults(struct brand *brand);

/* Each reads one file, whose root is not NULL, into the workspace. */
void brand_read_identity(struct workspace *workspace, struct reading *reading,
                         const struct yaml_node *root);
void brand_read_accounts(struct workspace *workspace, struct reading *reading,
                         const struct yaml_node *root);
void brand_read_audiences(struct workspace *workspace, struct reading *reading,
                          const struct yaml_node *root);
void brand_read_team(struct workspace *workspace, struct reading *reading,
                     const struct yaml_node *root);
void brand_read_mentions(struct workspace *workspace, struct reading *reading,
                         const struct yaml_node *root);

/* Gives each account its post rules, and complains of keys in brand.yml's `posts` that are no
 * account or network; `reading` is that of brand.yml. */
void brand_bind_rules(struct workspace *workspace, struct reading *reading);

/* Complains of the accounts' audiences that are none; `reading` is that of accounts.yml. */
void brand_check_audiences(const struct workspace *workspace, struct reading *reading);

#endif

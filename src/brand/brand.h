/* brand/: brand.yml, accounts.yml, audiences.yml, team.yml, mentions.yml. */
#ifndef PREGON_BRAND_BRAND_H
#define PREGON_BRAND_BRAND_H

struct arena;
struct err;
struct findings;
struct tree;
struct workspace;

/* Fills the brand's side of `workspace`; what is wrong in a file is a finding. A workspace without
 * brand.yml or accounts.yml is one too. Everything lives in `arena`. ERR_SYSTEM alone. */
int brand_load(struct workspace *workspace, struct arena *arena, struct tree *tree,
               struct findings *findings, struct err *err) __attribute__((warn_unused_result));

/* Complains of roles, accounts, campaigns, audiences and pillars that brand.yml's `approvals` names
 * and that are not there; when all else is loaded. */
void brand_check_approvals(const struct workspace *workspace, struct findings *findings);

#endif

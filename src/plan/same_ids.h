/* Posts that share an id. */
#ifndef PREGON_PLAN_SAME_IDS_H
#define PREGON_PLAN_SAME_IDS_H

struct plan;

/* Blocks the deliveries of posts whose ids are the same, whatever the case: records, approvals and
 * links could not tell them apart. Two branches may each be right, and wrong together. `plan` is
 * not settled yet: a post's deliveries stand together. */
void plan_block_same_ids(struct plan *plan);

#endif

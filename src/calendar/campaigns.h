/* Campaigns: calendar/campaigns/<id>.md, a brief with its dates and targets in front matter. */
#ifndef PREGON_CALENDAR_CAMPAIGNS_H
#define PREGON_CALENDAR_CAMPAIGNS_H

struct arena;
struct err;
struct findings;
struct form;
struct tree;
struct workspace;

/* Of a brief's front matter, for editors. */
extern const struct form campaign_form;

/* Fills the workspace's campaigns, in the order of their ids, after calendar.yml's zone. */
int campaigns_load(struct workspace *workspace, struct arena *arena, struct tree *tree,
                   struct findings *findings, struct err *err) __attribute__((warn_unused_result));

#endif

/* calendar/: calendar.yml, the event files that it names, campaigns, and the zones in which local
 * times mean something. */
#ifndef PREGON_CALENDAR_CALENDAR_H
#define PREGON_CALENDAR_CALENDAR_H

struct arena;
struct err;
struct findings;
struct form;
struct tree;
struct workspace;

/* Of calendar.yml, for editors. */
extern const struct form calendar_form;

/* Fills the calendar's side of `workspace`, after brand_load(): also the zone of each account. A
 * missing calendar.yml is a finding. Everything lives in `arena`. ERR_SYSTEM alone. */
int calendar_load(struct workspace *workspace, struct arena *arena, struct tree *tree,
                  struct findings *findings, struct err *err) __attribute__((warn_unused_result));

#endif

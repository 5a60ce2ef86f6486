/* `plan --format text`: a heading a day, a line a delivery, and the balance. */
#ifndef PREGON_COMMANDS_PLAN_TEXT_H
#define PREGON_COMMANDS_PLAN_TEXT_H

struct invocation;
struct plan;
struct plan_window;
struct project;

/* In a window that is open, the next 14 days and what needs attention, whatever its day. */
void plan_write_text(struct invocation *invocation, const struct project *project,
                     const struct plan *plan, const struct plan_window *window);

#endif

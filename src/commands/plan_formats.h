/* `plan` for calendars and for spreadsheets. */
#ifndef PREGON_COMMANDS_PLAN_FORMATS_H
#define PREGON_COMMANDS_PLAN_FORMATS_H

#include <stddef.h>

struct delivery;
struct invocation;
struct project;

/* An event a delivery that has a time, in UTC. The same input gives the same bytes. */
void plan_write_ics(struct invocation *invocation, const struct project *project,
                    const struct delivery *const *deliveries, size_t count);
/* A row a delivery, under the names that JSON has for them. */
void plan_write_csv(struct invocation *invocation, const struct delivery *const *deliveries,
                    size_t count);

#endif

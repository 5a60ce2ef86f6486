/* How people and programs are told of a plan, alike by each command that has one. */
#ifndef PREGON_COMMANDS_PLAN_REPORT_H
#define PREGON_COMMANDS_PLAN_REPORT_H

#include <stdio.h>

#include "io/output.h"
#include "model/delivery.h"

struct arena;
struct invocation;
struct json_writer;
struct plan;

/* The columns that the widest of the states' words needs, and a state's colour. */
int plan_state_columns(void);
enum style plan_state_style(enum delivery_state state);
/* The line that must add up. */
void plan_write_balance(const struct invocation *invocation, const struct plan *plan);
/* The posts that go nowhere, which no line of the balance can count. */
void plan_write_nowhere(FILE *log, const struct plan *plan);

/* The object `balance`: its keys are promised to programs. */
void plan_put_balance(struct json_writer *json, const struct plan *plan);
/* The entries of an object that was begun. `arena` holds them only while they are put. */
void plan_put_delivery(struct json_writer *json, struct arena *arena,
                       const struct delivery *delivery);

#endif

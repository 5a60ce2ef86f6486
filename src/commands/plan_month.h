/* `plan --month`: the deliveries of a month as a grid of weeks, for a terminal of 80 columns. */
#ifndef PREGON_COMMANDS_PLAN_MONTH_H
#define PREGON_COMMANDS_PLAN_MONTH_H

#include <stddef.h>

struct delivery;
struct err;
struct invocation;
struct project;

/* A month, `2026-12`, or that of now where `text` is NULL. */
struct month {
    int year, month;
};

int plan_month_parse(struct month *out, const struct project *project, const char *text,
                     struct err *err) __attribute__((warn_unused_result));

/* Weeks from Monday to Sunday, days by the calendar's zone: how many deliveries each has, and the
 * first posts; today in brackets, days that are wholly closed with a `×`. */
void plan_write_month(struct invocation *invocation, const struct project *project,
                      const struct delivery *const *deliveries, size_t count,
                      const struct month *month);

#endif

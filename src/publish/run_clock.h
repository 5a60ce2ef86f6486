/* A run's clock, held against others' before anything is sent: one that is wrong by a year would
 * call everything missed, or send it at once. */
#ifndef PREGON_PUBLISH_RUN_CLOCK_H
#define PREGON_PUBLISH_RUN_CLOCK_H

struct err;
struct run;

/* Opens the run's journal and fetches the ledger, and asks the git host for the time, where the
 * remote has one that tells it. ERR_SYSTEM where its clock is another, or nobody answers for ours;
 * else as journal_open() and journal_fetch(). */
int run_clock_fetch(struct run *run, struct err *err) __attribute__((warn_unused_result));

/* Asks one of the services that something goes to, and may go to: not in a dry run. After the plan
 * is made. ERR_SYSTEM where its clock is another; silence says nothing. */
int run_clock_ask_service(struct run *run, struct err *err) __attribute__((warn_unused_result));

#endif

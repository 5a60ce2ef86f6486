/* The ledger as commands that send nothing see it: read from the local repository, never from the
 * network. */
#ifndef PREGON_COMMANDS_LEDGER_VIEW_H
#define PREGON_COMMANDS_LEDGER_VIEW_H

struct err;
struct ledger;
struct project;

/* The newest ledger that this clone knows; its `tip` is NULL where there is none. Everything lives
 * in the project's arena. */
int ledger_view_open(struct ledger *out, struct project *project, struct err *err)
    __attribute__((warn_unused_result));

#endif

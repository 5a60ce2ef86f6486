/* The end of a run, when there is nothing left to send. */
#ifndef PREGON_PUBLISH_RUN_END_H
#define PREGON_PUBLISH_RUN_END_H

struct run;

/* Writes a sign of life into the ledger, where the last one is old, rebuilds the blogs, and tells
 * people what they must know of the ledger. What fails is told, and is in the run's status. */
void run_end(struct run *run);

/* After all, with what the run came to (0 or -1): what failed may have failed because the store of
 * the ledger is broken, and would again. It is mended, and people are told. */
void run_mend_store(struct run *run, int result);

#endif

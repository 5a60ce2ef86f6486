/* The gate that each create passes, and nothing else of a job: between the word in the ledger and
 * the first byte to the network. */
#ifndef PREGON_PUBLISH_JOB_GATE_H
#define PREGON_PUBLISH_JOB_GATE_H

struct engine;
struct job;

/* The create waits for its leave: the ledger's word is recent enough, nothing holds it, the claim
 * is still ours. Sends it, or sees to it that SENDING is written first. */
void job_pass_gate(struct engine *engine, struct job *job);

#endif

/* Jobs: what a step of the driver, a written record, or time makes of a delivery. */
#ifndef PREGON_PUBLISH_JOB_H
#define PREGON_PUBLISH_JOB_H

#include "publish/engine.h"

/* It is its turn: claimed and not begun, or to be looked up. */
void job_start(struct engine *engine, struct job *job);

/* A step that its talk gave (talk_advance). */
void job_judge(struct engine *engine, struct job *job, const struct step *step);

/* The ledger has the record; on it goes from the phase that waited for that. */
void job_written(struct engine *engine, struct job *job);
/* Somebody else's record stands there. */
void job_lost(struct job *job);

/* Nothing was sent under this claim, and nothing will be. */
void job_give_up(struct engine *engine, struct job *job, const char *why);

/* The network wants no request of its account until later, and nothing of it is under way: that is
 * written down. What is to be sent is claimed and given up in one. */
void job_put_off(struct engine *engine, struct job *job, const struct step *verdict);

/* Its own request went unclear: what now, by its class. */
void job_recover(struct engine *engine, struct job *job);
/* What is known of it for that: this run has sent it. */
struct recovery_facts job_recovery_facts(const struct engine *engine, const struct job *job);

/* A signal came: what was begun and is not with a network is given up. */
void job_stop(struct engine *engine, struct job *job);
/* No answer will be waited for any more. */
void job_abandon(struct engine *engine, struct job *job);

bool job_is_active(const struct job *job);

#endif

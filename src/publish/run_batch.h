/* A batch: the jobs that a run finds to do at this moment. */
#ifndef PREGON_PUBLISH_RUN_BATCH_H
#define PREGON_PUBLISH_RUN_BATCH_H

#include <stdint.h>

#include "publish/run.h"

/* Adds to the engine what is to be written down (missed), recovered, or sent. `*next_utc` is when
 * more may be to do; NO_TIME where nothing is in sight. `*retry_utc` the same, of what was begun
 * and waits for its network. */
int batch_gather(struct run *run, int64_t *next_utc, int64_t *retry_utc, struct err *err)
    __attribute__((warn_unused_result));

/* Tells what became of the engine's jobs. */
void batch_report(struct run *run);

/* --dry-run: tells what a run would do. */
int batch_preview(struct run *run, struct err *err) __attribute__((warn_unused_result));

void run_tell(const struct run *run, const struct run_event *event);

#endif

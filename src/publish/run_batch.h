/* A batch: the jobs that a run finds to do at this moment. */
#ifndef PREGON_PUBLISH_RUN_BATCH_H
#define PREGON_PUBLISH_RUN_BATCH_H

#include <stdint.h>

#include "publish/run.h"

struct account;
struct delivery;

/* Adds to the engine what is to be written down (missed), recovered, or sent. `*next_utc` is when
 * more may be to do; NO_TIME where nothing is in sight. `*retry_utc` the same, of what was begun
 * and waits for its network. */
int batch_gather(struct run *run, int64_t *next_utc, int64_t *retry_utc, struct err *err)
    __attribute__((warn_unused_result));

/* Tells what became of the engine's jobs. */
void batch_report(struct run *run);

/* --dry-run: tells what a run would do. */
int batch_preview(struct run *run, struct err *err) __attribute__((warn_unused_result));

/* Parts of gathering (run_unfinished.c), and what they share. */
void batch_write_late(struct run *run);
void batch_recover(struct run *run, int64_t *next_utc);

/* Whether the options, and a rehearsal, let the delivery take part. */
bool batch_is_wanted(const struct run *run, const char *post, const struct account *account);
bool batch_is_held(const struct run *run, const char *post, const char *account,
                   const char *campaign);
/* To send it: once a run, and again only where the network asked for a moment's patience. To
 * recover it: once. */
bool batch_may_try(struct run *run, const struct delivery *delivery);
bool batch_may_recover(struct run *run, const struct record *record);
/* --limit: as many as were asked for are begun. */
bool batch_is_at_limit(const struct run *run);
struct lane *batch_lane(struct run *run, const struct account *account);
struct record batch_new_record(const struct delivery *delivery);
/* Gives the job its frozen payload, as it was recorded and no other; false where it is not there.
 */
bool batch_take_frozen(struct run *run, struct job *job);
/* Why a delivery may not go out: it was sent already under the old name of its account, or, where
 * `record` is its new one with today's text (NULL: it is meant to repeat), that text was
 * (run_again.c). NULL where nothing is in its way. */
const char *batch_find_again(const struct run *run, struct arena *arena,
                             const struct delivery *delivery, const struct record *record);
/* The earlier of two times, of which either may be NO_TIME. */
int64_t batch_earlier(int64_t a, int64_t b);

void run_tell(const struct run *run, const struct run_event *event);

#endif

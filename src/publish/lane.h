/* Lanes: an account's secret, its session, and who it turns out to be. */
#ifndef PREGON_PUBLISH_LANE_H
#define PREGON_PUBLISH_LANE_H

#include "publish/engine.h"

/* An account that sends to other machines has a secret, and where it may go is judged before any
 * name is looked up: where this fails, not a byte goes there. */
int lane_take_secret(struct engine *engine, struct lane *lane, struct err *err)
    __attribute__((warn_unused_result));

/* Reads the account's secret, judges where it may go, and begins to log in. */
void lane_begin(struct engine *engine, struct lane *lane);

/* The session ended on the way: logs in again. */
void lane_begin_again(struct lane *lane);

/* A step of the login's talk. */
void lane_judge(struct engine *engine, struct lane *lane, const struct step *step);

/* Nothing more is begun on the account in this run; the kind of `why` says who mends it. */
void lane_stop(struct lane *lane, const struct err *why);

/* The class of the network at this very server. */
char lane_class(const struct lane *lane);

#endif

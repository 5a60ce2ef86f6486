/* What an answer means: the one table of docs/reliability.md, alike for all networks.
 *
 * The table is for create calls alone. Every other call (a session, an upload, a poll, a look-up)
 * settles nothing: whatever goes wrong there, nothing was published, and it is tried again. */
#ifndef PREGON_NETWORKS_OUTCOME_H
#define PREGON_NETWORKS_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "model/network.h"

struct arena;

enum {
    /* What only a person can mend is asked again now and then, in case somebody did. */
    OUTCOME_PERSON_WAIT_MS = 15 * 60 * 1000,
};

/* How a network says what is wrong. Lists of codes end with NULL; NULL is an empty list. A code is
 * compared with the error's code and with its words. */
struct network_errors {
    const char *title;              /* "Bluesky" */
    const char *code_key;           /* in the error's JSON object; NULL: it has words alone */
    const char *words_key;          /* "message" */
    const char *const *auth_codes;  /* an authentication answer, whatever the status */
    const char *const *login_codes; /* the session ended: log in again */
    const char *const *busy_codes;  /* a refusal that passes by itself */
    const char *auth_remedy;        /* N_(…): how to get new credentials */
};

/* Of the create call: STEP_DONE where it is accepted and `has_id`, else REFUSED, AUTH, LOGIN, BUSY
 * or UNKNOWN, with code, words and remedy. `has_id`: the driver could read the new post's id. */
struct step outcome_of_create(struct arena *arena, const struct network_errors *errors,
                              const struct reply *reply, bool has_id, int64_t now_utc);

/* Of any other call that failed, or whose answer can't be used: AUTH, LOGIN or BUSY. */
struct step outcome_of_call(struct arena *arena, const struct network_errors *errors,
                            const struct reply *reply, int64_t now_utc);

/* Whether the answer is an error with that code. */
bool outcome_has_code(struct arena *arena, const struct network_errors *errors,
                      const struct reply *reply, const char *code);

/* Seconds until the network wants to hear from us again: Retry-After (seconds or an HTTP date),
 * else for 429 the rate limit's reset (seconds since 1970 or from now, or ISO 8601). At least 1, at
 * most a day; -1 where it does not say. */
int64_t outcome_retry_after_s(struct arena *arena, const struct reply *reply, int64_t now_utc);

/* An ISO 8601 time as networks write it, with or without a fraction, which is dropped; NO_TIME for
 * anything else. */
int64_t outcome_time_utc(struct arena *arena, const char *text);

/* A verdict of the driver's own. BUSY waits OUTCOME_PERSON_WAIT_MS. */
struct step outcome_say(enum step_kind kind, const char *code, const char *message,
                        const char *remedy);

#endif

/* Attempts: what claiming, sending, answers and giving up make of a record. Pure; whoever changes a
 * record here writes it to the ledger before it acts on it.
 *
 * Records are written for people and for other runs, so their texts are never translated. */
#ifndef PREGON_PUBLISH_ATTEMPT_H
#define PREGON_PUBLISH_ATTEMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/process.h"
#include "publish/recover.h"

struct arena;
struct json;
struct record;
struct step;

/* Who works on a record, and when. */
struct attempt_facts {
    struct recovery_facts clocks; /* now_utc and real_utc alone */
    const char *run;
    struct process self;
};

/* Makes the record's parts from a frozen payload: one with each key. Parts that are sent, and what
 * is known of those that may be, stay where the key is the same. -1 where the payload has none. */
int attempt_take_parts(struct record *record, struct arena *arena, const struct json *payload)
    __attribute__((warn_unused_result));

/* Another text or picture than before: what the network said of the old one (`media-1`, `draft`) is
 * not of the new one. Parts that are sent keep theirs. */
void attempt_forget_slots(struct record *record);

/* A new claim: attempt n+1 under a nonce made anew. Classes I and K are SENDING with it, all others
 * RESERVED (or PREPARED still). What an earlier attempt may have left open is remembered. */
void attempt_claim(struct record *record, struct arena *arena, const struct attempt_facts *facts);

/* Writes down, before it happens, that a part is about to be sent. */
void attempt_begin(struct record *record, size_t part, const struct attempt_facts *facts);

/* Class D: an invisible object is there, and will be published. */
void attempt_prepare(struct record *record, size_t part);

/* Whether a record that stands in the ledger allows to send that part: the point of no return is
 * open in it. */
bool attempt_is_begun(const struct record *record, size_t part);
/* How long after the ledger had it a create may begin, in milliseconds. */
int64_t attempt_start_limit_ms(const struct record *record);

/* All parts are sent. */
void attempt_sent(struct record *record, const struct attempt_facts *facts);

/* Proved not accepted: FAILED for STEP_REFUSED, RETRY for STEP_AUTH and STEP_BUSY (`wait_ms`
 * later). But where an earlier attempt may still land, it proves nothing: the record stays in
 * flight with the network's words in it, and false is returned. So does it after a request of this
 * attempt that went unclear. */
bool attempt_refused(struct record *record, struct arena *arena, const struct step *verdict,
                     const struct attempt_facts *facts);

/* The network wants no request until later; the record stays what it is. */
void attempt_put_off(struct record *record, struct arena *arena, const struct step *verdict,
                     const struct attempt_facts *facts);

/* What is known of the request that went unclear. */
struct attempt_request {
    int64_t begun_utc;
    int64_t sent_bytes; /* -1 unknown */
    int http_status;    /* 0: none came */
};

/* Nobody knows whether it was accepted: the record stays in flight, with all the evidence. */
void attempt_unclear(struct record *record, struct arena *arena, const struct step *verdict,
                     const struct attempt_request *request);

/* Given up before anything was sent under this claim; `why` in words. False as attempt_refused. */
bool attempt_give_up(struct record *record, struct arena *arena, const char *why,
                     const struct attempt_facts *facts);

/* A part was found, and nobody has touched those behind it: they are to be sent. */
void attempt_go_on(struct record *record);

/* Two look-ups found nothing: never accepted, so it may be tried again. */
void attempt_absent(struct record *record, struct arena *arena, const struct attempt_facts *facts);

/* No machine can tell: a person must, and is told how. */
void attempt_uncertain(struct record *record, struct arena *arena, const char *reason);

/* Notes what a look-up found. */
void attempt_looked(struct record *record, struct arena *arena, const char *found,
                    const struct attempt_facts *facts);

#endif

/* Recovery: what to do with a delivery that some run has begun and not finished. Pure: it decides
 * from the record and the facts, and does nothing itself.
 *
 * The rule behind all of it (docs/reliability.md): a send is only repeated when the one before is
 * proved not accepted, or when the network's class makes a repetition harmless. */
#ifndef PREGON_PUBLISH_RECOVER_H
#define PREGON_PUBLISH_RECOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record;
struct record_part;

enum recovery_kind {
    RECOVERY_NONE,      /* it is not in flight */
    RECOVERY_WAIT,      /* somebody may be at work, or a request still land: not before `at_utc` */
    RECOVERY_CLAIM,     /* nothing visible left: claim it anew, and begin from what was frozen */
    RECOVERY_REPEAT,    /* claim it anew and send the same bytes again: harmless */
    RECOVERY_LOOK_UP,   /* look whether it is there, before anything else */
    RECOVERY_UNCERTAIN, /* no machine can tell: a person must */
};

struct recovery {
    enum recovery_kind kind;
    int64_t at_utc;     /* RECOVERY_WAIT, by the run's clock */
    bool looks_first;   /* RECOVERY_REPEAT: what is found need not be sent */
    const char *reason; /* RECOVERY_UNCERTAIN: recorded, so untranslated */
};

struct recovery_facts {
    int64_t now_utc;  /* the run's clock, which --now may have moved */
    int64_t real_utc; /* the real one */
    bool is_own;      /* this very run's claim, whose attempt has ended unclear */
    bool is_owner_gone;
    bool can_look_up;     /* the network has a look-up */
    int64_t key_window_s; /* class K: how long a key is remembered */
};

/* Whether a run has begun it and not finished: of any other record the answer is RECOVERY_NONE,
 * whatever the facts. */
bool recover_is_needed(const struct record *record);

struct recovery recover(const struct record *record, const struct recovery_facts *facts);

/* Class K: for how long a create may still begin whose key the server remembers, should an earlier
 * one have been accepted; also what was sent first must be within. 0 or less: no longer. */
int64_t recover_key_left_s(const struct record *record, const struct recovery_facts *facts);

/* The part that a run works on: the first that is not sent; NULL where all are. */
struct record_part *recover_part(const struct record *record);

/* Whether no earlier request is open, of another attempt or unclear of this one. While one is,
 * nothing that becomes of the present request settles the delivery. */
bool recover_is_resolved(const struct record *record);

/* Whether a definite refusal settles the delivery all the same: of class I, where what had landed
 * would have been taken as the same, once nothing earlier can land any more. */
bool recover_is_conclusive(const struct record *record, const struct recovery_facts *facts);

/* The latest moment at which a request of the record's attempts may have begun: a new claim keeps
 * it as `request_utc`, since its own time takes the place of the old claim's. */
int64_t recover_last_request_utc(const struct record *record);

/* Seconds from `then_utc`, a moment of the record, to now: by the run's clock, or by the real one
 * where the record's run had moved its own. Negative for a moment in the future. */
int64_t recover_age_s(const struct record *record, int64_t then_utc,
                      const struct recovery_facts *facts);

#endif

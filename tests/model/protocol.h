/* The publish protocol as an executable model: one delivery, two or three runs that may overlap, a
 * kill at every step, requests and pushes that are lost or land late, in every order. */
#ifndef PREGON_TESTS_MODEL_PROTOCOL_H
#define PREGON_TESTS_MODEL_PROTOCOL_H

#include <stdbool.h>

#include "explore.h"

/* What each of docs/reliability.md's promises rests on. */
enum rule {
    RULE_NONE,
    RULE_CLAIM,       /* a claim stands on the server before a byte leaves */
    RULE_CALLBACK,    /* a push that was refused is not believed because the call returned 0 */
    RULE_NONCE,       /* what is confirmed is this very claim, not that the run is ours */
    RULE_NO_REPEAT,   /* class N: after an unclear request nothing is sent again */
    RULE_TRANSPORT,   /* the transport sends a request once */
    RULE_QUIET,       /* nobody takes over while a request may still land */
    RULE_START_LIMIT, /* a claim that is too old starts no request */
    RULE_WINDOW,      /* class K: no repetition after the server forgot the key */
    RULE_MARGIN,      /* class K: nor so late that it may land after that */
    RULE_DOUBT,       /* a refusal says nothing about the request before it */
    RULE_SAME_STAGE,  /* what a look-up found is not written over a record that has gone on */
    RULE_RECORD_ID,   /* class D: a draft's id is recorded before it is published */
};

struct variant {
    char class_letter; /* I, K, L, N */
    int runs;          /* 2 or 3 */
    int claims;        /* that one run makes at most */
    int late_pushes;   /* at once, at most */
    bool forgets;      /* the server forgets keys after their window */
    enum rule without;
};

struct model protocol_model(const struct variant *variant);

/* Class D, whose creates are invisible: drafts that are published by their id. */
struct model draft_model(int runs, enum rule without);

#endif

/* The numbers of the publish protocol, in seconds. Each bounds how late something can happen, and
 * others add up to them: change none alone. */
#ifndef PREGON_PUBLISH_PROTOCOL_H
#define PREGON_PUBLISH_PROTOCOL_H

enum {
    /* Two clocks may differ by so much; more is refused before anything is sent. */
    PROTOCOL_SKEW_S = 120,
    /* A create call in all (io/http.h keeps it). */
    PROTOCOL_CREATE_S = 45,
    /* A request without an answer can land until so long after its owner could last write a byte.
     */
    PROTOCOL_QUIET_S = 15 * 60,
    /* A claim is its owner's for so long. */
    PROTOCOL_LEASE_S = 30 * 60,
    /* A claim of class I is harmless to take over sooner: repeating changes nothing. */
    PROTOCOL_LEASE_IDEMPOTENT_S = 2 * 60,
    /* A create begins at most so long after the claim that allows it was confirmed: L, U, N, and
     * I, K, D, where an early take-over does no harm. */
    PROTOCOL_START_S = 60,
    PROTOCOL_START_IDEMPOTENT_S = 10 * 60,
    /* Confirming a claim takes at most so long (io/repo.h ends a push after it). */
    PROTOCOL_CONFIRM_S = 2 * 60,
    /* Before it repeats with the same key, a run waits for its own lost request to settle. */
    PROTOCOL_REPEAT_S = 120,
    /* Between the two look-ups that prove absence. */
    PROTOCOL_SECOND_LOOK_S = 60,
    /* The tip, and the holds with it, is fetched again before a send when it is older. */
    PROTOCOL_FETCH_S = 60,

    PROTOCOL_CLAIM_MAX = 10,             /* deliveries in a claim of L, U, N */
    PROTOCOL_CLAIM_IDEMPOTENT_MAX = 100, /* of I, K, D */
};

#endif

/* How long an answer stays the same that was given at one moment: where it depends on the time, it
 * notes each moment at which it would turn. */
#ifndef PREGON_MODEL_VALIDITY_H
#define PREGON_MODEL_VALIDITY_H

#include <stdbool.h>
#include <stdint.h>

/* From `since_utc` on, and before `until_utc`. */
struct validity {
    int64_t since_utc, until_utc;
};

static inline struct validity validity_always(void)
{
    return (struct validity){ INT64_MIN, INT64_MAX };
}

/* From `turn_utc` on, the answer that is given now would be another, or was one until then. */
static inline void validity_turn(struct validity *validity, int64_t now_utc, int64_t turn_utc)
{
    if (turn_utc > now_utc && turn_utc < validity->until_utc)
        validity->until_utc = turn_utc;
    if (turn_utc <= now_utc && turn_utc > validity->since_utc)
        validity->since_utc = turn_utc;
}

static inline bool validity_holds(const struct validity *validity, int64_t now_utc)
{
    return validity->since_utc <= now_utc && now_utc < validity->until_utc;
}

#endif

/* Holds: hold.yml on the ledger's branch; what is held is not sent, and never becomes missed. */
#ifndef PREGON_MODEL_HOLD_H
#define PREGON_MODEL_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account.h"

struct hold {
    bool all;
    struct names accounts, campaigns, posts, except;
    const char *why, *by;
    int64_t until_utc; /* NO_TIME: until someone resumes */
};

struct holds {
    struct hold *items;
    size_t count;
    bool is_broken; /* it did not parse: everything is held */
    const char *problem;
};

/* The first hold on a delivery, or NULL. `campaign` may be NULL. Broken holds hold everything, but
 * are none of the items: ask `is_broken` first. */
const struct hold *holds_find(const struct holds *holds, const char *post, const char *account,
                              const char *campaign, int64_t now_utc);

#endif

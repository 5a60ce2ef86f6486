/* Holds: which of them means a delivery. */
#include "model/hold.h"

#include "base/text.h"
#include "model/moment.h"

const struct hold *holds_find(const struct holds *holds, const char *post, const char *account,
                              const char *campaign, int64_t now_utc)
{
    for (size_t i = 0; i < holds->count; i++) {
        const struct hold *hold = &holds->items[i];
        if (hold->until_utc != NO_TIME && now_utc >= hold->until_utc)
            continue;
        if (names_have(&hold->except, post) || names_have(&hold->except, account) ||
            names_have(&hold->except, campaign))
            continue;
        if (hold->all || names_have(&hold->accounts, account) || names_have(&hold->posts, post) ||
            names_have(&hold->campaigns, campaign))
            return hold;
    }
    return NULL;
}

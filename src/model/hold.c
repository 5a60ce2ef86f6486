/* Holds: which of them means a delivery. */
#include "model/hold.h"

#include "base/text.h"
#include "model/moment.h"

static bool has_name(const struct names *names, const char *text)
{
    for (size_t i = 0; text && i < names->count; i++)
        if (text_equal(names->items[i].text, text))
            return true;
    return false;
}

const struct hold *holds_find(const struct holds *holds, const char *post, const char *account,
                              const char *campaign, int64_t now_utc)
{
    for (size_t i = 0; i < holds->count; i++) {
        const struct hold *hold = &holds->items[i];
        if (hold->until_utc != NO_TIME && now_utc >= hold->until_utc)
            continue;
        if (has_name(&hold->except, post) || has_name(&hold->except, account) ||
            has_name(&hold->except, campaign))
            continue;
        if (hold->all || has_name(&hold->accounts, account) || has_name(&hold->posts, post) ||
            has_name(&hold->campaigns, campaign))
            return hold;
    }
    return NULL;
}

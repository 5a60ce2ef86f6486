/* Limits: how many posts a day an account takes, and how far apart. */
#include <stddef.h>

#include "calendar/calendar_parts.h"
#include "lib/form.h"
#include "lib/yaml.h"
#include "model/workspace.h"

enum { WITHOUT = -1 };

static int64_t gap_of(const struct yaml_node *limits)
{
    return form_duration_of(limits, "gap", WITHOUT);
}

static int64_t per_day_of(const struct yaml_node *limits)
{
    return form_number_of(limits, "per-day", WITHOUT);
}

void calendar_give_limits(struct workspace *workspace, const struct yaml_node *limits)
{
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account *account = &workspace->accounts[i];
        const char *names[] = { account->id, account->network_name, "default" };
        int64_t gap_s = WITHOUT;
        account->per_day = WITHOUT;
        for (size_t j = 0; limits && j < 3; j++) {
            const struct yaml_node *own = names[j] ? yaml_get(limits, names[j]) : NULL;
            if (gap_s == WITHOUT)
                gap_s = gap_of(own);
            if (account->per_day == WITHOUT)
                account->per_day = per_day_of(own);
        }
        account->gap_s = gap_s == WITHOUT ? 0 : gap_s;
    }
}

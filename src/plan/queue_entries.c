/* Queue entries of one post. */
#include "plan/queue_entries.h"

#include <string.h>

#include "base/list.h"
#include "model/account.h"
#include "plan/queues.h"

static int by_account(const void *left, const void *right)
{
    const struct queue_wish *a = left;
    const struct queue_wish *b = right;
    return strcmp(a->account->id, b->account->id);
}

static bool waits(const struct queue_wish *wish) { return wish->waits && wish->queue; }

static bool is_together(const struct queue_wish *a, const struct queue_wish *b)
{
    return a->queue == b->queue && a->day_s == b->day_s;
}

static bool is_first(const struct queue_wish *wishes, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (waits(&wishes[i]) && is_together(&wishes[i], &wishes[index]))
            return false;
    return true;
}

size_t queue_entries_make(struct queue_entry *out, struct queue_place *places,
                          struct queue_wish *wishes, size_t count)
{
    size_t entry_count = 0;
    list_sort(wishes, count, sizeof *wishes, by_account);
    for (size_t i = 0; i < count; i++) {
        const struct queue_wish *own = &wishes[i];
        struct queue_entry *entry = &out[entry_count];
        if (!waits(own) || !is_first(wishes, i))
            continue;
        *entry = (struct queue_entry){
            .queue = own->queue,
            .post = own->post,
            .campaign = own->campaign,
            .priority = own->priority,
            .is_urgent = own->is_urgent,
            .day_s = own->day_s,
            .not_after_utc = own->not_after_utc,
            .places = places,
        };
        for (size_t j = 0; j < count; j++) {
            entry->has_slot |= wishes[j].has_time && wishes[j].queue == own->queue;
            if (waits(&wishes[j]) && is_together(&wishes[j], own))
                *places++ =
                    (struct queue_place){ .account = wishes[j].account, .tag = wishes[j].tag };
        }
        entry->place_count = (size_t)(places - entry->places);
        entry_count++;
    }
    return entry_count;
}

/* One look at each post's id, in a table of those that were seen. */
#include "plan/same_ids.h"

#include <stdint.h>
#include <strings.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "plan/plan.h"

/* FNV-1a of the id, in which capital and small letters are one. */
static uint64_t hash_of(const char *id)
{
    uint64_t hash = 14695981039346656037U;
    for (; *id; id++)
        hash = (hash ^ ((unsigned char)*id | 0x20)) * 1099511628211U;
    return hash;
}

static void block(struct plan *plan, size_t first, const struct delivery *other)
{
    const struct delivery *own = &plan->items[first];
    const char *why =
        arena_printf(plan->arena, _("the id '%s' is taken by '%s': give this post another `id:`"),
                     own->post, other->path);
    why = arena_printf(plan->arena, "%s: %s", own->path, why);
    for (size_t i = first; i < plan->count && plan->items[i].post_index == own->post_index; i++)
        if (!plan->items[i].why_blocked)
            plan->items[i].why_blocked = why;
}

void plan_block_same_ids(struct plan *plan)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    size_t places = 16;
    while (places < 2 * plan->count)
        places *= 2;
    /* Each the number of a post's first delivery, from 1; 0: free. */
    size_t *table = arena_alloc_array(&scratch, places, sizeof *table);
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *own = &plan->items[i];
        if (i > 0 && own->post_index == own[-1].post_index)
            continue;
        size_t at = hash_of(own->post) & (places - 1);
        while (table[at] && strcasecmp(plan->items[table[at] - 1].post, own->post) != 0)
            at = (at + 1) & (places - 1);
        if (!table[at]) {
            table[at] = i + 1;
            continue;
        }
        block(plan, i, &plan->items[table[at] - 1]);
        block(plan, table[at] - 1, own);
    }
}

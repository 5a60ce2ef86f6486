/* The workspace: finding things by their ids. */
#include "model/workspace.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "model/account_set.h"
#include "model/post.h"

/* Each of these structs begins with its id. */
_Static_assert(offsetof(struct account, id) == 0 && offsetof(struct group, id) == 0 &&
                   offsetof(struct queue, id) == 0 && offsetof(struct campaign, id) == 0 &&
                   offsetof(struct audience, id) == 0 && offsetof(struct person, id) == 0 &&
                   offsetof(struct mention, id) == 0,
               "an id stands first");

void workspace_add_source(struct workspace *workspace, struct arena *arena,
                          const struct source *source)
{
    workspace->sources = list_grow(arena, workspace->sources, workspace->source_count,
                                   &workspace->source_capacity, sizeof *workspace->sources);
    workspace->sources[workspace->source_count++] = *source;
}

static int compare_id(const void *id, const void *item)
{
    return strcmp(id, *(const char *const *)item);
}

static const void *find_sorted(const void *items, size_t count, size_t item_bytes, const char *id)
{
    return count ? bsearch(id, items, count, item_bytes, compare_id) : NULL;
}

static const void *find_in_order(const void *items, size_t count, size_t item_bytes, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        const void *item = (const char *)items + i * item_bytes;
        if (compare_id(id, item) == 0)
            return item;
    }
    return NULL;
}

const struct account *workspace_account(const struct workspace *workspace, const char *id)
{
    return find_in_order(workspace->accounts, workspace->account_count, sizeof(struct account), id);
}

const struct group *workspace_group(const struct workspace *workspace, const char *id)
{
    return find_in_order(workspace->groups, workspace->group_count, sizeof(struct group), id);
}

const struct queue *workspace_queue(const struct workspace *workspace, const char *id)
{
    const struct calendar *calendar = &workspace->calendar;
    return find_in_order(calendar->queues, calendar->queue_count, sizeof(struct queue), id);
}

const struct campaign *workspace_campaign(const struct workspace *workspace, const char *id)
{
    return find_sorted(workspace->campaigns, workspace->campaign_count, sizeof(struct campaign),
                       id);
}

const struct audience *workspace_audience(const struct workspace *workspace, const char *id)
{
    return find_sorted(workspace->audiences, workspace->audience_count, sizeof(struct audience),
                       id);
}

const struct person *workspace_person(const struct workspace *workspace, const char *id)
{
    return find_sorted(workspace->people, workspace->person_count, sizeof(struct person), id);
}

bool person_has_role(const struct person *person, const char *role)
{
    return names_have(&person->roles, role);
}

const struct mention *workspace_mention(const struct workspace *workspace, const char *id)
{
    return find_sorted(workspace->mentions, workspace->mention_count, sizeof(struct mention), id);
}

const char *mention_handle(const struct mention *mention, const char *network)
{
    for (size_t i = 0; i < mention->handle_count; i++) {
        if (strcmp(mention->handles[i].network, network) == 0)
            return mention->handles[i].handle;
    }
    return NULL;
}

const char *workspace_nearest_target(const struct workspace *workspace, struct arena *arena,
                                     const char *id)
{
    size_t count = 0;
    const char **ids =
        arena_alloc_array(arena, workspace->account_count + workspace->group_count, sizeof *ids);
    for (size_t i = 0; i < workspace->account_count; i++)
        ids[count++] = workspace->accounts[i].id;
    for (size_t i = 0; i < workspace->group_count; i++)
        ids[count++] = workspace->groups[i].id;
    return text_nearest(id, ids, count);
}

bool account_is_named(const struct workspace *workspace, const struct account *account,
                      const char *name)
{
    const struct group *group = workspace_group(workspace, name);
    return text_equal(account->id, name) ||
           (group && account_set_has(group->accounts, account->index));
}

const char *account_language(const struct workspace *workspace, const struct account *account)
{
    if (account->language)
        return account->language;
    const struct names *languages = &workspace->brand.languages;
    return languages->count ? languages->items[0].text : "en";
}

/* Names on the command line. */
#include "commands/lookup.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "model/account.h"
#include "model/workspace.h"
#include "plan/plan.h"

int lookup_account(const struct workspace *workspace, const char *name, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    if (!name || workspace_account(workspace, name))
        return 0;
    const char **ids = arena_alloc_array(&scratch, workspace->account_count, sizeof *ids);
    for (size_t i = 0; i < workspace->account_count; i++)
        ids[i] = workspace->accounts[i].id;
    const char *nearest = text_nearest(name, ids, workspace->account_count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no account '%s'; did you mean '%s'?"), name,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no account '%s' in brand/accounts.yml"), name);
}

int lookup_target(const struct workspace *workspace, const char *name, struct err *err)
{
    if (!name || workspace_account(workspace, name) || workspace_group(workspace, name))
        return 0;
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *nearest = workspace_nearest_target(workspace, &scratch, name);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no account or group '%s'; did you mean '%s'?"),
                       name, nearest);
    return err_set(err, ERR_USAGE, _("there is no account or group '%s' in brand/accounts.yml"),
                   name);
}

int lookup_queue(const struct workspace *workspace, const char *name, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    if (!name || workspace_queue(workspace, name))
        return 0;
    const struct calendar *calendar = &workspace->calendar;
    const char **ids = arena_alloc_array(&scratch, calendar->queue_count, sizeof *ids);
    for (size_t i = 0; i < calendar->queue_count; i++)
        ids[i] = calendar->queues[i].id;
    const char *nearest = text_nearest(name, ids, calendar->queue_count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no queue '%s'; did you mean '%s'?"), name,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no queue '%s' in calendar.yml"), name);
}

int lookup_campaign(const struct workspace *workspace, const char *name, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    if (!name || workspace_campaign(workspace, name))
        return 0;
    size_t count = workspace->campaign_count;
    const char **ids = arena_alloc_array(&scratch, count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = workspace->campaigns[i].id;
    const char *nearest = text_nearest(name, ids, count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no campaign '%s'; did you mean '%s'?"), name,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no campaign '%s' in calendar/campaigns/"), name);
}

int lookup_no_post(const char *word, const char *const *ids, size_t count, struct err *err)
{
    const char *nearest = text_nearest(word, ids, count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no post '%s'; did you mean '%s'?"), word,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no post '%s'; 'pregon plan' lists them"), word);
}

int lookup_post(const struct plan *plan, const char *word, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char **ids = arena_alloc_array(&scratch, plan->count, sizeof *ids);
    for (size_t i = 0; i < plan->count; i++) {
        ids[i] = plan->items[i].post;
        if (text_equal(ids[i], word))
            return 0;
    }
    return lookup_no_post(word, ids, plan->count, err);
}

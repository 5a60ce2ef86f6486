/* Blackouts that let something through which is not there: a slip would close the day for it. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/timetable.h"
#include "model/workspace.h"

static const char *nearest_of(const struct workspace *workspace, struct arena *scratch,
                              const char *name)
{
    size_t count = 0;
    const char **ids = arena_alloc_array(scratch, workspace->campaign_count, sizeof *ids);
    for (size_t i = 0; i < workspace->campaign_count; i++)
        ids[count++] = workspace->campaigns[i].id;
    const char *nearest = text_nearest(name, ids, count);
    return nearest ? nearest : workspace_nearest_target(workspace, scratch, name);
}

static bool is_there(const struct timetable *table, const char *name)
{
    const struct workspace *workspace = table->context->workspace;
    return workspace_campaign(workspace, name) || workspace_account(workspace, name) ||
           workspace_group(workspace, name) ||
           post_summary_find(table->by_id, table->post_count, name, strlen(name));
}

void check_closures(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct workspace *workspace = table->context->workspace;
    for (size_t i = 0; i < workspace->calendar.closure_count; i++) {
        const struct closure *closure = &workspace->calendar.closures[i];
        for (size_t j = 0; j < closure->except.count; j++) {
            const struct name *name = &closure->except.items[j];
            const char *nearest;
            if (is_there(table, name->text))
                continue;
            nearest = nearest_of(workspace, scratch, name->text);
            findings_report(findings, SEVERITY_WARNING, "reference", closure->path, name->where,
                            nearest ? _("there is no campaign, post, account or group '%s'; did "
                                        "you mean '%s'?")
                                    : _("there is no campaign, post, account or group '%s'"),
                            name->text, nearest);
        }
    }
}

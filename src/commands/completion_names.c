/* The workspace's own names, for the completions: those of its brand and calendar, so that no post
 * is read for them. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "commands/command.h"
#include "commands/completion.h"
#include "commands/project.h"
#include "lib/yaml.h"
#include "model/workspace.h"

/* Shells take what they are offered for more than text. */
static bool is_safe(const char *name)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return *name && !name[strspn(name, safe)];
}

static void write_name(FILE *out, enum completion_kind kind, const char *name)
{
    if (name && is_safe(name))
        fprintf(out, "%s %s\n", completion_kind_name(kind), name);
}

static void write_roles(FILE *out, const struct workspace *workspace)
{
    const struct yaml_node *approvals = workspace->brand.approvals;
    for (size_t i = 0; i < workspace->person_count; i++)
        for (size_t j = 0; j < workspace->people[i].roles.count; j++)
            write_name(out, COMPLETE_ROLE, workspace->people[i].roles.items[j].text);
    if (!approvals || approvals->kind != YAML_LIST)
        return;
    for (const struct yaml_node *one = approvals->first; one; one = one->next) {
        const struct yaml_node *roles = one->kind == YAML_MAP ? yaml_get(one, "roles") : NULL;
        if (!roles || roles->kind != YAML_LIST)
            continue;
        for (const struct yaml_node *role = roles->first; role; role = role->next)
            if (role->kind == YAML_SCALAR)
                write_name(out, COMPLETE_ROLE, role->text);
    }
}

void completion_write_names(struct invocation *invocation)
{
    CLEANUP(project_close) struct project project = { 0 };
    const struct workspace *workspace = &project.workspace;
    const struct calendar *calendar = &workspace->calendar;
    struct err ignored = { 0 };
    FILE *out = invocation->out;
    if (project_open_files(&project, invocation, NULL, &ignored) != 0)
        return;
    for (size_t i = 0; i < workspace->account_count; i++)
        write_name(out, COMPLETE_ACCOUNT, workspace->accounts[i].id);
    for (size_t i = 0; i < workspace->campaign_count; i++)
        write_name(out, COMPLETE_CAMPAIGN, workspace->campaigns[i].id);
    for (size_t i = 0; i < calendar->queue_count; i++)
        write_name(out, COMPLETE_QUEUE, calendar->queues[i].id);
    for (size_t i = 0; i < workspace->person_count; i++)
        write_name(out, COMPLETE_PERSON, workspace->people[i].id);
    write_roles(out, workspace);
}

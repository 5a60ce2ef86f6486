/* The local ledger: the branch's newest commit that this clone has. */
#include "commands/ledger_view.h"

#include "commands/project.h"
#include "ledger/ledger.h"

int ledger_view_open(struct ledger *out, struct project *project, struct err *err)
{
    const struct brand *brand = &project->workspace.brand;
    const char *tip = NULL;
    if (project->repo)
        tip = ledger_seen_tip(project->repo, project->arena, brand->ledger_branch,
                              brand->ledger_remote ? brand->ledger_remote : "origin");
    return ledger_read(out, project->arena, project->repo, tip, project->workspace.calendar.zone,
                       err);
}

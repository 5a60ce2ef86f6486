/* The plan of a project's posts: one plan a thread, joined. */
#include "commands/plan_posts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/check.h"
#include "commands/demands.h"
#include "commands/join.h"
#include "commands/project.h"
#include "commands/recheck.h"
#include "ledger/ledger.h"
#include "model/finding.h"
#include "model/post.h"
#include "plan/plan.h"
#include "plan/same_ids.h"

struct visit {
    struct project *project;
    struct post_workers *workers;
    struct recheck *recheck; /* NULL: none */
    struct plan plans[sizeof(struct post_workers) / sizeof(struct post_worker)];
};

/* The reason is told to everybody: it may not repeat what check hides. */
static const char *find_reason(struct findings *findings)
{
    if (findings_have_secrets(findings)) {
        findings_sort(findings);
        findings_hide_secrets(findings);
    }
    return findings_first_error(findings);
}

void plan_post(struct plan *plan, const struct project *project, struct arena *scratch,
               struct findings *findings, const struct post *post, size_t index)
{
    size_t first = plan->count;
    plan_add(plan, post, &project->workspace, index, find_reason(findings));
    demands_note(plan, first, scratch, &project->workspace, post);
}

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index)
{
    struct visit *visit = context;
    struct plan *plan = &visit->plans[worker - visit->workers->items];
    const struct check_context check = { .workspace = &visit->project->workspace,
                                         .is_commit_alone = true };
    const struct renderings renderings =
        renderings_make(&worker->scratch, post, &visit->project->workspace);
    plan->arena = &worker->kept;
    check_post(&worker->findings, NULL, &worker->scratch, post, &renderings, false, &check, NULL);
    if (visit->recheck)
        recheck_post(visit->recheck, worker, post, index);
    plan_post(plan, visit->project, &worker->scratch, &worker->findings, post, index);
    /* Reasons are kept, the findings are `check`'s to tell. */
    worker->findings.count = 0;
    worker->findings.errors = 0;
}

int plan_posts_settle(struct plan *plan, struct project *project, const struct ledger *ledger,
                      int64_t until_utc, struct err *err)
{
    bool has_any = false;
    demands_forget(plan);
    join_settle(plan, &project->workspace, ledger, project->now_utc);
    if (demands_judge(&has_any, plan, project, ledger, until_utc, err) != 0)
        return -1;
    if (has_any)
        join_settle(plan, &project->workspace, ledger, project->now_utc);
    return 0;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In an order that does not depend on the threads. */
static void join_nowhere(struct plan *out, const struct plan *plans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out->nowhere_capacity += plans[i].nowhere_count;
    out->nowhere = arena_alloc_array(out->arena, out->nowhere_capacity, sizeof *out->nowhere);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < plans[i].nowhere_count; j++)
            out->nowhere[out->nowhere_count++] = plans[i].nowhere[j];
    if (out->nowhere_count > 1)
        qsort(out->nowhere, out->nowhere_count, sizeof *out->nowhere, compare_texts);
}

int plan_posts_join(struct plan *out, struct project *project, const struct plan *plans,
                    size_t count, const struct ledger *ledger, int64_t until_utc, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        out->capacity += plans[i].count;
    out->items = arena_alloc_array(out->arena, out->capacity, sizeof *out->items);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < plans[i].count; j++)
            out->items[out->count++] = plans[i].items[j];
    join_nowhere(out, plans, count);
    plan_block_same_ids(out);
    return plan_posts_settle(out, project, ledger, until_utc, err);
}

int plan_posts(struct plan *out, struct project *project, const struct ledger *ledger,
               struct post_workers *workers, struct recheck *recheck, int64_t until_utc,
               struct err *err)
{
    struct visit visit = { .project = project, .workers = workers, .recheck = recheck };
    const struct post_visitor visitor = { .visit = visit_post, .context = &visit };
    if (recheck)
        recheck_begin(recheck, project);
    if (project_visit_posts(project, &visitor, workers, err) != 0 ||
        plan_posts_join(out, project, visit.plans, workers->count, ledger, until_utc, err) != 0) {
        if (recheck)
            voice_close(&recheck->voice);
        return -1;
    }
    if (recheck && recheck_end(recheck, out))
        join_settle(out, &project->workspace, ledger, project->now_utc);
    return 0;
}

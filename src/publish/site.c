/* The blog's folder: built with all claimed posts at once; where two get in each other's way, with
 * one more at a time, so that only the one in the way is refused. */
#include "publish/site.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "publish/engine.h"
#include "publish/journal.h"

static int build(struct engine *engine, const struct lane *lane, const struct job *also,
                 bool with_all, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct record **claimed =
        arena_alloc_array(&arena, engine->job_count, sizeof(struct record *));
    size_t count = 0;
    for (const struct job *job = engine->jobs; job; job = job->next)
        if (job->lane == lane && job->is_claimed && !job->is_lost &&
            (with_all || job->is_on_site || job == also))
            claimed[count++] = &job->record;
    return engine->source->build_site(engine->source->context, lane->account,
                                      &engine->journal->ledger, claimed, count, err);
}

int site_build(struct engine *engine, struct job *job, struct err *err)
{
    struct err conflict = { 0 };
    if (job->is_on_site)
        return 0;
    if (build(engine, job->lane, job, true, &conflict) == 0) {
        for (struct job *one = engine->jobs; one; one = one->next)
            if (one->lane == job->lane && one->is_claimed && !one->is_lost)
                one->is_on_site = true;
        return 0;
    }
    if (conflict.kind != ERR_REFUSED) {
        *err = conflict;
        return -1;
    }
    if (build(engine, job->lane, job, false, err) != 0)
        return -1;
    job->is_on_site = true;
    return 0;
}

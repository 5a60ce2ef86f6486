/* Workbenches: what is loaded once, and what is looked at again. */
#include "commands/workbench.h"

#include <stdint.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "check/across.h"
#include "commands/command.h"
#include "commands/demands.h"
#include "commands/workbench_parts.h"
#include "io/tree.h"
#include "model/post.h"

/* So often a file's findings are put beside old ones, before all are found anew: their texts stay.
 */
enum { MOST_BESIDE_CHANGES = 1000 };

/* --- loading --- */

struct visiting {
    struct workbench *bench;
    struct voice_exceptions own[sizeof(struct post_workers) / sizeof(struct post_worker)];
};

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index)
{
    struct visiting *visiting = context;
    struct workbench *bench = visiting->bench;
    workbench_examine(bench, worker, &visiting->own[worker - bench->workers.items], &worker->kept,
                      post, index);
}

static void unload(struct workbench *bench)
{
    for (size_t i = 0; bench->posts && i < bench->project.posts.count; i++)
        arena_release(&bench->posts[i].own);
    examine_close(&bench->examination);
    post_workers_release(&bench->workers);
    post_workers_release(&bench->again);
    project_close(&bench->project);
    arena_release(&bench->rest_arena);
    arena_release(&bench->beside_arena);
    arena_release(&bench->arena);
    bench->workers = bench->again = (struct post_workers){ 0 };
    bench->project = (struct project){ 0 };
    bench->examination = (struct examination){ 0 };
    bench->notes = (struct tree_notes){ 0 };
    bench->posts = NULL;
    bench->sources = NULL;
    bench->source_count = 0;
    bench->beside = bench->rest = (struct findings){ 0 };
    bench->is_loaded = false;
}

static int examine_all(struct workbench *bench, struct err *err)
{
    struct arena *arena = &bench->arena;
    size_t count = bench->project.posts.count;
    struct visiting visiting = { .bench = bench };
    const struct post_visitor visitor = { .visit = visit_post, .context = &visiting };
    bench->posts = arena_alloc_array(arena, count, sizeof *bench->posts);
    bench->summaries = arena_alloc_array(arena, count, sizeof *bench->summaries);
    for (size_t i = 0; i < sizeof visiting.own / sizeof *visiting.own; i++)
        visiting.own[i] = voice_exceptions_copy(&bench->examination.exceptions, arena);
    bench->own = voice_exceptions_copy(&bench->examination.exceptions, arena);
    if (project_visit_posts(&bench->project, &visitor, &bench->workers, err) != 0)
        return -1;
    bench->again.count = 1;
    if (tree_share(&bench->again.items[0].tree, bench->project.tree, err) != 0)
        return -1;
    return workbench_find_all_beside(bench, err);
}

static int load(struct workbench *bench, struct err *err)
{
    struct invocation invocation = *bench->invocation;
    unload(bench);
    invocation.arena = &bench->arena;
    bench->notes = (struct tree_notes){ .arena = &bench->arena, .except = "content" };
    bench->project.edits = &bench->edits;
    bench->project.notes = &bench->notes;
    if (project_open_files(&bench->project, &invocation, NULL, err) != 0 ||
        examine_open_rules(&bench->examination, &bench->project, err) != 0 ||
        examine_open_ledger(&bench->examination, NULL, err) != 0 || examine_all(bench, err) != 0)
        return -1;
    workbench_list_sources(bench);
    bench->is_loaded = true;
    bench->needs_load = bench->has_changed_posts = false;
    bench->needs_rest = true;
    return 0;
}

/* --- one post --- */

static int examine_again(struct workbench *bench, size_t index, struct err *err)
{
    struct post_worker *worker = &bench->again.items[0];
    struct kept_post *kept = &bench->posts[index];
    const struct post_entry *entry = &bench->project.posts.items[index];
    struct arena fresh = { 0 };
    struct post post;
    worker->findings = (struct findings){ .arena = &fresh };
    worker->first_finding = 0;
    if (post_load(&post, &worker->scratch, worker->tree, entry, &bench->project.workspace,
                  &worker->findings, err) != 0) {
        arena_release(&fresh);
        return -1;
    }
    workbench_examine(bench, worker, &bench->own, &fresh, &post, index);
    arena_release(&kept->own);
    kept->own = fresh;
    arena_reset(&worker->scratch);
    for (size_t i = 0; i <= entry->variant_count; i++)
        if (workbench_find_beside(bench, i ? entry->variants[i - 1].path : entry->path, err) != 0)
            return -1;
    return 0;
}

static void set_clock(struct workbench *bench)
{
    int64_t now_utc = clock_now_utc(&bench->project.clock);
    bench->project.now_utc = bench->examination.check.now_utc = now_utc;
    bench->examination.exceptions.now_utc = bench->own.now_utc = now_utc;
}

int workbench_refresh(struct workbench *bench, struct err *err)
{
    if (!bench->is_loaded)
        return load(bench, err);
    if (!bench->has_changed_posts)
        return 0;
    set_clock(bench);
    bench->again.items[0].voice.is_hasty = true;
    for (size_t i = 0; i < bench->project.posts.count; i++)
        if (bench->posts[i].is_changed && examine_again(bench, i, err) != 0)
            return -1;
    bench->has_changed_posts = false;
    bench->needs_rest = true;
    return 0;
}

/* --- what lies between posts --- */

int workbench_settle(struct workbench *bench, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    if (bench->needs_load ? load(bench, err) != 0 : workbench_refresh(bench, err) != 0) {
        bench->needs_load = bench->needs_rest = false; /* until something changes */
        return -1;
    }
    if (!bench->needs_rest)
        return 0;
    bench->needs_rest = false;
    bench->again.items[0].voice.is_hasty = false;
    for (size_t i = 0; i < bench->project.posts.count; i++)
        if (bench->posts[i].is_hasty && examine_again(bench, i, err) != 0)
            return -1;
    if (bench->beside_changes > MOST_BESIDE_CHANGES && workbench_find_all_beside(bench, err) != 0)
        return -1;
    arena_reset(&bench->rest_arena);
    bench->rest = (struct findings){ .arena = &bench->rest_arena };
    workbench_mark_uses(bench);
    for (size_t i = 0; i < bench->project.findings.count; i++)
        findings_add(&bench->rest, &bench->project.findings.items[i]);
    return examine_rest(&bench->examination, &bench->rest, &scratch, bench->summaries, err);
}

/* --- findings --- */

static void take_those_in(struct findings *out, const struct finding *items, size_t count,
                          const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (!path || text_equal(items[i].path, path))
            findings_add(out, &items[i]);
}

int workbench_find(struct workbench *bench, struct arena *arena, const char *path,
                   struct findings *out, struct err *err)
{
    struct findings found = { .arena = arena };
    if (workbench_refresh(bench, err) != 0)
        return -1;
    for (size_t i = 0; i < bench->project.posts.count; i++)
        take_those_in(&found, bench->posts[i].findings, bench->posts[i].finding_count, path);
    take_those_in(&found, bench->rest.items, bench->rest.count, path);
    take_those_in(&found, bench->beside.items, bench->beside.count, path);
    if (demands_drop_given(&found, &bench->project, &bench->examination.ledger, err) != 0)
        return -1;
    findings_sort(&found);
    findings_hide_secrets(&found);
    *out = found;
    return 0;
}

/* --- its life --- */

bool workbench_is_behind(const struct workbench *bench, const char *path)
{
    return bench->needs_load && bench->is_loaded && workbench_post_of(bench, path) == SIZE_MAX;
}

bool workbench_is_unsettled(const struct workbench *bench)
{
    return bench->needs_load || bench->needs_rest || bench->has_changed_posts;
}

void workbench_begin(struct workbench *bench, const struct invocation *invocation)
{
    *bench = (struct workbench){ .invocation = invocation };
    bench->edits.arena = &bench->edits_arena;
}

void workbench_end(struct workbench *bench)
{
    unload(bench);
    arena_release(&bench->edits_arena);
}

/* A project: brand/, networks/, calendar/ and the list of posts, joined. */
#include "commands/project.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/brand.h"
#include "calendar/calendar.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/merge.h"
#include "commands/times.h"
#include "io/cache.h"
#include "io/files.h"
#include "io/output.h"
#include "io/process.h"
#include "io/repo.h"
#include "io/tree.h"
#include "ledger/ledger.h"
#include "lib/path.h"
#include "lib/yaml.h"
#include "lib/zone.h"
#include "model/post.h"
#include "networks/networks.h"

enum { VISIT_CHUNK = 64, LEAST_CHUNK = 4 };

static int open_repo(struct project *project, const char *rev, struct err *err)
{
    struct err why = { 0 };
    if (repo_open(&project->repo, project->root, &why) != 0) {
        /* A workspace that is no repository yet can be checked all the same. */
        if (!rev && why.kind != ERR_INPUT)
            project->why_no_repo = arena_strdup(project->arena, why.text);
        if (!rev)
            return 0;
        *err = why;
        return -1;
    }
    project->below = repo_below(project->repo, project->arena, project->root);
    return 0;
}

static int open_tree(struct project *project, const char *rev, struct err *err)
{
    const char *commit = NULL;
    if (rev && (repo_resolve(project->repo, project->arena, rev, &commit, err) != 0 ||
                tree_open_commit(&project->tree, project->repo, commit, project->below, err) != 0))
        return -1;
    if (!rev && tree_open_folder(&project->tree, project->root, err) != 0)
        return -1;
    if (!rev && project->edits)
        project->tree = tree_open_edited(project->tree, project->edits);
    if (project->merge && merge_open(project->merge, project, commit, err) != 0)
        return -1;
    if (!rev && project->notes)
        project->tree = tree_open_watched(project->tree, project->notes);
    return 0;
}

static void name_ledger(struct project *project)
{
    struct brand *brand = &project->workspace.brand;
    const struct yaml_node *ledger = yaml_get(brand->root, "ledger");
    if (!yaml_get(ledger, "branch"))
        brand->ledger_branch = ledger_default_branch(project->arena, project->below);
}

static int set_clock(struct project *project, const struct invocation *invocation, struct err *err)
{
    const struct zone *zone = project->workspace.calendar.zone;
    if (invocation->now) {
        int64_t now_utc;
        if (times_parse(&now_utc, project->arena, invocation->now, zone, err) != 0)
            return err_because(err, invocation_has(invocation, "now") ? "--now" : "PREGON_NOW");
        project->clock = clock_at(now_utc);
    }
    project->now_utc = clock_now_utc(&project->clock);
    return 0;
}

/* Begins what opening the repository takes, or finds that there is nothing to open it for. */
static void expect_repo(struct project *project)
{
    struct brand *brand = &project->workspace.brand;
    struct repo_glance glance;
    if (!repo_glance(&glance, project->arena, project->root)) {
        repo_begin(project->root);
        return;
    }
    project->below = glance.below;
    name_ledger(project);
    project->has_no_ledger =
        ledger_is_missing(&glance, project->arena, brand->ledger_branch,
                          brand->ledger_remote ? brand->ledger_remote : "origin");
    if (!project->has_no_ledger || project->wants_history)
        repo_begin(project->root);
}

static int load_workspace(struct project *project, struct err *err)
{
    struct findings *findings = &project->findings;
    struct workspace *workspace = &project->workspace;
    if (brand_load(workspace, project->arena, project->tree, findings, err) != 0)
        return -1;
    networks_bind(workspace, findings);
    if (calendar_load(workspace, project->arena, project->tree, findings, err) != 0)
        return -1;
    brand_check_approvals(workspace, findings);
    return 0;
}

static int list_posts(struct project *project, struct err *err)
{
    return post_list_build(&project->posts, project->arena, project->tree, &project->workspace,
                           &project->findings, err);
}

int project_open_files(struct project *out, struct invocation *invocation, const char *rev,
                       struct err *err)
{
    process_set_up_memory();
    out->arena = invocation->arena;
    out->below = "";
    out->findings.arena = invocation->arena;
    if (files_find_workspace(&out->root, &out->inside, invocation->arena, invocation->folder,
                             err) != 0)
        return -1;
    const char *needs_repo = rev ? rev : out->merge ? "HEAD" : NULL;
    if ((needs_repo && open_repo(out, needs_repo, err) != 0) || open_tree(out, rev, err) != 0 ||
        load_workspace(out, err) != 0)
        return -1;
    if (!needs_repo)
        expect_repo(out); /* in a thread, which what reads foreign events must not meet */
    if (list_posts(out, err) != 0)
        return -1;
    return set_clock(out, invocation, err);
}

int project_open_repo(struct project *project, const char *rev, struct err *err)
{
    bool is_needed = !project->has_no_ledger || project->wants_history;
    if (!project->repo && is_needed && open_repo(project, rev, err) != 0)
        return -1;
    name_ledger(project);
    return 0;
}

int project_open(struct project *out, struct invocation *invocation, const char *rev,
                 struct err *err)
{
    if (project_open_files(out, invocation, rev, err) != 0)
        return -1;
    return project_open_repo(out, rev, err);
}

bool project_tell_repo(FILE *log, const struct project *project)
{
    if (project->why_no_repo)
        output_printf(log, _("note: what git knows is left out: %s\n"), project->why_no_repo);
    return project->why_no_repo != NULL;
}

int project_require_repo(const struct project *project, struct err *err)
{
    if (project->why_no_repo)
        return err_set(err, ERR_SYSTEM, "%s", project->why_no_repo);
    return project->repo ? 0 : err_set(err, ERR_USAGE, _("--since needs a git repository"));
}

int project_open_commit(struct project *out, const struct project *base, struct repo *repo,
                        const char *commit, struct err *err)
{
    out->arena = base->arena;
    out->root = base->root;
    out->inside = base->inside;
    out->below = base->below;
    out->findings.arena = base->arena;
    out->clock = base->clock;
    out->now_utc = clock_now_utc(&base->clock);
    if (tree_open_commit(&out->tree, repo, commit, base->below, err) != 0 ||
        load_workspace(out, err) != 0 || list_posts(out, err) != 0)
        return -1;
    name_ledger(out);
    return 0;
}

void project_close(struct project *project)
{
    tree_close(&project->tree);
    repo_close(&project->repo);
    repo_end();
}

int project_require_sound(const struct project *project, struct err *err)
{
    for (size_t i = 0; i < project->findings.count; i++) {
        const struct finding *finding = &project->findings.items[i];
        bool is_post = text_starts_with(finding->path, "content/");
        if (finding->severity == SEVERITY_ERROR && !is_post)
            return err_set(err, ERR_INPUT, "%s:%u:%u: %s", finding->path, finding->where.line,
                           finding->where.column, finding->message);
    }
    return 0;
}

static bool is_there(struct project *project, const char *path)
{
    struct err ignored = { 0 };
    struct tree_file *files;
    size_t count;
    return tree_has(project->tree, path) ||
           (tree_list(project->tree, project->arena, path, &files, &count, &ignored) == 0 && count);
}

const char *project_path(struct project *project, const char *word)
{
    const char *const folders[] = { project->inside, "" };
    size_t root_bytes = strlen(project->root);
    if (strncmp(word, project->root, root_bytes) == 0 &&
        (word[root_bytes] == '/' || !word[root_bytes]))
        return word[root_bytes] && word[root_bytes + 1] ? word + root_bytes + 1 : "";
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        /* The root has no name of its own. */
        const char *path =
            path_resolve(project->arena, folders[i], arena_printf(project->arena, "%s/x", word));
        if (!path)
            continue;
        path = path_folder(project->arena, path);
        if (!*path || is_there(project, path))
            return path;
    }
    return NULL;
}

static bool is_meant(const struct post_entry *entry, const char *word)
{
    if (text_equal(entry->path, word) || text_equal(entry->id, word))
        return true;
    for (size_t i = 0; i < entry->variant_count; i++) {
        if (text_equal(entry->variants[i].path, word))
            return true;
    }
    return entry->is_bundle && text_equal(entry->folder, word);
}

static int no_such_post(const struct project *project, const char *word, struct err *err)
{
    const char **ids = arena_alloc_array(project->arena, project->posts.count, sizeof *ids);
    for (size_t i = 0; i < project->posts.count; i++)
        ids[i] = project->posts.items[i].id;
    return lookup_no_post(word, ids, project->posts.count, err);
}

int project_load_post(struct post *out, struct project *project, const char *word,
                      struct findings *findings, struct err *err)
{
    const char *path = project_path(project, word);
    for (size_t i = 0; i < project->posts.count; i++) {
        if (is_meant(&project->posts.items[i], word) ||
            (path && is_meant(&project->posts.items[i], path)))
            return post_load(out, project->arena, project->tree, &project->posts.items[i],
                             &project->workspace, findings, err);
    }
    /* An id that stands in front matter is known only by reading. */
    CLEANUP(arena_release) struct arena scratch = { 0 };
    for (size_t i = 0; i < project->posts.count; i++) {
        struct findings ignored = { .arena = &scratch };
        struct post post;
        if (post_load(&post, &scratch, project->tree, &project->posts.items[i], &project->workspace,
                      &ignored, err) != 0)
            return -1;
        if (text_equal(post.id, word))
            return post_load(out, project->arena, project->tree, &project->posts.items[i],
                             &project->workspace, findings, err);
        arena_reset(&scratch);
    }
    return no_such_post(project, word, err);
}

struct visit {
    struct project *project;
    struct post_workers *workers;
    const struct post_visitor *visitor;
};

static void visit_chunk(void *context, size_t number, size_t first, size_t end)
{
    struct visit *visit = context;
    struct post_worker *worker = &visit->workers->items[number];
    const struct project *project = visit->project;
    const struct post_visitor *visitor = visit->visitor;
    for (size_t i = first; i < end && worker->err.kind == ERR_NONE; i++) {
        struct post post;
        worker->notes = (struct tree_notes){ .arena = &worker->scratch };
        worker->first_finding = worker->findings.count;
        if ((!visitor->knows || !visitor->knows(visitor->context, worker, i)) &&
            post_load(&post, &worker->scratch, worker->tree, &project->posts.items[i],
                      &project->workspace, &worker->findings, &worker->err) == 0)
            visitor->visit(visitor->context, worker, &post, i);
        arena_reset(&worker->scratch);
    }
}

int project_visit_posts(struct project *project, const struct post_visitor *visitor,
                        struct post_workers *out, struct err *err)
{
    size_t room = sizeof out->items / sizeof out->items[0];
    size_t threads = threads_count() < room ? threads_count() : room;
    for (; out->count < threads; out->count++) {
        struct post_worker *worker = &out->items[out->count];
        worker->findings.arena = &worker->kept;
        if (tree_share(&worker->tree, project->tree, err) != 0)
            return -1;
        if (visitor->wants_notes)
            worker->tree = tree_open_watched(worker->tree, &worker->notes);
    }
    struct visit all = { project, out, visitor };
    /* Of a few posts each thread gets a share, too. */
    size_t chunk = project->posts.count / (4 * threads);
    chunk = chunk > VISIT_CHUNK ? VISIT_CHUNK : chunk < LEAST_CHUNK ? LEAST_CHUNK : chunk;
    threads_run(project->posts.count, chunk, threads, visit_chunk, &all);
    for (size_t i = 0; i < out->count; i++) {
        if (out->items[i].err.kind != ERR_NONE) {
            *err = out->items[i].err;
            return -1;
        }
    }
    return 0;
}

void post_workers_release(struct post_workers *workers)
{
    cache_close(&workers->cache); /* it may be writing what the workers have kept */
    for (size_t i = 0; i < workers->count; i++) {
        tree_close(&workers->items[i].tree);
        voice_worker_release(&workers->items[i].voice);
        voice_worker_release(&workers->items[i].vale);
        arena_release(&workers->items[i].kept);
        arena_release(&workers->items[i].scratch);
    }
    workers->count = 0;
}

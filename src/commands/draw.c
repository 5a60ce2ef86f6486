/* Posts × brand × calendar × ledger -> pages. */
#include "commands/draw.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/examine.h"
#include "commands/mix_report.h"
#include "commands/plan_posts.h"
#include "io/repo.h"
#include "io/tree.h"
#include "lib/pack.h"
#include "model/account.h"
#include "model/account_set.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "plan/free_slots.h"
#include "plan/packed.h"

enum {
    SHOWN_AHEAD_S = 8 * 7 * 24 * 3600, /* free slots */
    READ_COMMITS = 1000,               /* of the history */
};

/* --- posts --- */

static void begin(void *context)
{
    struct drawing *drawing = context;
    const struct project *project = &drawing->project;
    struct arena *arena = drawing->site.arena;
    drawing->posts = arena_alloc_array(arena, project->posts.count, sizeof *drawing->posts);
    for (size_t i = 0; i < project->posts.count; i++)
        drawing->posts[i].path = project->posts.items[i].path;
    drawing->site.now_utc = project->now_utc;
    drawing->site.posts = drawing->posts;
    drawing->site.post_count = project->posts.count;
    for (size_t i = 0; i < sizeof drawing->plans / sizeof *drawing->plans; i++)
        drawing->plans[i].arena = &drawing->inspected.items[i].kept;
}

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index, struct examined *examined, struct packer *out)
{
    struct drawing *drawing = context;
    struct plan *plan = &drawing->plans[worker - drawing->inspected.items];
    size_t first = plan->count, first_nowhere = plan->nowhere_count;
    plan_post(plan, &drawing->project, &worker->scratch, &examined->alone, post, index);
    if (post->is_loaded)
        site_post_draw(&drawing->posts[index], &drawing->site, &worker->kept, &worker->scratch,
                       post, &examined->renderings);
    site_post_pack(out, &drawing->posts[index]);
    plan_pack(out, plan, first, first_nowhere);
}

static bool recall_post(void *context, struct post_worker *worker, size_t index,
                        struct unpacker *in)
{
    struct drawing *drawing = context;
    struct site_post post;
    site_post_unpack(in, &worker->kept, &post);
    /* Last, for it adds nothing where anything is broken: the post is loaded then, and adds it. */
    plan_unpack(in, &drawing->plans[worker - drawing->inspected.items], &drawing->project.workspace,
                index);
    if (!in->is_broken)
        drawing->posts[index] = post;
    return !in->is_broken;
}

bool drawing_is_for_threads(const struct drawing *drawing)
{
    return !tree_commit(drawing->project.tree);
}

/* A tree of the caller's own, where several threads may read: opening a commit's again costs much,
 * and its files are read one by one. `own` is to be closed. */
static int find_tree(struct tree **out, struct tree **own, const struct drawing *drawing,
                     struct err *err)
{
    if (drawing_is_for_threads(drawing) && tree_share(own, drawing->project.tree, err) != 0)
        return -1;
    *out = *own ? *own : drawing->project.tree;
    return 0;
}

/* A post that is known without having been loaded, loaded for its page. */
static int make_whole(struct site_post *out, const struct drawing *drawing, struct arena *arena,
                      const struct site_post *known, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    CLEANUP(tree_close) struct tree *own = NULL;
    const struct project *project = &drawing->project;
    struct findings ignored = { .arena = &scratch };
    struct tree *tree;
    struct post post;
    if (find_tree(&tree, &own, drawing, err) != 0 ||
        post_load(&post, &scratch, tree, &project->posts.items[known - drawing->posts],
                  &project->workspace, &ignored, err) != 0)
        return -1;
    *out = *known;
    if (!post.is_loaded || !text_equal(post.id, known->id))
        return 0;
    const struct renderings renderings = renderings_make(&scratch, &post, &project->workspace);
    site_post_draw(out, &drawing->site, arena, &scratch, &post, &renderings);
    return 0;
}

/* --- what git knows --- */

static int by_path(const void *left, const void *right)
{
    const struct site_change *a = left, *b = right;
    int order = strcmp(a->path, b->path);
    return order ? order : (a->when_utc < b->when_utc) - (a->when_utc > b->when_utc);
}

static int read_history(struct drawing *drawing, const char *rev, struct err *err)
{
    struct project *project = &drawing->project;
    struct site *site = &drawing->site;
    struct repo_touch *touches;
    size_t count;
    const char *commit = NULL;
    if (!project->repo)
        return 0;
    if (rev && repo_resolve(project->repo, project->arena, rev, &commit, err) != 0)
        return -1;
    if (!rev)
        commit = repo_tip(project->repo, project->arena, "HEAD");
    if (!commit)
        return 0; /* nothing was committed yet */
    const char *folder = arena_printf(project->arena, "%scontent", project->below);
    if (repo_history(project->repo, project->arena, commit, folder, READ_COMMITS, &touches, &count,
                     err) != 0)
        return -1;
    struct site_change *changes = arena_alloc_array(project->arena, count, sizeof *changes);
    for (size_t i = 0; i < count; i++)
        changes[i] = (struct site_change){ .path = touches[i].path + strlen(project->below),
                                           .id = touches[i].id,
                                           .author = touches[i].author,
                                           .summary = touches[i].summary,
                                           .when_utc = touches[i].when_utc };
    list_sort(changes, count, sizeof *changes, by_path);
    site->changes = changes;
    site->change_count = count;
    return 0;
}

/* The git host by brand.yml, else by the address of `origin`. */
static void find_forge(struct drawing *drawing)
{
    struct project *project = &drawing->project;
    const struct brand *brand = &project->workspace.brand;
    const char *url = brand->repository_url;
    if (!url && project->repo)
        url = repo_remote_url(project->repo, project->arena, "origin");
    bool is_known = forge_of_remote(&drawing->forge, project->arena, url);
    if (brand->forge && url && url == brand->repository_url) {
        size_t bytes = strlen(url);
        drawing->forge = (struct forge){ .kind = forge_kind_find(brand->forge),
                                         .web = arena_strndup(project->arena, url,
                                                              bytes - (url[bytes - 1] == '/')) };
        is_known = true;
    }
    drawing->site.forge = is_known ? &drawing->forge : NULL;
    drawing->site.branch = brand->publish_branch ? brand->publish_branch
                           : project->repo       ? repo_main_branch(project->repo, project->arena)
                                                 : "main";
    drawing->site.below = project->below ? project->below : "";
}

/* --- what goes with posts --- */

static void sort_by_post(struct drawing *drawing)
{
    struct arena *arena = drawing->site.arena;
    struct plan *plan = &drawing->plan;
    size_t posts = drawing->site.post_count;
    size_t *first = arena_alloc_array(arena, posts + 2, sizeof *first);
    struct delivery **by_post = arena_alloc_array(arena, plan->count + 1, sizeof *by_post);
    for (size_t i = 0; i < plan->count; i++)
        first[plan->items[i].post_index + 2]++;
    for (size_t i = 2; i < posts + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < plan->count; i++)
        by_post[first[plan->items[i].post_index + 1]++] = &plan->items[i];
    drawing->by_post = by_post;
    drawing->first = first;
}

static const struct delivery *const *deliveries_of(const struct drawing *drawing, size_t post)
{
    return (const struct delivery *const *)drawing->by_post + drawing->first[post];
}

static bool holds_secret(const struct site *site, const struct site_post *post)
{
    for (size_t i = 0; i < post->source_count; i++)
        if (findings_have_secrets_in(site->findings, post->sources[i].path))
            return true;
    return false;
}

/* The site may be public: of a post that holds what may be a secret nothing is drawn but its name
 * and what is wrong. */
static void hide_secrets(struct drawing *drawing, struct site_post *posts)
{
    struct site *site = &drawing->site;
    if (!findings_have_secrets(site->findings))
        return;
    for (size_t i = 0; i < site->post_count; i++) {
        struct site_post *post = &posts[i];
        if (!holds_secret(site, post))
            continue;
        const char *slash = strrchr(post->id, '/');
        *post = (struct site_post){ .id = post->id,
                                    .path = post->path,
                                    .title = slash ? slash + 1 : post->id,
                                    .text = "",
                                    .is_draft = post->is_draft,
                                    .has_secret = true };
        for (size_t j = drawing->first[i]; j < drawing->first[i + 1]; j++)
            drawing->by_post[j]->title = drawing->by_post[j]->campaign = NULL;
    }
}

static void add_posts(struct drawing *drawing)
{
    struct site *site = &drawing->site;
    for (size_t i = 0; i < site->post_count; i++) {
        const struct site_post *post = &site->posts[i];
        if (!post->id)
            continue;
        const struct site_file page = {
            .path = site_post_path(site->arena, post->id),
            .post = post,
            .inputs = site_post_inputs(site, i, deliveries_of(drawing, i),
                                       drawing->first[i + 1] - drawing->first[i]),
        };
        site_add(site, &page);
        for (size_t j = 0; j < post->medium_count; j++) {
            const struct site_file file = { .path =
                                                site_media_path(site->arena, post->media[j].path),
                                            .medium = post->media[j].path,
                                            .mime = post->media[j].mime };
            site_add(site, &file);
        }
    }
}

/* --- all of it --- */

static int file_order(const void *left, const void *right)
{
    const struct site_file *a = left, *b = right;
    return strcmp(a->path, b->path);
}

/* Of a picture that several posts have, once. */
static void settle(struct site *site)
{
    size_t kept = 0;
    list_sort(site->files, site->count, sizeof *site->files, file_order);
    for (size_t i = 0; i < site->count; i++)
        if (kept == 0 || !text_equal(site->files[kept - 1].path, site->files[i].path))
            site->files[kept++] = site->files[i];
    site->count = kept;
}

int draw(struct drawing *drawing, struct invocation *invocation, struct err *err)
{
    struct project *project = &drawing->project;
    struct arena *arena = invocation->arena;
    struct site *site = &drawing->site;
    const char *rev = invocation_value(invocation, "rev");
    const struct companion companion = {
        .begin = begin, .visit = visit_post, .recall = recall_post, .context = drawing
    };
    drawing->inspection.companion = &companion;
    project->inspection = &drawing->inspection;
    project->wants_history = true;
    drawing->plan.arena = arena;
    *site = (struct site){ .arena = arena,
                           .workspace = &project->workspace,
                           .plan = &drawing->plan,
                           /* Translators: the code of this very language. */
                           .language = _("en"),
                           .is_served = drawing->is_served,
                           .findings = &project->findings,
                           .mix = &drawing->mix };
    if (inspect(invocation, project, &drawing->inspected, err) != 0 ||
        plan_posts_join(&drawing->plan, project, drawing->plans, drawing->inspected.count,
                        &drawing->inspection.ledger, INT64_MAX, err) != 0 ||
        read_history(drawing, rev, err) != 0)
        return -1;
    drawing->inspection.companion = NULL;
    site->ledger = project->ledger;
    site->rules = drawing->inspection.key;
    site->digests = drawing->inspection.digests;
    find_forge(drawing);
    sort_by_post(drawing);
    hide_secrets(drawing, drawing->posts);
    mix_report_of(&drawing->mix, arena, &drawing->inspection);
    struct free_slot *slots;
    site->slot_count = free_slots_find(&slots, arena, &drawing->plan, &project->workspace,
                                       project->now_utc, project->now_utc + SHOWN_AHEAD_S);
    site->slots = slots;
    site_pages(site);
    add_posts(drawing);
    settle(site);
    return 0;
}

void drawing_release(struct drawing *drawing)
{
    post_workers_release(&drawing->inspected);
    project_close(&drawing->project);
}

/* The page of a post. */
static int read_page(const struct drawing *drawing, struct arena *arena,
                     const struct site_post *post, const char **bytes, size_t *byte_count,
                     struct err *err)
{
    size_t index = (size_t)(post - drawing->posts);
    struct site_post whole = *post;
    if (!post->is_whole && !post->has_secret && make_whole(&whole, drawing, arena, post, err) != 0)
        return -1;
    *bytes = site_post_page(&drawing->site, arena, &whole, deliveries_of(drawing, index),
                            drawing->first[index + 1] - drawing->first[index], byte_count);
    return 0;
}

int drawing_read(const struct drawing *drawing, struct arena *arena, const struct site_file *file,
                 const char **bytes, size_t *byte_count, struct err *err)
{
    char *data = NULL;
    if (file->post)
        return read_page(drawing, arena, file->post, bytes, byte_count, err);
    if (!file->medium) {
        *bytes = site_draw(&drawing->site, arena, file, byte_count);
        return 0;
    }
    CLEANUP(tree_close) struct tree *own = NULL;
    struct tree *tree;
    if (find_tree(&tree, &own, drawing, err) != 0 ||
        tree_read(tree, arena, file->medium, LIMIT_MEDIA_BYTES, &data, byte_count, err) != 0)
        return -1;
    *bytes = data;
    return 0;
}

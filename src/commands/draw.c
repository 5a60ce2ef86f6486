/* Posts × brand × calendar × ledger -> pages. */
#include "commands/draw.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/mix_report.h"
#include "commands/plan_posts.h"
#include "io/repo.h"
#include "io/tree.h"
#include "model/account.h"
#include "model/account_set.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "plan/free_slots.h"

enum {
    SHOWN_AHEAD_S = 8 * 7 * 24 * 3600, /* free slots */
    READ_COMMITS = 1000,               /* of the history */
};

/* What a thread makes of its posts. */
struct thread_files {
    struct site_file *files;
    size_t count, capacity;
};

struct visit {
    struct drawing *drawing;
    struct site_post *posts;
    struct thread_files shares[sizeof(struct post_workers) / sizeof(struct post_worker)];
};

static void keep(struct thread_files *share, struct arena *arena, const struct site_file *file)
{
    share->files =
        list_grow(arena, share->files, share->count, &share->capacity, sizeof *share->files);
    share->files[share->count++] = *file;
}

static void keep_media(struct thread_files *share, struct arena *arena,
                       const struct rendering *rendering)
{
    for (size_t i = 0; i < rendering->part_count; i++) {
        for (size_t j = 0; j < rendering->parts[i].media_count; j++) {
            const struct media *media = rendering->parts[i].media[j];
            if (!media->path)
                continue;
            struct media *copy = arena_alloc(arena, sizeof *copy);
            *copy = *media;
            copy->path = arena_strdup(arena, media->path);
            const struct site_file file = { .path = site_media_path(arena, copy), .media = copy };
            keep(share, arena, &file);
        }
    }
}

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index)
{
    struct visit *visit = context;
    struct drawing *drawing = visit->drawing;
    const struct workspace *workspace = &drawing->project.workspace;
    struct thread_files *share = &visit->shares[worker - drawing->drawn.items];
    if (!post->is_loaded)
        return;
    struct rendering *renderings =
        arena_alloc_array(&worker->scratch, workspace->account_count, sizeof *renderings);
    size_t count = 0;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (!account_set_has(post->accounts, i) || !account->network)
            continue;
        struct account_post *one = arena_alloc(&worker->scratch, sizeof *one);
        post_for_account(one, &worker->scratch, post, account, workspace);
        account->network->render(&renderings[count], &worker->scratch, one, workspace);
        keep_media(share, &worker->kept, &renderings[count++]);
    }
    site_post_draw(&visit->posts[index], &drawing->site, &worker->kept, post, renderings, count);
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

/* --- pages of posts --- */

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

static void add_posts(struct site *site)
{
    for (size_t i = 0; i < site->post_count; i++) {
        if (!site->posts[i].id)
            continue;
        const struct site_file file = { .path = site_post_path(site->arena, site->posts[i].id),
                                        .post = &site->posts[i] };
        site_add(site, &file);
    }
}

/* --- all of it --- */

static int file_order(const void *left, const void *right)
{
    const struct site_file *a = left, *b = right;
    return strcmp(a->path, b->path);
}

/* Of a picture that several posts have, once. */
static void settle(struct site *site, const struct visit *visit, size_t workers)
{
    size_t kept = 0;
    for (size_t i = 0; i < workers; i++)
        for (size_t j = 0; j < visit->shares[i].count; j++)
            site_add(site, &visit->shares[i].files[j]);
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
    struct visit visit = { .drawing = drawing };
    const struct post_visitor also = { .visit = visit_post, .context = &visit };
    project->inspection = &drawing->inspection;
    project->wants_history = true;
    if (inspect(invocation, project, &drawing->inspected, err) != 0)
        return -1;
    drawing->plan.arena = arena;
    visit.posts = arena_alloc_array(arena, project->posts.count, sizeof *visit.posts);
    for (size_t i = 0; i < project->posts.count; i++)
        visit.posts[i].path = project->posts.items[i].path;
    *site = (struct site){ .arena = arena,
                           .workspace = &project->workspace,
                           .plan = &drawing->plan,
                           .now_utc = project->now_utc,
                           /* Translators: the code of this very language. */
                           .language = _("en"),
                           .is_served = drawing->is_served,
                           .posts = visit.posts,
                           .post_count = project->posts.count,
                           .findings = &project->findings,
                           .mix = &drawing->mix };
    if (plan_posts(&drawing->plan, project, &drawing->inspection.ledger, &drawing->drawn, NULL,
                   INT64_MAX, &also, err) != 0 ||
        read_history(drawing, rev, err) != 0)
        return -1;
    find_forge(drawing);
    sort_by_post(drawing);
    hide_secrets(drawing, visit.posts);
    mix_report_of(&drawing->mix, arena, &drawing->inspection);
    struct free_slot *slots;
    site->slot_count = free_slots_find(&slots, arena, &drawing->plan, &project->workspace,
                                       project->now_utc, project->now_utc + SHOWN_AHEAD_S);
    site->slots = slots;
    add_posts(site);
    site_pages(site);
    settle(site, &visit, drawing->drawn.count);
    return 0;
}

void drawing_release(struct drawing *drawing)
{
    post_workers_release(&drawing->drawn);
    post_workers_release(&drawing->inspected);
    project_close(&drawing->project);
}

int drawing_read(const struct drawing *drawing, struct arena *arena, const struct site_file *file,
                 const char **bytes, size_t *byte_count, struct err *err)
{
    const struct site *site = &drawing->site;
    struct site_file page = *file;
    char *data = NULL;
    if (file->media) {
        if (tree_read(drawing->project.tree, arena, file->media->path, LIMIT_MEDIA_BYTES, &data,
                      byte_count, err) != 0)
            return -1;
        *bytes = data;
        return 0;
    }
    if (file->post) {
        size_t index = (size_t)(file->post - site->posts);
        page =
            site_post_page(site, arena, file->post,
                           (const struct delivery *const *)drawing->by_post + drawing->first[index],
                           drawing->first[index + 1] - drawing->first[index]);
    }
    *bytes = page.bytes;
    *byte_count = page.byte_count;
    return 0;
}

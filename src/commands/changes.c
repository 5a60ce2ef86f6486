/* What changed since a commit: blob ids of this tree against those of the other. */
#include "commands/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/project.h"
#include "io/output.h"
#include "io/repo.h"
#include "io/tree.h"
#include "model/post.h"

bool changes_is_workspace_file(const char *path)
{
    return text_starts_with(path, "content/") || text_starts_with(path, "brand/") ||
           text_starts_with(path, "calendar/");
}

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int compare_files(const void *left, const void *right)
{
    return strcmp(((const struct tree_file *)left)->path, ((const struct tree_file *)right)->path);
}

/* Lists are in byte order of their paths, so a binary search finds one. */
static bool has_path(const struct tree_file *files, size_t count, const char *path)
{
    struct tree_file wanted = { .path = path };
    return count && bsearch(&wanted, files, count, sizeof *files, compare_files) != NULL;
}

static int compare_file(struct changes *out, struct project *project, struct tree *before,
                        bool was_there, const char *path, struct err *err)
{
    const char *old_id = NULL;
    const char *new_id;
    if (was_there && tree_blob_id(before, project->arena, path, &old_id, err) != 0)
        return -1;
    if (tree_blob_id(project->tree, project->arena, path, &new_id, err) != 0)
        return -1;
    if (text_equal(old_id, new_id))
        return 0;
    out->changed[out->changed_count++] = path;
    if (!was_there)
        out->added[out->added_count++] = path;
    if (!text_starts_with(path, "content/"))
        out->is_everything = true;
    return 0;
}

struct named_blob {
    const char *id, *path;
};

static int compare_blobs(const void *left, const void *right)
{
    const struct named_blob *one = left;
    const struct named_blob *other = right;
    return strcmp(one->id, other->id);
}

/* A file that was added with the very bytes of one that is gone is that one under another name. */
static int find_renamed(struct changes *changes, struct project *project, struct tree *before,
                        struct err *err)
{
    struct arena *arena = project->arena;
    struct named_blob *added = arena_alloc_array(arena, changes->added_count + 1, sizeof *added);
    changes->renamed = arena_alloc_array(arena, changes->removed_count, sizeof *changes->renamed);
    for (size_t i = 0; changes->removed_count && i < changes->added_count; i++) {
        added[i].path = changes->added[i];
        if (tree_blob_id(project->tree, arena, added[i].path, &added[i].id, err) != 0)
            return -1;
    }
    if (changes->removed_count && changes->added_count)
        qsort(added, changes->added_count, sizeof *added, compare_blobs);
    for (size_t i = 0; changes->added_count && i < changes->removed_count; i++) {
        struct named_blob gone = { .path = changes->removed[i] };
        if (tree_blob_id(before, arena, gone.path, &gone.id, err) != 0)
            return -1;
        const struct named_blob *found =
            bsearch(&gone, added, changes->added_count, sizeof *added, compare_blobs);
        changes->renamed[i] = found ? found->path : NULL;
    }
    return 0;
}

int changes_since(struct changes *out, struct project *project, struct repo *repo,
                  const char *commit, struct err *err)
{
    struct changes changes = { 0 };
    struct tree_file *then;
    struct tree_file *now;
    size_t then_count;
    size_t now_count;
    CLEANUP(tree_close) struct tree *before = NULL;
    if (tree_open_commit(&before, repo, commit, project->below, err) != 0 ||
        tree_list(before, project->arena, "", &then, &then_count, err) != 0 ||
        tree_list(project->tree, project->arena, "", &now, &now_count, err) != 0)
        return -1;
    changes.changed = arena_alloc_array(project->arena, now_count, sizeof *changes.changed);
    changes.added = arena_alloc_array(project->arena, now_count, sizeof *changes.added);
    for (size_t i = 0; i < now_count; i++) {
        if (now[i].kind != TREE_FILE || !changes_is_workspace_file(now[i].path))
            continue;
        bool was_there = has_path(then, then_count, now[i].path);
        if (compare_file(&changes, project, before, was_there, now[i].path, err) != 0)
            return -1;
    }
    changes.removed = arena_alloc_array(project->arena, then_count, sizeof *changes.removed);
    /* A file that is gone can break any post that named it. */
    for (size_t i = 0; i < then_count; i++) {
        if (!changes_is_workspace_file(then[i].path) || has_path(now, now_count, then[i].path))
            continue;
        changes.is_everything = true;
        changes.removed[changes.removed_count++] = then[i].path;
    }
    if (find_renamed(&changes, project, before, err) != 0)
        return -1;
    *out = changes;
    return 0;
}

int changes_find(struct changes *out, struct project *project, const char *rev, struct err *err)
{
    const char *commit;
    bool is_known = true;
    const char *own = tree_commit(project->tree);
    if (project_require_repo(project, err) != 0)
        return -1;
    if (own) {
        /* With --rev, the branch is that commit's, wherever HEAD is. */
        if (repo_resolve(project->repo, project->arena, rev, &commit, err) != 0)
            return -1;
        const char *base = repo_merge_base(project->repo, project->arena, own, commit);
        is_known = base != NULL;
        commit = base ? base : commit;
    } else if (repo_branch_point(project->repo, project->arena, rev, &commit, &is_known, err) !=
               0) {
        return -1;
    }
    if (changes_since(out, project, project->repo, commit, err) != 0)
        return -1;
    out->is_with_tip = !is_known;
    return 0;
}

void changes_tell_tip(FILE *log, const char *rev)
{
    output_printf(log,
                  _("note: it can't be told where this branch left '%s', so it is compared with "
                    "all that is there now: a shallow clone lacks its history (git fetch "
                    "--unshallow; in a job of CI, fetch-depth: 0), or the two share none\n"),
                  rev);
}

static bool is_in(const char *const *paths, size_t count, const char *path)
{
    return count && bsearch(&path, paths, count, sizeof *paths, compare_paths) != NULL;
}

bool changes_added(const struct changes *changes, const char *path)
{
    return is_in(changes->added, changes->added_count, path);
}

bool changes_touch(const struct changes *changes, const char *path)
{
    return changes->is_everything || is_in(changes->changed, changes->changed_count, path);
}

struct touch {
    struct changes changes; /* without `is_everything` */
    const struct project *project;
    bool *is_touched;
};

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index)
{
    struct touch *touch = context;
    bool is_touched = changes_touch(&touch->changes, touch->project->posts.items[index].path);
    (void)worker;
    for (size_t i = 0; i < post->source_count; i++)
        is_touched |= changes_touch(&touch->changes, post->sources[i].path);
    for (size_t i = 0; i < post->used_path_count; i++)
        is_touched |= changes_touch(&touch->changes, post->used_paths[i]);
    touch->is_touched[index] = is_touched;
}

int changes_touch_posts(bool **out, const struct changes *changes, struct project *project,
                        struct err *err)
{
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    struct touch touch = { .changes = *changes, .project = project };
    const struct post_visitor visitor = { .visit = visit_post, .context = &touch };
    touch.changes.is_everything = false;
    touch.is_touched =
        arena_alloc_array(project->arena, project->posts.count, sizeof *touch.is_touched);
    if (project_visit_posts(project, &visitor, &workers, err) != 0)
        return -1;
    *out = touch.is_touched;
    return 0;
}

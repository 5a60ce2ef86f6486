/* Branches to trees, and findings to those that they bring. */
#include "commands/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/changes.h"
#include "commands/project.h"
#include "io/patch.h"
#include "io/repo.h"
#include "io/tree.h"
#include "model/finding.h"

/* One branch on its way in. */
struct landing {
    struct merge *merge;
    struct project *project;
    const char *branch;
    struct tree *base, *theirs;
    struct tree_change *changes; /* theirs that we take whole */
    size_t change_count;
    struct tree_edits *edits; /* merged by lines */
};

/* The file's blob id; NULL where it is not there. */
static int id_of(const char **id, struct landing *landing, struct tree *tree, const char *path,
                 struct err *err)
{
    *id = NULL;
    return tree_has(tree, path) ? tree_blob_id(tree, landing->project->arena, path, id, err) : 0;
}

static bool read_text(struct patch_text *out, struct landing *landing, struct tree *tree,
                      const char *path)
{
    struct err ignored = { 0 };
    char *text;
    if (!tree_has(tree, path) || tree_read(tree, landing->project->arena, path,
                                           LIMIT_POST_FILE_BYTES, &text, &out->bytes, &ignored))
        return false;
    out->text = text;
    return true;
}

/* Both have changed it. */
static void merge_lines(struct landing *landing, const char *path)
{
    struct project *project = landing->project;
    const struct span top = { 1, 1, 1, 1 };
    struct patch_text base, ours, theirs, merged;
    if (!read_text(&base, landing, landing->base, path) ||
        !read_text(&ours, landing, project->tree, path) ||
        !read_text(&theirs, landing, landing->theirs, path) ||
        !patch_merge(&merged, project->arena, &base, &ours, &theirs)) {
        findings_report(&project->findings, SEVERITY_WARNING, "merge", path, top,
                        _("'%s' changes this file, too, in another way: git will not know how to "
                          "merge the two; it is checked as it is here"),
                        landing->branch);
        return;
    }
    struct tree_edit *edit = tree_edits_put(landing->edits, path);
    edit->text = merged.text;
    edit->bytes = merged.bytes;
}

static int land_file(struct landing *landing, const char *path, struct err *err)
{
    struct merge *merge = landing->merge;
    const char *base, *ours, *theirs;
    if (id_of(&base, landing, landing->base, path, err) != 0 ||
        id_of(&theirs, landing, landing->theirs, path, err) != 0)
        return -1;
    if (text_equal(base, theirs))
        return 0;
    if (id_of(&ours, landing, landing->project->tree, path, err) != 0)
        return -1;
    if (text_equal(ours, theirs))
        return 0;
    merge->files = list_grow(landing->project->arena, merge->files, merge->file_count,
                             &merge->file_capacity, sizeof *merge->files);
    merge->files[merge->file_count++] = (struct merge_file){ path, landing->branch };
    if (text_equal(ours, base))
        landing->changes[landing->change_count++] =
            (struct tree_change){ .path = path, .is_gone = !theirs };
    else
        merge_lines(landing, path);
    return 0;
}

/* Both lists are in byte order of their paths. */
static int land_files(struct landing *landing, struct err *err)
{
    struct arena *arena = landing->project->arena;
    struct tree_file *before, *after;
    size_t before_count, after_count;
    size_t i = 0;
    size_t j = 0;
    if (tree_list(landing->base, arena, "", &before, &before_count, err) != 0 ||
        tree_list(landing->theirs, arena, "", &after, &after_count, err) != 0)
        return -1;
    landing->changes =
        arena_alloc_array(arena, before_count + after_count, sizeof *landing->changes);
    while (i < before_count || j < after_count) {
        int order = i == before_count  ? 1
                    : j == after_count ? -1
                                       : strcmp(before[i].path, after[j].path);
        const struct tree_file *file = order <= 0 ? &before[i] : &after[j];
        i += order <= 0;
        j += order >= 0;
        if (file->kind == TREE_FILE && changes_is_workspace_file(file->path) &&
            land_file(landing, file->path, err) != 0)
            return -1;
    }
    return 0;
}

static int no_such_branch(struct project *project, const char *branch, struct err *err)
{
    const char *nearest = repo_nearest_branch(project->repo, project->arena, branch);
    if (err->kind == ERR_USAGE && nearest)
        return err_set(err, ERR_USAGE, _("--with: there is no branch '%s'; did you mean '%s'?"),
                       branch, nearest);
    return err_because(err, "--with");
}

static int land(struct merge *merge, struct project *project, const char *head, const char *branch,
                struct err *err)
{
    struct arena *arena = project->arena;
    CLEANUP(tree_close) struct tree *base = NULL;
    CLEANUP(tree_close) struct tree *theirs = NULL;
    const char *tip;
    if (repo_resolve(project->repo, arena, branch, &tip, err) != 0)
        return no_such_branch(project, branch, err);
    const char *fork = repo_merge_base(project->repo, arena, head, tip);
    if (!fork)
        return err_set(err, ERR_SYSTEM,
                       _("--with: it can't be told where '%s' began: a shallow clone lacks its "
                         "history (git fetch --unshallow), or it shares none with this branch"),
                       branch);
    if (tree_open_commit(&base, project->repo, fork, project->below, err) != 0 ||
        tree_open_commit(&theirs, project->repo, tip, project->below, err) != 0)
        return -1;
    struct tree_edits *edits = arena_alloc(arena, sizeof *edits);
    *edits = (struct tree_edits){ .arena = arena };
    struct landing landing = { .merge = merge,
                               .project = project,
                               .branch = branch,
                               .base = base,
                               .theirs = theirs,
                               .edits = edits };
    if (land_files(&landing, err) != 0)
        return -1;
    project->tree = tree_open_joined(project->tree, theirs, landing.changes, landing.change_count);
    theirs = NULL; /* the tree's now */
    if (edits->count > 0)
        project->tree = tree_open_edited(project->tree, edits);
    return 0;
}

int merge_open(struct merge *merge, struct project *project, const char *commit, struct err *err)
{
    const char *head = commit;
    if (!head && repo_resolve(project->repo, project->arena, "HEAD", &head, err) != 0)
        return -1;
    for (size_t i = 0; i < merge->branch_count; i++)
        if (land(merge, project, head, merge->branches[i], err) != 0)
            return -1;
    return 0;
}

/* --- what they bring --- */

/* By all but the place: what stands above it may have moved it. */
static int compare_findings(const struct finding *a, const struct finding *b)
{
    int order = strcmp(a->path, b->path);
    if (order == 0)
        order = strcmp(a->rule, b->rule);
    if (order == 0)
        order = strcmp(a->account ? a->account : "", b->account ? b->account : "");
    return order ? order : strcmp(a->message, b->message);
}

static int by_words(const void *left, const void *right)
{
    return compare_findings(*(const struct finding *const *)left,
                            *(const struct finding *const *)right);
}

static const struct finding **sorted_by_words(const struct findings *findings)
{
    const struct finding **sorted =
        arena_alloc_array(findings->arena, findings->count, sizeof *sorted);
    for (size_t i = 0; i < findings->count; i++)
        sorted[i] = &findings->items[i];
    list_sort(sorted, findings->count, sizeof *sorted, by_words);
    return sorted;
}

/* The branch that changes the file, else all of them. */
static const char *branches_of(const struct merge *merge, struct arena *arena, const char *path)
{
    size_t room = 1;
    for (size_t i = merge->file_count; i > 0; i--)
        if (text_equal(merge->files[i - 1].path, path))
            return merge->files[i - 1].branch;
    for (size_t i = 0; i < merge->branch_count; i++)
        room += strlen(merge->branches[i]) + 2;
    struct text_buffer names = text_buffer_in(arena, room);
    for (size_t i = 0; i < merge->branch_count; i++)
        text_printf(&names, "%s%s", i ? ", " : "", merge->branches[i]);
    return text_end(&names);
}

void merge_keep_new(const struct merge *merge, struct findings *findings,
                    const struct findings *without)
{
    const struct finding **old = sorted_by_words(without);
    const struct finding **all = sorted_by_words(findings);
    struct findings kept = { .arena = findings->arena };
    size_t j = 0;
    for (size_t i = 0; i < findings->count; i++) {
        while (j < without->count && compare_findings(old[j], all[i]) < 0)
            j++;
        if (j < without->count && compare_findings(old[j], all[i]) == 0) {
            j++; /* the same, once */
            continue;
        }
        struct finding finding = *all[i];
        if (!text_equal(finding.rule, "merge"))
            /* Translators: a finding, and the branches that bring it. */
            finding.message = arena_printf(findings->arena, _("%s (with %s)"), finding.message,
                                           branches_of(merge, findings->arena, finding.path));
        findings_add(&kept, &finding);
    }
    findings_sort(&kept);
    *findings = kept;
}

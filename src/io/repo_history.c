/* Which commits changed which files. */
#include "io/repo.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "io/repo_internal.h"
#include "late/git2.h"

struct walk {
    struct arena *arena;
    git_repository *git;
    const char *folder;
    struct repo_touch *items;
    size_t count, capacity;
};

static void free_revwalk(git_revwalk **walk)
{
    if (*walk)
        git_revwalk_free(*walk);
}

static void free_diff(git_diff **diff)
{
    if (*diff)
        git_diff_free(*diff);
}

static int compare(git_diff **out, struct walk *walk, git_commit *commit)
{
    CLEANUP(repo_tree_free) git_tree *now = NULL;
    CLEANUP(repo_tree_free) git_tree *before = NULL;
    CLEANUP(repo_commit_free) git_commit *parent = NULL;
    git_diff_options options;
    char *folder = arena_strdup(walk->arena, walk->folder);
    if (git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION) < 0)
        return -1;
    options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_SKIP_BINARY_CHECK;
    options.pathspec = (git_strarray){ .strings = &folder, .count = 1 };
    if (git_commit_tree(&now, commit) < 0)
        return -1;
    if (git_commit_parentcount(commit) &&
        (git_commit_parent(&parent, commit, 0) < 0 || git_commit_tree(&before, parent) < 0))
        return -1;
    return git_diff_tree_to_tree(out, walk->git, before, now, &options);
}

static void note(struct walk *walk, git_commit *commit)
{
    CLEANUP(free_diff) git_diff *diff = NULL;
    /* Where history is cut off, nobody knows what the last commit changed. */
    if (compare(&diff, walk, commit) < 0)
        return;
    size_t deltas = git_diff_num_deltas(diff);
    const git_signature *author = git_commit_author(commit);
    const char *summary = git_commit_summary(commit);
    struct repo_touch touch = {
        .id = deltas ? repo_id_text(walk->arena, git_commit_id(commit)) : NULL,
        .author = arena_strdup(walk->arena, deltas && author ? author->name : ""),
        .summary = arena_strdup(walk->arena, deltas && summary ? summary : ""),
        .when_utc = git_commit_time(commit),
    };
    for (size_t i = 0; i < deltas; i++) {
        const git_diff_delta *delta = git_diff_get_delta(diff, i);
        touch.path = arena_strdup(walk->arena, delta->new_file.path);
        walk->items =
            list_grow(walk->arena, walk->items, walk->count, &walk->capacity, sizeof *walk->items);
        walk->items[walk->count++] = touch;
    }
}

int repo_history(struct repo *repo, struct arena *arena, const char *commit, const char *folder,
                 size_t limit, struct repo_touch **touches, size_t *count, struct err *err)
{
    CLEANUP(free_revwalk) git_revwalk *commits = NULL;
    struct walk walk = { .arena = arena, .git = repo->git, .folder = folder };
    git_oid id;
    if (git_oid_fromstr(&id, commit) < 0 || git_revwalk_new(&commits, repo->git) < 0 ||
        git_revwalk_sorting(commits, GIT_SORT_TIME) < 0 || git_revwalk_push(commits, &id) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read the history of '%s'"), commit);
    for (size_t i = 0; i < limit && git_revwalk_next(&id, commits) == 0; i++) {
        CLEANUP(repo_commit_free) git_commit *at = NULL;
        if (git_commit_lookup(&at, repo->git, &id) < 0)
            break;
        /* What a merge brings is said by the commits that it merges. */
        if (git_commit_parentcount(at) < 2)
            note(&walk, at);
    }
    git_error_clear();
    *touches = walk.items;
    *count = walk.count;
    return 0;
}

/* Branches: which one people work towards, and which one they may have meant. */
#include "io/repo.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "late/git2.h"

/* The branch that a symbolic reference names behind `before`, whether it is there or not. */
static const char *named_by(struct repo *repo, struct arena *arena, const char *reference,
                            const char *before)
{
    CLEANUP(repo_reference_free) git_reference *found = NULL;
    const char *target = git_reference_lookup(&found, repo->git, reference) == 0
                             ? git_reference_symbolic_target(found)
                             : NULL;
    git_error_clear();
    if (!target || !text_starts_with(target, before) || !target[strlen(before)])
        return NULL;
    return arena_strdup(arena, target + strlen(before));
}

const char *repo_main_branch(struct repo *repo, struct arena *arena)
{
    static const char *const usual[] = { "main", "master", "trunk" };
    REPO_GUARD(repo);
    const char *branch = named_by(repo, arena, "refs/remotes/origin/HEAD", "refs/remotes/origin/");
    for (size_t i = 0; !branch && i < sizeof usual / sizeof *usual; i++)
        if (repo_tip(repo, arena, arena_printf(arena, "refs/heads/%s", usual[i])))
            branch = usual[i];
    if (!branch)
        branch = named_by(repo, arena, "HEAD", "refs/heads/");
    return branch ? branch : usual[0];
}

enum { MOST_BRANCHES = 1000 };

static void branch_iterator_free(git_branch_iterator **iterator)
{
    git_branch_iterator_free(*iterator);
}

const char *repo_nearest_branch(struct repo *repo, struct arena *arena, const char *rev)
{
    REPO_GUARD(repo);
    CLEANUP(branch_iterator_free) git_branch_iterator *iterator = NULL;
    const char **names = arena_alloc_array(arena, MOST_BRANCHES, sizeof *names);
    size_t count = 0;
    git_branch_t kind;
    for (;;) {
        CLEANUP(repo_reference_free) git_reference *reference = NULL;
        const char *name;
        if ((!iterator && git_branch_iterator_new(&iterator, repo->git, GIT_BRANCH_ALL) != 0) ||
            count == MOST_BRANCHES || git_branch_next(&reference, &kind, iterator) != 0 ||
            git_branch_name(&name, reference) != 0)
            break;
        const char *slash = strchr(name, '/');
        names[count++] = arena_strdup(arena, name);
        /* Only the remote has it. */
        if (kind == GIT_BRANCH_REMOTE && slash && text_equal(slash + 1, rev))
            return names[count - 1];
    }
    git_error_clear();
    return text_nearest(rev, names, count);
}

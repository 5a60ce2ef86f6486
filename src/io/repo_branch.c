/* Which branch people work towards. */
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

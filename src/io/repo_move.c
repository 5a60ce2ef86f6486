/* Moving a reference of the local repository: compare-and-swap under git's own lock. */
#include <git2.h>
#include <time.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/repo.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"

#include "late/git2.h"

enum { LOCK_PAUSE_MS = 20 };

static void lock_pause(void)
{
    nanosleep(&(struct timespec){ .tv_nsec = LOCK_PAUSE_MS * 1000L * 1000L }, NULL);
}

static const char *lock_path(struct arena *arena, const struct repo *repo, const char *reference)
{
    return arena_printf(arena, "%s%s.lock", repo_git_folder(repo), reference);
}

/* libgit2's result. */
static int try_move(struct repo *repo, const char *reference, const char *from, const char *to)
{
    CLEANUP(repo_reference_free) git_reference *moved = NULL;
    git_oid old, new;
    int result = git_oid_fromstr(&new, to);
    if (result == 0 && !from)
        return git_reference_create(&moved, repo->git, reference, &new, false, "pregon: begin");
    if (result == 0)
        result = git_oid_fromstr(&old, from);
    if (result == 0)
        result = git_reference_create_matching(&moved, repo->git, reference, &new, true, &old,
                                               "pregon: record");
    return result;
}

int repo_move(struct repo *repo, const char *reference, const char *from, const char *to,
              enum move_outcome *outcome, struct err *err)
{
    REPO_GUARD(repo);
    int64_t until_ms = clock_boot_ms() + repo->lock_patience_ms;
    int result = try_move(repo, reference, from, to);
    while (result == GIT_ELOCKED && clock_boot_ms() < until_ms) {
        lock_pause();
        result = try_move(repo, reference, from, to);
    }
    switch (result) {
    case 0:
        *outcome = MOVE_DONE;
        return 0;
    case GIT_EMODIFIED:
    case GIT_EEXISTS:
    case GIT_ENOTFOUND:
        git_error_clear();
        *outcome = MOVE_LOST;
        return 0;
    case GIT_ELOCKED: {
        CLEANUP(arena_release) struct arena scratch = { 0 };
        git_error_clear();
        return err_set(err, ERR_SYSTEM,
                       _("another git program holds '%s'; if none is running, remove that file"),
                       lock_path(&scratch, repo, reference));
    }
    default:
        return repo_fail(err, ERR_SYSTEM, _("cannot move the reference '%s'"), reference);
    }
}

int repo_unlock(struct repo *repo, const char *reference, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *path = lock_path(&scratch, repo, reference);
    int64_t until_ms = clock_boot_ms() + repo->lock_patience_ms;
    while (files_exist(path)) {
        if (clock_boot_ms() >= until_ms)
            return files_remove(path, err);
        lock_pause();
    }
    return 0;
}

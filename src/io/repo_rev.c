/* What people call a commit: a branch, a tag, an id, HEAD~2. */
#include "io/repo.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/files.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "late/git2.h"

/* libgit2's own question looks into a linked work tree's folder, where git never puts the file. */
static bool is_shallow(const struct repo *repo)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    return files_exist(arena_printf(&scratch, "%sshallow", repo_git_folder(repo)));
}

/* Whether `rev` means something whose history is cut off here: `main~3`, or an id. */
static bool is_beyond_shallow(struct repo *repo, const char *rev)
{
    if (!is_shallow(repo))
        return false;
    CLEANUP(arena_release) struct arena scratch = { 0 };
    CLEANUP(repo_object_free) git_object *object = NULL;
    size_t bytes = strcspn(rev, "^~");
    bool has_start = rev[bytes] && git_revparse_single(&object, repo->git,
                                                       arena_strndup(&scratch, rev, bytes)) == 0;
    git_error_clear();
    return has_start || strspn(rev, "0123456789abcdefABCDEF") == GIT_OID_HEXSZ;
}

/* HEAD without git_revparse_single(), which keeps the reference for ever where its object is not
 * there (libgit2 1.5). */
static int look_up(git_object **out, struct repo *repo, const char *rev)
{
    git_oid id;
    if (!text_equal(rev, "HEAD"))
        return git_revparse_single(out, repo->git, rev);
    int result = git_reference_name_to_id(&id, repo->git, rev);
    return result == 0 ? git_object_lookup(out, repo->git, &id, GIT_OBJECT_ANY) : result;
}

static int find_rev(git_oid *out, struct repo *repo, const char *rev, struct err *err)
{
    CLEANUP(repo_object_free) git_object *object = NULL;
    CLEANUP(repo_object_free) git_object *commit = NULL;
    int result = look_up(&object, repo, rev);
    /* A reference that a call could not read, for want of memory or time, is there all the same. */
    if (result == GIT_ENOTFOUND || result == GIT_ERROR)
        result = look_up(&object, repo, rev);
    if (result == 0)
        result = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
    if (result == 0) {
        git_oid_cpy(out, git_object_id(commit));
        return 0;
    }
    if (text_equal(rev, "HEAD") && git_repository_head_unborn(repo->git) == 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read the commit %s"), rev);
    git_error_clear();
    if (result == GIT_EAMBIGUOUS)
        return err_set(err, ERR_USAGE, _("'%s' may be several commits: write more of its id"), rev);
    if (is_beyond_shallow(repo, rev))
        return err_set(err, ERR_SYSTEM,
                       _("this clone is shallow and lacks '%s'; run: git fetch --unshallow"), rev);
    if (text_equal(rev, "HEAD"))
        return err_set(err, ERR_INPUT, _("there is no commit here yet: 'git commit' makes one"));
    return err_set(err, ERR_USAGE,
                   _("there is no commit '%s' in this repository: give a branch, a tag or an id "
                     "('git fetch' gets what only the remote has)"),
                   rev);
}

int repo_resolve(struct repo *repo, struct arena *arena, const char *rev, const char **commit,
                 struct err *err)
{
    REPO_GUARD(repo);
    git_oid id;
    if (find_rev(&id, repo, rev, err) != 0)
        return -1;
    *commit = repo_id_text(arena, &id);
    return 0;
}

int repo_branch_point(struct repo *repo, struct arena *arena, const char *rev, const char **commit,
                      bool *is_known, struct err *err)
{
    REPO_GUARD(repo);
    git_oid there, here, base;
    if (find_rev(&there, repo, rev, err) != 0 || find_rev(&here, repo, "HEAD", err) != 0)
        return -1;
    *is_known = git_merge_base(&base, repo->git, &here, &there) == 0;
    git_error_clear();
    *commit = repo_id_text(arena, *is_known ? &base : &there);
    return 0;
}

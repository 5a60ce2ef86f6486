/* Repositories: opening them, and which commits are there. */
#include "io/repo.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/environment.h"
#include "io/files.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"

#include "late/git2.h"

int repo_fail(struct err *err, enum err_kind kind, const char *format, ...)
{
    const git_error *last = git_error_last();
    char words[sizeof err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    if (last && last->message)
        err_set(err, kind, "%s: %s", words, last->message);
    else
        err_set(err, kind, "%s", words);
    git_error_clear();
    return -1;
}

void repo_commit_free(git_commit **commit) { git_commit_free(*commit); }
void repo_tree_free(git_tree **tree) { git_tree_free(*tree); }
void repo_object_free(git_object **object) { git_object_free(*object); }
void repo_reference_free(git_reference **reference) { git_reference_free(*reference); }
void repo_odb_free(git_odb **odb) { git_odb_free(*odb); }
static void text_free(char **text) { free(*text); }

struct repo *repo_new(git_repository *git)
{
    struct repo *repo = calloc(1, sizeof *repo);
    if (!repo)
        out_of_memory();
    repo->git = git;
    repo->lock_patience_ms = REPO_LOCK_PATIENCE_MS;
    return repo;
}

const char *repo_id_text(struct arena *arena, const git_oid *id)
{
    return arena_strdup(arena, git_oid_tostr_s(id));
}

/* ---- Opening ---- */

static int has_all(bool *out, struct arena *arena, const char *folder, const char *const *names,
                   struct err *err)
{
    *out = true;
    for (; *out && *names; names++)
        if (files_look(out, arena_printf(arena, "%s/%s", folder, *names), err) != 0)
            return -1;
    return 0;
}

int repo_find(const char **out, struct arena *arena, const char *folder, struct err *err)
{
    static const char *const usual[] = { ".git", NULL };
    static const char *const bare[] = { "HEAD", "objects", NULL };
    CLEANUP(text_free) char *real = realpath(folder, NULL);
    char *at = arena_printf(arena, "%s/", real ? real : folder);
    *out = NULL;
    for (char *slash; !*out && (slash = strrchr(at, '/'));) {
        bool is_one = false;
        *slash = '\0';
        if (has_all(&is_one, arena, at, usual, err) != 0 ||
            (!is_one && has_all(&is_one, arena, at, bare, err) != 0))
            return -1;
        *out = is_one ? at : NULL;
    }
    return 0;
}

/* `path` is what git asks to be trusted. */
static int refuse_owner(struct err *err, const char *path)
{
    git_error_clear();
    return err_set(err, ERR_SYSTEM,
                   _("'%s' belongs to another user of this machine, so git does not trust it; if "
                     "you do, run: git config --global --add safe.directory '%s'"),
                   path, path);
}

static int refuse_none(struct err *err, const char *folder)
{
    return err_set(err, ERR_INPUT,
                   _("'%s' is in no git repository; 'git init' makes one, 'git clone' gets one"),
                   folder);
}

static int refuse_open(struct err *err, const char *top, const char *folder, int result)
{
    const git_error *last = git_error_last();
    const char *said = last && last->message ? last->message : "";
    /* Without any such setting 1.5 calls the setting missing instead of the owner wrong. */
    if (result == GIT_EOWNER || strstr(said, "safe.directory"))
        return refuse_owner(err, top);
    if (result == GIT_ENOTFOUND) {
        git_error_clear();
        return refuse_none(err, folder);
    }
    /* git looks away from them; but a remote may be named there, without which the ledger would be
     * another. */
    const char *home = environment_get(SETTING_HOME);
    if (home && strstr(said, "failed to stat") && strstr(said, home))
        return repo_fail(err, ERR_SYSTEM,
                         _("cannot read the git settings of HOME, which is '%s'; set HOME to the "
                           "folder of the user who runs this"),
                         home);
    if (strstr(said, "extension"))
        return repo_fail(err, ERR_SYSTEM,
                         _("the repository of '%s' is kept in a form that libgit2 can't read yet "
                           "(such as SHA-256 or reftable); clone it anew in git's usual form"),
                         folder);
    return repo_fail(err, ERR_SYSTEM, _("cannot open the git repository of '%s'"), folder);
}

void repo_begin(const char *folder)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct err ignored = { 0 };
    const char *top;
    if (repo_find(&top, &scratch, folder, &ignored) == 0 && top)
        repo_library_begin();
}

/* The system ends libraries while this still runs: one that is just starting would meet the ruins.
 */
void repo_end(void) { repo_library_wait(); }

int repo_open(struct repo **out, const char *folder, struct err *err)
{
    REPO_GUARD(NULL);
    CLEANUP(arena_release) struct arena scratch = { 0 };
    /* libgit2 takes longer to start than a hundred posts to be checked; those need no repository.
     */
    const char *top;
    if (repo_find(&top, &scratch, folder, err) != 0)
        return -1;
    if (!top)
        return refuse_none(err, folder);
    if (repo_require_plain(&scratch, top, err) != 0 || repo_library_start(err) != 0)
        return -1;
    git_repository *git = NULL;
    int result = git_repository_open_ext(&git, folder, 0, NULL);
    /* We have found one: libgit2 overlooks it where a call fails for want of memory. */
    if (result == GIT_ENOTFOUND)
        result = git_repository_open_ext(&git, folder, 0, NULL);
    if (result < 0)
        return refuse_open(err, top, folder, result);
    *out = repo_new(git);
    return 0;
}

int repo_share(struct repo **out, const struct repo *repo, struct err *err)
{
    REPO_GUARD(repo);
    git_repository *git = NULL;
    const char *path = git_repository_path(repo->git);
    unsigned flags = GIT_REPOSITORY_OPEN_NO_SEARCH;
    if (git_repository_is_bare(repo->git))
        flags |= GIT_REPOSITORY_OPEN_BARE;
    int result = git_repository_open_ext(&git, path, flags, NULL);
    /* It was there a moment ago: not for a person to make one. */
    if (result == GIT_ENOTFOUND)
        return repo_fail(err, ERR_SYSTEM, _("cannot open the git repository of '%s'"), path);
    if (result < 0)
        return refuse_open(err, path, path, result);
    *out = repo_new(git);
    return 0;
}

void repo_close(struct repo **repo)
{
    if (*repo) {
        git_repository_free((*repo)->git);
        free(*repo);
    }
    *repo = NULL;
}

const char *repo_git_folder(const struct repo *repo) { return git_repository_commondir(repo->git); }

const char *repo_work_folder(const struct repo *repo) { return git_repository_workdir(repo->git); }

const char *repo_below(const struct repo *repo, struct arena *arena, const char *folder)
{
    const char *top = git_repository_workdir(repo->git);
    CLEANUP(text_free) char *real = realpath(folder, NULL);
    CLEANUP(text_free) char *real_top = top ? realpath(top, NULL) : NULL;
    if (!real || !real_top || strcmp(real, real_top) == 0)
        return "";
    size_t top_bytes = strcmp(real_top, "/") == 0 ? 0 : strlen(real_top);
    if (strncmp(real, real_top, top_bytes) != 0 || real[top_bytes] != '/')
        return "";
    return arena_printf(arena, "%s/", real + top_bytes + 1);
}

/* ---- Commits ---- */

int repo_find_commit(git_commit **out, struct repo *repo, const char *commit, struct err *err)
{
    REPO_GUARD(repo);
    git_oid id;
    if (git_oid_fromstr(&id, commit) < 0 || git_commit_lookup(out, repo->git, &id) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read the commit %s"), commit);
    return 0;
}

const char *repo_merge_base(struct repo *repo, struct arena *arena, const char *one,
                            const char *other)
{
    REPO_GUARD(repo);
    git_oid a, b, base;
    bool has_base = git_oid_fromstr(&a, one) == 0 && git_oid_fromstr(&b, other) == 0 &&
                    git_merge_base(&base, repo->git, &a, &b) == 0;
    git_error_clear();
    return has_base ? repo_id_text(arena, &base) : NULL;
}

const char *repo_tip(struct repo *repo, struct arena *arena, const char *reference)
{
    REPO_GUARD(repo);
    CLEANUP(repo_reference_free) git_reference *found = NULL;
    CLEANUP(repo_object_free) git_object *commit = NULL;
    if (git_reference_lookup(&found, repo->git, reference) < 0 ||
        git_reference_peel(&commit, found, GIT_OBJECT_COMMIT) < 0) {
        git_error_clear();
        return NULL;
    }
    return repo_id_text(arena, git_object_id(commit));
}

bool repo_has_commit(struct repo *repo, const char *commit)
{
    REPO_GUARD(repo);
    struct err ignored;
    CLEANUP(repo_commit_free) git_commit *found = NULL;
    CLEANUP(repo_tree_free) git_tree *tree = NULL;
    bool has =
        repo_find_commit(&found, repo, commit, &ignored) == 0 && git_commit_tree(&tree, found) == 0;
    git_error_clear();
    return has;
}

bool repo_descends(struct repo *repo, const char *commit, const char *ancestor)
{
    REPO_GUARD(repo);
    git_oid young, old;
    bool descends =
        git_oid_fromstr(&young, commit) == 0 && git_oid_fromstr(&old, ancestor) == 0 &&
        repo_has_commit(repo, commit) &&
        (git_oid_equal(&young, &old) || git_graph_descendant_of(repo->git, &young, &old) == 1);
    git_error_clear();
    return descends;
}

const char *repo_root_commit(struct repo *repo, struct arena *arena, const char *commit)
{
    REPO_GUARD(repo);
    struct err ignored;
    CLEANUP(repo_commit_free) git_commit *at = NULL;
    if (repo_find_commit(&at, repo, commit, &ignored) != 0)
        return NULL;
    while (git_commit_parentcount(at)) {
        git_commit *parent = NULL;
        if (git_commit_parent(&parent, at, 0) < 0) {
            git_error_clear();
            return NULL;
        }
        git_commit_free(at);
        at = parent;
    }
    return repo_id_text(arena, git_commit_id(at));
}

/* Repositories: opening them, and the questions about their history. */
#include "io/repo.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
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
static void config_free(git_config **config) { git_config_free(*config); }
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

const char *repo_find(struct arena *arena, const char *folder)
{
    CLEANUP(text_free) char *real = realpath(folder, NULL);
    char *at = arena_printf(arena, "%s/", real ? real : folder);
    for (char *slash; (slash = strrchr(at, '/'));) {
        *slash = '\0';
        if (files_exist(arena_printf(arena, "%s/.git", at)) ||
            (files_exist(arena_printf(arena, "%s/HEAD", at)) &&
             files_exist(arena_printf(arena, "%s/objects", at))))
            return at;
    }
    return NULL;
}

static int refuse_owner(struct err *err, const char *folder)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *path = repo_find(&scratch, folder); /* what git asks to be trusted */
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

static int refuse_open(struct err *err, const char *folder, int result)
{
    const git_error *last = git_error_last();
    const char *said = last && last->message ? last->message : "";
    /* Without any such setting 1.5 calls the setting missing instead of the owner wrong. */
    if (result == GIT_EOWNER || strstr(said, "safe.directory"))
        return refuse_owner(err, folder);
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
    if (repo_find(&scratch, folder))
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
    const char *top = repo_find(&scratch, folder);
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
        return refuse_open(err, folder, result);
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
        return refuse_open(err, path, result);
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

/* ---- History ---- */

int repo_find_commit(git_commit **out, struct repo *repo, const char *commit, struct err *err)
{
    REPO_GUARD(repo);
    git_oid id;
    if (git_oid_fromstr(&id, commit) < 0 || git_commit_lookup(out, repo->git, &id) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot read the commit %s"), commit);
    return 0;
}

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

static struct repo_log_entry log_entry(struct arena *arena, const git_commit *commit)
{
    return (struct repo_log_entry){
        .id = repo_id_text(arena, git_commit_id(commit)),
        .message = arena_strdup(arena, git_commit_message(commit)),
        .when_utc = git_commit_time(commit),
    };
}

int repo_log(struct repo *repo, struct arena *arena, const char *commit, const char *until,
             size_t limit, struct repo_log_entry **entries, size_t *count, struct err *err)
{
    REPO_GUARD(repo);
    CLEANUP(repo_commit_free) git_commit *at = NULL;
    git_oid end = { 0 };
    if (repo_find_commit(&at, repo, commit, err) != 0)
        return -1;
    if (until && git_oid_fromstr(&end, until) < 0)
        return repo_fail(err, ERR_SYSTEM, _("'%s' is no commit's id"), until);
    struct repo_log_entry *log = NULL;
    size_t found = 0, capacity = 0;
    while (found < limit && !git_oid_equal(git_commit_id(at), &end)) {
        log = list_grow(arena, log, found, &capacity, sizeof *log);
        log[found++] = log_entry(arena, at);
        git_commit *parent = NULL;
        if (git_commit_parentcount(at) == 0)
            break;
        if (git_commit_parent(&parent, at, 0) < 0) {
            log[found - 1].is_cut = true;
            break;
        }
        git_commit_free(at);
        at = parent;
    }
    git_error_clear();
    *entries = log;
    *count = found;
    return 0;
}

/* ---- Remotes, as the repository's own settings name them ---- */

const char *repo_remote_url(struct repo *repo, struct arena *arena, const char *remote)
{
    REPO_GUARD(repo);
    CLEANUP(config_free) git_config *all = NULL;
    CLEANUP(config_free) git_config *local = NULL;
    CLEANUP(config_free) git_config *snapshot = NULL;
    const char *url = NULL;
    int result = git_repository_config(&all, repo->git);
    if (result == 0)
        result = git_config_open_level(&local, all, GIT_CONFIG_LEVEL_LOCAL);
    if (result == 0)
        result = git_config_snapshot(&snapshot, local);
    if (result == 0)
        result =
            git_config_get_string(&url, snapshot, arena_printf(arena, "remote.%s.url", remote));
    git_error_clear();
    return result == 0 && url && *url ? arena_strdup(arena, url) : NULL;
}

const char *repo_user_email(struct repo *repo, struct arena *arena)
{
    REPO_GUARD(repo);
    CLEANUP(config_free) git_config *config = NULL;
    CLEANUP(config_free) git_config *snapshot = NULL;
    const char *email = NULL;
    int result = git_repository_config(&config, repo->git);
    if (result == 0)
        result = git_config_snapshot(&snapshot, config);
    if (result == 0)
        result = git_config_get_string(&email, snapshot, "user.email");
    git_error_clear();
    return result == 0 && email && *email ? arena_strdup(arena, email) : NULL;
}

static void entries_free(git_config_iterator **entries) { git_config_iterator_free(*entries); }

int repo_has_remotes(bool *has, struct repo *repo, struct err *err)
{
    REPO_GUARD(repo);
    CLEANUP(config_free) git_config *config = NULL;
    CLEANUP(entries_free) git_config_iterator *entries = NULL;
    git_config_entry *entry = NULL;
    bool is_whole = false;
    *has = false;
    /* Not git_remote_list(): 1.5 loses 20 KiB for each setting that it holds against its pattern.
     */
    int result = git_repository_config(&config, repo->git);
    if (result == 0)
        result = git_config_iterator_new(&entries, config);
    while (result == 0 && !*has && (result = git_config_next(&entry, entries)) == 0) {
        *has = text_starts_with(entry->name, "remote.") && text_ends_with(entry->name, ".url");
        is_whole = is_whole || (entry->level == GIT_CONFIG_LEVEL_LOCAL &&
                                text_equal(entry->name, "core.repositoryformatversion"));
    }
    if (result != 0 && result != GIT_ITEROVER)
        return repo_fail(err, ERR_SYSTEM, _("cannot read the settings of the git repository"));
    git_error_clear();
    /* libgit2 takes a file that it can't look at for one that is not there. */
    if (!*has && !is_whole)
        return err_set(err, ERR_SYSTEM,
                       _("cannot read the settings of the git repository whole: '%sconfig' says no "
                         "`repositoryformatversion`, which each has; put the file back, or clone "
                         "the repository anew"),
                       repo_git_folder(repo));
    return 0;
}

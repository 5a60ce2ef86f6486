/* What git's settings say: of remotes, and of the person. */
#include "io/repo.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/repo_guard.h"
#include "io/repo_internal.h"
#include "late/git2.h"

static void config_free(git_config **config) { git_config_free(*config); }
static void entries_free(git_config_iterator **entries) { git_config_iterator_free(*entries); }

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

/* A repository seen by its plain files.
 *
 * Starting libgit2 takes as long as all else that `check` does with one post, and most of the time
 * there is nothing for it to read: a workspace has no ledger before its first publication. So that
 * alone is told here, and only of a repository as `git init` and `git clone` make it; of any other,
 * and wherever a name could be there, libgit2 is asked. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "io/files.h"
#include "io/repo.h"
#include "io/repo_internal.h"

enum { MOST_BYTES = 4 * 1024 * 1024 }; /* of packed-refs: more is a matter for libgit2 */

static void text_free(char **text) { free(*text); }

static bool is_own_folder(const char *path, const struct stat *below)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == geteuid() &&
           facts.st_dev == below->st_dev;
}

/* Whether the settings name nothing that moves the work tree or the references elsewhere, or keeps
 * libgit2 from opening it. */
static bool is_usual(struct arena *arena, const char *git_folder)
{
    static const char *const unusual[] = { "worktree", "extensions", "include", "bare = true",
                                           "repositoryformatversion = 1" };
    struct err ignored = { 0 };
    char *config;
    size_t bytes;
    if (files_read(arena, arena_printf(arena, "%s/config", git_folder), MOST_BYTES, &config, &bytes,
                   &ignored) != 0 ||
        strlen(config) != bytes)
        return false;
    for (size_t i = 0; i < sizeof unusual / sizeof *unusual; i++)
        if (strcasestr(config, unusual[i]))
            return false;
    return files_exist(arena_printf(arena, "%s/HEAD", git_folder)) &&
           files_is_folder(arena_printf(arena, "%s/objects", git_folder)) &&
           files_is_folder(arena_printf(arena, "%s/refs", git_folder));
}

bool repo_glance(struct repo_glance *out, struct arena *arena, const char *folder)
{
    CLEANUP(text_free) char *real = realpath(folder, NULL);
    struct stat below;
    struct err ignored = { 0 };
    const char *top;
    if (!real || repo_find(&top, arena, folder, &ignored) != 0 || !top || stat(real, &below) != 0)
        return false;
    const char *git_folder = arena_printf(arena, "%s/.git", top);
    if (!is_own_folder(*top ? top : "/", &below) || !is_own_folder(git_folder, &below) ||
        !is_usual(arena, git_folder))
        return false;
    const char *rest = real + strlen(top);
    rest += *rest == '/';
    *out = (struct repo_glance){
        .git_folder = git_folder,
        .below = *rest ? arena_printf(arena, "%s/", rest) : "",
    };
    return true;
}

bool repo_glance_lacks(const struct repo_glance *glance, struct arena *arena, const char *reference)
{
    struct err ignored = { 0 };
    const char *packed = arena_printf(arena, "%s/packed-refs", glance->git_folder);
    char *text;
    size_t bytes;
    if (files_exist(arena_printf(arena, "%s/%s", glance->git_folder, reference)) ||
        files_exist(arena_printf(arena, "%s/" REPO_STORE_FOLDER, glance->git_folder)))
        return false;
    if (!files_exist(packed))
        return true;
    return files_read(arena, packed, MOST_BYTES, &text, &bytes, &ignored) == 0 &&
           strlen(text) == bytes && !strcasestr(text, arena_printf(arena, " %s\n", reference));
}

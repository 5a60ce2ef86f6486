/* The seal of commands that only read. */
#include "commands/seal.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "commands/all.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "io/cache.h"
#include "io/environment.h"
#include "io/files.h"
#include "io/folder.h"
#include "io/language.h"
#include "io/repo.h"
#include "io/sandbox.h"

enum { MAX_LIBRARY_FOLDERS = 16 };

/* The folders and files that are read: NULL at the end. */
static const char *const *find_readable(struct arena *arena, const char *root)
{
    size_t place_count;
    size_t count = 0;
    const char **places = repo_places(arena, ".", &place_count);
    const char **out = arena_alloc_array(arena, place_count + MAX_LIBRARY_FOLDERS + 4, sizeof *out);
    for (size_t i = 0; i < place_count; i++)
        out[count++] = places[i];
    out[count++] = root ? root : ".";
    if (language_folder())
        out[count++] = language_folder();
    /* Libraries are loaded when they are first called. */
    const char *libraries = environment_get(SETTING_LIBRARY_PATH);
    for (size_t i = 0; libraries && *libraries && i < MAX_LIBRARY_FOLDERS; i++) {
        size_t bytes = strcspn(libraries, ":;");
        if (bytes)
            out[count++] = arena_strndup(arena, libraries, bytes);
        libraries += bytes + (libraries[bytes] != '\0');
    }
    out[count] = NULL;
    return out;
}

const char *seal_cache_folder(const struct invocation *invocation)
{
    struct arena *arena = invocation->arena;
    struct err ignored = { 0 };
    const char *path = invocation_value(invocation, "cache");
    if (!path)
        path = cache_default_path(arena, "check", "");
    const char *slash = path ? strrchr(path, '/') : NULL;
    if (!slash || slash == path)
        return path ? (slash ? "/" : ".") : NULL;
    const char *folder = arena_strndup(arena, path, (size_t)(slash - path));
    bool is_there = files_is_folder(folder) || files_make_folders(folder, &ignored) == 0;
    return is_there ? folder : NULL;
}

/* The site's folder, which is made where it is not there yet, likewise. */
static const char *find_site_folder(const struct invocation *invocation, const char *root)
{
    struct err ignored = { 0 };
    const char *name;
    if (build_folder(&name, invocation, &ignored) != 0 || folder_ensure(root, name, &ignored) != 0)
        return NULL;
    return arena_printf(invocation->arena, "%s/%s", root, name);
}

/* The workspaces that the command is about; those that can't be told are its own to complain of. */
static const char **find_roots(const struct invocation *invocation, size_t *count)
{
    struct arena *arena = invocation->arena;
    struct err ignored = { 0 };
    const char *top, *root, *inside;
    const char **roots;
    *count = 0;
    if (!invocation->is_all) {
        roots = arena_alloc_array(arena, 1, sizeof *roots);
        if (files_find_workspace(&root, &inside, arena, ".", &ignored) == 0)
            roots[(*count)++] = root;
        return roots;
    }
    if (all_find(&top, &roots, count, arena, ".", &ignored) != 0)
        *count = 0;
    for (size_t i = 0; i < *count; i++)
        roots[i] = arena_printf(arena, "%s%s", top, roots[i]);
    return roots;
}

static const char *const *find_writable(const struct command *command,
                                        const struct invocation *invocation,
                                        const char *const *roots, size_t root_count)
{
    const char **out = arena_alloc_array(invocation->arena, 2 * root_count + 2, sizeof *out);
    size_t count = 0;
    bool builds = command == &command_build;
    bool fixes = invocation_has(invocation, "fix") && !invocation_has(invocation, "dry-run");
    const char *cache =
        (command == &command_check || builds) && root_count ? seal_cache_folder(invocation) : NULL;
    if (cache)
        out[count++] = cache;
    for (size_t i = 0; i < root_count; i++) {
        const char *site = builds ? find_site_folder(invocation, roots[i]) : NULL;
        if (site)
            out[count++] = site;
        if (fixes)
            out[count++] = roots[i];
    }
    out[count] = NULL;
    return out;
}

void seal(const struct command *command, const struct invocation *invocation)
{
    if (command->only_reads)
        seal_reader(command, invocation);
}

void seal_reader(const struct command *command, const struct invocation *invocation)
{
    size_t count;
    const char **roots = find_roots(invocation, &count);
    const char *const *writable = find_writable(command, invocation, roots, count);
    bool is_anywhere = invocation_has(invocation, "vale-ini");
    unsigned done = sandbox_seal(
        is_anywhere ? NULL : find_readable(invocation->arena, count == 1 ? roots[0] : NULL),
        writable);
    if (invocation->verbosity)
        sandbox_tell(invocation->log, done, false);
}

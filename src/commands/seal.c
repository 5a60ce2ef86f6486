/* The seal of commands that only read. */
#include "commands/seal.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
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

static void find_writable(const char *out[3], const struct command *command,
                          const struct invocation *invocation, const char *root)
{
    size_t count = 0;
    bool keeps = command == &command_check || command == &command_build;
    const char *cache = keeps && root ? seal_cache_folder(invocation) : NULL;
    const char *site =
        command == &command_build && root ? find_site_folder(invocation, root) : NULL;
    if (cache)
        out[count++] = cache;
    if (site)
        out[count++] = site;
    if (root && invocation_has(invocation, "fix") && !invocation_has(invocation, "dry-run"))
        out[count++] = root;
    out[count] = NULL;
}

void seal(const struct command *command, const struct invocation *invocation)
{
    if (command->only_reads)
        seal_reader(command, invocation);
}

void seal_reader(const struct command *command, const struct invocation *invocation)
{
    struct arena *arena = invocation->arena;
    struct err ignored = { 0 };
    const char *root = NULL;
    const char *inside;
    const char *writable[3];
    if (files_find_workspace(&root, &inside, arena, ".", &ignored) != 0)
        root = NULL;
    find_writable(writable, command, invocation, root);
    bool is_anywhere = invocation_has(invocation, "vale-ini");
    unsigned done = sandbox_seal(is_anywhere ? NULL : find_readable(arena, root), writable);
    if (invocation->verbosity)
        sandbox_tell(invocation->log, done, false);
}

/* Patches, by libgit2. */
#include "io/patch.h"

#include <git2.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"

#include "late/git2.h"

static void patch_close(git_patch **patch) { git_patch_free(*patch); }

static void shutdown_libgit2(const int *started)
{
    if (*started > 0)
        git_libgit2_shutdown();
}

int patch_format(const char **out, struct arena *arena, const char *path, const char *before,
                 size_t before_bytes, const char *after, size_t after_bytes, struct err *err)
{
    CLEANUP(shutdown_libgit2) int started = git_libgit2_init();
    CLEANUP(patch_close) git_patch *patch = NULL;
    git_buf text = { 0 };
    if (started < 0 ||
        git_patch_from_buffers(&patch, before, before_bytes, path, after, after_bytes, path,
                               NULL) != 0 ||
        git_patch_to_buf(&text, patch) != 0)
        return err_set(err, ERR_SYSTEM, _("cannot make a patch of '%s'"), path);
    *out = arena_strndup(arena, text.ptr ? text.ptr : "", text.size);
    git_buf_dispose(&text);
    return 0;
}

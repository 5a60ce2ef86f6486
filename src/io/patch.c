/* Patches, by libgit2. */
#include "io/patch.h"

#include <git2.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "io/repo_memory.h"

#include "late/git2.h"

static void patch_close(git_patch **patch) { git_patch_free(*patch); }

static int start_libgit2(void)
{
    repo_memory_set_up();
    return git_libgit2_init();
}

static void shutdown_libgit2(const int *started)
{
    if (*started > 0)
        git_libgit2_shutdown();
}

int patch_format(const char **out, struct arena *arena, const char *path, const char *before,
                 size_t before_bytes, const char *after, size_t after_bytes, struct err *err)
{
    CLEANUP(shutdown_libgit2) int started = start_libgit2();
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

static bool is_text(const struct patch_text *file)
{
    return !file->bytes || !memchr(file->text, '\0', file->bytes);
}

static git_merge_file_input input_of(const struct patch_text *file)
{
    return (git_merge_file_input){ .version = GIT_MERGE_FILE_INPUT_VERSION,
                                   .ptr = file->text,
                                   .size = file->bytes };
}

bool patch_merge(struct patch_text *out, struct arena *arena, const struct patch_text *base,
                 const struct patch_text *ours, const struct patch_text *theirs)
{
    CLEANUP(shutdown_libgit2) int started = start_libgit2();
    git_merge_file_input inputs[] = { input_of(base), input_of(ours), input_of(theirs) };
    git_merge_file_result result = { 0 };
    if (started < 0 || !is_text(base) || !is_text(ours) || !is_text(theirs) ||
        git_merge_file(&result, &inputs[0], &inputs[1], &inputs[2], NULL) != 0)
        return false;
    bool is_clean = result.automergeable;
    if (is_clean)
        *out = (struct patch_text){ arena_strndup(arena, result.ptr, result.len), result.len };
    git_merge_file_result_free(&result);
    return is_clean;
}

/* The repository around a workspace, by its own settings. */
#include "commands/init_place.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/repo.h"
#include "lib/forge.h"

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-";

static bool is_plain(const char *text) { return !text[strspn(text, plain)]; }

void init_place_find(struct init_place *out, struct arena *arena, const char *root)
{
    CLEANUP(repo_close) struct repo *repo = NULL;
    struct err ignored = { 0 };
    *out = (struct init_place){ .folder = "", .up = "", .branch = "main", .is_plain = true };
    if (repo_open(&repo, root, &ignored) != 0)
        return;
    out->top = repo_work_folder(repo);
    if (!out->top)
        return;
    out->top = arena_strdup(arena, out->top);
    out->folder = repo_below(repo, arena, root);
    for (const char *at = strchr(out->folder, '/'); at; at = strchr(at + 1, '/'))
        out->up = arena_printf(arena, "../%s", out->up);
    if (forge_read_remote(&out->host, &out->repository, arena,
                          repo_remote_url(repo, arena, "origin")) &&
        !is_plain(out->repository))
        out->repository = NULL;
    out->branch = repo_main_branch(repo, arena);
    out->is_plain = is_plain(out->folder) && is_plain(out->branch);
}

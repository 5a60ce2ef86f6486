/* The repository around a workspace, by its own settings. */
#include "commands/init_place.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/files.h"
#include "io/repo.h"

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-";

static bool is_plain(const char *text) { return !text[strspn(text, plain)]; }

/* `https://user@github.com:443/ana/horno.git`, `git@github.com:ana/horno`. */
static void read_address(struct init_place *out, struct arena *arena, const char *url)
{
    const char *scheme = strstr(url, "://");
    const char *rest = scheme ? scheme + 3 : url;
    size_t name = strcspn(rest, "/");
    const char *at = memchr(rest, '@', name);
    if (!scheme && !memchr(rest, ':', name))
        return; /* a path */
    rest = at ? at + 1 : rest;
    size_t host = strcspn(rest, ":/");
    const char *path = strchr(rest + host, scheme ? '/' : ':');
    if (!host || !path)
        return;
    path += strspn(path, ":/");
    size_t bytes = strlen(path);
    while (bytes && path[bytes - 1] == '/')
        bytes--;
    if (bytes > 4 && memcmp(path + bytes - 4, ".git", 4) == 0)
        bytes -= 4;
    out->host = arena_strndup(arena, rest, host);
    out->repository = arena_strndup(arena, path, bytes);
    if (!*out->repository || !is_plain(out->repository))
        out->repository = NULL;
}

/* The branch that a reference's file names, or NULL. */
static const char *read_head(struct arena *arena, const char *path, const char *before)
{
    struct err ignored = { 0 };
    char *text;
    size_t bytes;
    if (files_read(arena, path, LIMIT_PATH_BYTES, &text, &bytes, &ignored) != 0 ||
        !text_starts_with(text, before))
        return NULL;
    text += strlen(before);
    text[strcspn(text, "\n")] = '\0';
    return *text ? text : NULL;
}

/* What the remote says is its main branch, else the usual one that is there, else ours. */
static const char *find_branch(struct repo *repo, struct arena *arena)
{
    static const char *const usual[] = { "main", "master", "trunk" };
    const char *git = repo_git_folder(repo);
    const char *branch = read_head(arena, arena_printf(arena, "%srefs/remotes/origin/HEAD", git),
                                   "ref: refs/remotes/origin/");
    for (size_t i = 0; !branch && i < sizeof usual / sizeof *usual; i++)
        if (repo_tip(repo, arena, arena_printf(arena, "refs/heads/%s", usual[i])))
            branch = usual[i];
    if (!branch)
        branch = read_head(arena, arena_printf(arena, "%sHEAD", git), "ref: refs/heads/");
    return branch ? branch : usual[0];
}

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
    const char *url = repo_remote_url(repo, arena, "origin");
    if (url)
        read_address(out, arena, url);
    out->branch = find_branch(repo, arena);
    out->is_plain = is_plain(out->folder) && is_plain(out->branch);
}

/* Pages of a git host on which people edit files, by the address of the repository there.
 *
 *     struct forge forge;
 *     if (forge_of_remote(&forge, arena, "git@github.com:horno/redes.git"))
 *         forge_edit(arena, &forge, "main", "content/posts/a.md");
 *
 * GitHub: `/edit/BRANCH/PATH`, `/new/BRANCH?filename=&value=` (isaacs/github issue 1527). GitLab:
 * `/-/edit/BRANCH/PATH`, `/-/new/BRANCH?file_name=`, which takes no text. Gitea and Forgejo:
 * `/_edit/BRANCH/PATH`, `/_new/BRANCH/FOLDER?filename=&value=` (gitea pull request 16556). Read
 * 2026-11. */
#ifndef PREGON_LIB_FORGE_H
#define PREGON_LIB_FORGE_H

#include <stdbool.h>

struct arena;

enum forge_kind { FORGE_NONE, FORGE_GITHUB, FORGE_GITLAB, FORGE_FORGEJO };

struct forge {
    enum forge_kind kind;
    const char *web; /* of the repository, without a slash at the end: "https://github.com/o/r" */
};

/* "github", "gitlab", "forgejo"; FORGE_NONE where it is none of them. */
enum forge_kind forge_kind_find(const char *name);

/* By words in its name: `gitlab.example.org` is one, too. NULL is none. */
enum forge_kind forge_of_host(const char *host);
/* NULL for FORGE_NONE. */
const char *forge_kind_name(enum forge_kind kind);

/* What a remote's address says: the host's name ("github.com"), and what that calls the repository
 * ("ana/horno"). False where it is a path. */
bool forge_read_remote(const char **host, const char **repository, struct arena *arena,
                       const char *url);

/* Where a remote's address (https, ssh, or `git@host:path`) is at a host whose kind its name tells;
 * what may be a secret in it is left out. False: it can't be told. */
bool forge_of_remote(struct forge *out, struct arena *arena, const char *url);

/* Addresses; NULL where the host has no such page. `path` is from the repository's root. */
const char *forge_edit(struct arena *arena, const struct forge *forge, const char *branch,
                       const char *path);
const char *forge_new(struct arena *arena, const struct forge *forge, const char *branch,
                      const char *path, const char *text);
const char *forge_commit(struct arena *arena, const struct forge *forge, const char *id);

#endif

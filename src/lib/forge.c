/* Addresses of git hosts' pages. */
#include "lib/forge.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/ascii.h"
#include "lib/escape.h"

const char *forge_kind_name(enum forge_kind kind)
{
    static const char *const names[] = { NULL, "github", "gitlab", "forgejo" };
    return names[kind];
}

enum forge_kind forge_kind_find(const char *name)
{
    for (enum forge_kind kind = FORGE_GITHUB; kind <= FORGE_FORGEJO; kind++)
        if (text_equal(name, forge_kind_name(kind)))
            return kind;
    return FORGE_NONE;
}

enum forge_kind forge_of_host(const char *host)
{
    static const struct {
        const char *word;
        enum forge_kind kind;
    } hosts[] = {
        { "github", FORGE_GITHUB },   { "gitlab", FORGE_GITLAB }, { "codeberg", FORGE_FORGEJO },
        { "forgejo", FORGE_FORGEJO }, { "gitea", FORGE_FORGEJO },
    };
    for (size_t i = 0; host && i < sizeof hosts / sizeof *hosts; i++)
        if (strstr(host, hosts[i].word))
            return hosts[i].kind;
    return FORGE_NONE;
}

static bool is_plain(const char *text)
{
    for (; *text; text++)
        if (!(ascii_class(*text) & ASCII_WORD) && !strchr("-.~/", *text))
            return false;
    return true;
}

/* The host of its pages: GitHub and GitLab take ssh through port 443 on another one (GitHub's
 * "Using SSH over the HTTPS port", GitLab's "Alternative SSH", read 2026-11). */
static const char *web_host(struct arena *arena, const char *name, size_t bytes)
{
    char *host = arena_strndup(arena, name, bytes);
    for (char *c = host; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    if (text_equal(host, "ssh.github.com"))
        return "github.com";
    return text_equal(host, "altssh.gitlab.com") ? "gitlab.com" : host;
}

bool forge_read_remote(const char **host, const char **repository, struct arena *arena,
                       const char *url)
{
    const char *scheme = url ? strstr(url, "://") : NULL;
    if (!url)
        return false;
    const char *name = scheme ? scheme + 3 : url;
    size_t authority = strcspn(name, scheme ? "/" : ":/");
    const char *path = name + authority;
    if (!*path || (!scheme && *path != ':'))
        return false;
    path += strspn(path, ":/");
    const char *user = memchr(name, '@', authority);
    if (user) {
        authority -= (size_t)(user + 1 - name);
        name = user + 1;
    }
    size_t port = 0;
    while (port < authority && name[port] != ':')
        port++;
    size_t bytes = strlen(path);
    while (bytes && path[bytes - 1] == '/')
        bytes--;
    if (bytes > 4 && memcmp(path + bytes - 4, ".git", 4) == 0)
        bytes -= 4;
    if (!port || !bytes)
        return false;
    *host = web_host(arena, name, port);
    *repository = arena_strndup(arena, path, bytes);
    return true;
}

bool forge_of_remote(struct forge *out, struct arena *arena, const char *url)
{
    const char *host, *repository;
    if (!forge_read_remote(&host, &repository, arena, url))
        return false;
    bool is_safe =
        !strstr(url, "://") || text_starts_with(url, "https://") || text_starts_with(url, "ssh://");
    enum forge_kind kind = forge_of_host(host);
    if (!is_safe || kind == FORGE_NONE || !strchr(repository, '/') || !is_plain(host) ||
        !is_plain(repository))
        return false;
    *out = (struct forge){ .kind = kind,
                           .web = arena_printf(arena, "https://%s/%s", host, repository) };
    return true;
}

/* Of `web`, with `middle`, and then branch and path escaped. */
static struct text_buffer begin(struct arena *arena, const struct forge *forge, const char *middle,
                                const char *branch, const char *path, size_t more)
{
    struct text_buffer out =
        text_buffer_in(arena, strlen(forge->web) + 3 * (strlen(branch) + strlen(path) + more) + 64);
    text_puts(&out, forge->web);
    text_puts(&out, middle);
    escape_path(&out, branch);
    if (*path) {
        text_putc(&out, '/');
        escape_path(&out, path);
    }
    return out;
}

const char *forge_edit(struct arena *arena, const struct forge *forge, const char *branch,
                       const char *path)
{
    static const char *const middles[] = { NULL, "/edit/", "/-/edit/", "/_edit/" };
    if (forge->kind == FORGE_NONE)
        return NULL;
    struct text_buffer out = begin(arena, forge, middles[forge->kind], branch, path, 0);
    return text_end(&out);
}

const char *forge_new(struct arena *arena, const struct forge *forge, const char *branch,
                      const char *path, const char *text)
{
    static const char *const middles[] = { NULL, "/new/", "/-/new/", "/_new/" };
    static const char *const keys[] = { NULL, "?filename=", "?file_name=", "?filename=" };
    if (forge->kind == FORGE_NONE)
        return NULL;
    struct text_buffer out =
        begin(arena, forge, middles[forge->kind], branch, "", strlen(path) + strlen(text));
    text_puts(&out, keys[forge->kind]);
    escape_segment(&out, path);
    if (forge->kind != FORGE_GITLAB) {
        text_puts(&out, "&value=");
        escape_segment(&out, text);
    }
    return text_end(&out);
}

const char *forge_commit(struct arena *arena, const struct forge *forge, const char *id)
{
    if (forge->kind == FORGE_NONE)
        return NULL;
    return arena_printf(arena, "%s%s/commit/%s", forge->web,
                        forge->kind == FORGE_GITLAB ? "/-" : "", id);
}

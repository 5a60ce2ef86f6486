/* Where a repository's files lie, by its plain files: what git reads besides the work tree. */
#include <dirent.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "io/environment.h"
#include "io/files.h"
#include "io/repo.h"
#include "io/repo_internal.h"

enum { MOST_BYTES = 1024 * 1024, DEEPEST_INCLUDE = 4, MAX_PLACES = 64, DEEPEST_REFERENCE = 32 };
enum { MOST_REFERENCE_BYTES = 128 * 1024 * 1024 }; /* of a million */

struct places {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

static void add(struct places *places, const char *path)
{
    if (places->count == MAX_PLACES)
        return;
    places->items = list_grow(places->arena, places->items, places->count, &places->capacity,
                              sizeof *places->items);
    places->items[places->count++] = path;
}

static const char *join(struct arena *arena, const char *folder, const char *path)
{
    return *path == '/' ? path : arena_printf(arena, "%s/%s", folder, path);
}

/* The text of a small file without the spaces at its end; NULL where there is none. */
static char *read_small(struct arena *arena, const char *path)
{
    struct err ignored = { 0 };
    char *text;
    size_t bytes;
    if (!files_exist(path) || files_read(arena, path, MOST_BYTES, &text, &bytes, &ignored) != 0)
        return NULL;
    text = arena_strndup(arena, text, bytes);
    for (bytes = strlen(text); bytes && strchr(" \t\r\n", text[bytes - 1]);)
        text[--bytes] = '\0';
    return text;
}

/* Objects that are borrowed from other clones (`git clone --shared`), and what those borrow. The
 * name is asked for, so that nobody's notes are taken for objects. */
static void add_alternates(struct places *places, const char *objects, int depth)
{
    struct arena *arena = places->arena;
    char *text = read_small(arena, arena_printf(arena, "%s/info/alternates", objects));
    for (char *line = text; line && *line && depth < DEEPEST_INCLUDE;) {
        char *end = line + strcspn(line, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        const char *path = join(arena, objects, line);
        if (*line && *line != '#' && text_ends_with(path, "/objects")) {
            add(places, path);
            add_alternates(places, path, depth + 1);
        }
        line = next;
    }
}

/* A linked work tree or a submodule has a file in place of the folder, which names that. `shared`
 * is what it has in common with other work trees. */
static const char *find_git_folder(struct arena *arena, const char *top, const char **shared)
{
    static const char named[] = "gitdir: ";
    const char *git = arena_printf(arena, "%s/.git", top);
    const char *text = files_is_folder(git) ? NULL : read_small(arena, git);
    if (text && text_starts_with(text, named))
        git = join(arena, top, text + strlen(named));
    else if (!files_exist(git))
        git = top; /* a bare one */
    const char *common = read_small(arena, arena_printf(arena, "%s/commondir", git));
    *shared = common ? join(arena, git, common) : git;
    return git;
}

static void folder_release(DIR **folder)
{
    if (*folder)
        closedir(*folder);
}

static int require_plain(struct arena *arena, const char *git, const char *name,
                         long long most_bytes, struct err *err)
{
    struct stat facts;
    const char *path = arena_printf(arena, "%s/%s", git, name);
    if (stat(path, &facts) != 0 || S_ISDIR(facts.st_mode) ||
        (S_ISREG(facts.st_mode) && facts.st_size <= most_bytes))
        return 0;
    return err_set(err, ERR_SYSTEM, _("'%s' is no file as git keeps it: clone the repository anew"),
                   path);
}

/* References are few: git packs those that are many. */
static int require_plain_below(struct arena *arena, const char *git, const char *folder, int depth,
                               struct err *err)
{
    CLEANUP(folder_release) DIR *open = opendir(arena_printf(arena, "%s/%s", git, folder));
    struct dirent *entry;
    while (open && depth < DEEPEST_REFERENCE && (entry = readdir(open))) {
        if (*entry->d_name == '.')
            continue;
        const char *name = arena_printf(arena, "%s/%s", folder, entry->d_name);
        int result = entry->d_type == DT_REG ? 0
                     : entry->d_type == DT_DIR
                         ? require_plain_below(arena, git, name, depth + 1, err)
                         : require_plain(arena, git, name, MOST_BYTES, err);
        if (result != 0)
            return -1;
    }
    return 0;
}

int repo_require_plain(struct arena *arena, const char *top, struct err *err)
{
    static const struct plain {
        const char *name;
        long long most_bytes;
    } plain[] = {
        { "HEAD", MOST_BYTES },
        { "config", MOST_BYTES },
        { "config.worktree", MOST_BYTES },
        { "commondir", MOST_BYTES },
        { "objects/info/alternates", MOST_BYTES },
        { "packed-refs", MOST_REFERENCE_BYTES },
    };
    const char *shared;
    const char *git = find_git_folder(arena, top, &shared);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (require_plain(arena, git, plain[i].name, plain[i].most_bytes, err) != 0 ||
            require_plain(arena, shared, plain[i].name, plain[i].most_bytes, err) != 0)
            return -1;
    }
    return require_plain_below(arena, shared, "refs", 0, err);
}

static void add_git_folder(struct places *places, const char *top)
{
    struct arena *arena = places->arena;
    const char *shared;
    const char *git = find_git_folder(arena, top, &shared);
    if (files_exist(arena_printf(arena, "%s/HEAD", git)) &&
        files_is_folder(arena_printf(arena, "%s/objects", shared))) {
        add(places, git);
        if (shared != git)
            add(places, shared);
    }
    add_alternates(places, arena_printf(arena, "%s/objects", shared), 0);
}

/* The person's settings, and what they include: git reads safe.directory there. */
static void add_settings(struct places *places, const char *path, const char *home, int depth)
{
    struct arena *arena = places->arena;
    char *text = read_small(arena, path);
    if (!text)
        return;
    add(places, path);
    const char *slash = strrchr(path, '/');
    const char *folder = arena_strndup(arena, path, (size_t)(slash - path));
    for (const char *line = text; *line && depth < DEEPEST_INCLUDE;) {
        size_t bytes = strcspn(line, "\n");
        const char *at = line + strspn(line, " \t");
        if (text_starts_with(at, "path")) {
            at += strlen("path");
            at += strspn(at, " \t=\"");
            const char *value = arena_strndup(arena, at, strcspn(at, "\"\r\n"));
            if (text_starts_with(value, "~/"))
                value = arena_printf(arena, "%s%s", home, value + 1);
            add_settings(places, join(arena, folder, value), home, depth + 1);
        }
        line += bytes + (line[bytes] == '\n');
    }
}

const char **repo_places(struct arena *arena, const char *folder, size_t *count)
{
    struct places places = { .arena = arena };
    struct err ignored = { 0 };
    const char *top;
    const char *home = environment_get(SETTING_HOME);
    const char *settings = environment_get(SETTING_CONFIG_HOME);
    if (repo_find(&top, arena, folder, &ignored) == 0 && top) {
        add(&places, *top ? top : "/");
        add_git_folder(&places, top);
        add_settings(&places, "/etc/gitconfig", home ? home : "", 0);
        if (home)
            add_settings(&places, arena_printf(arena, "%s/.gitconfig", home), home, 0);
        if (!settings && home)
            settings = arena_printf(arena, "%s/.config", home);
        if (settings)
            add_settings(&places, arena_printf(arena, "%s/git/config", settings), home ? home : "",
                         0);
    }
    *count = places.count;
    return places.items;
}

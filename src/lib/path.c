/* Paths: judged and joined as text, without asking the disk. */
#include "lib/path.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/limits.h"

static bool segment_is_plain(const char *segment, size_t bytes)
{
    static const char *const refused[] = { ".", "..", ".git" };
    for (size_t i = 0; *segment == '.' && i < sizeof refused / sizeof refused[0]; i++) {
        if (strlen(refused[i]) == bytes && strncasecmp(segment, refused[i], bytes) == 0)
            return false;
    }
    return bytes > 0;
}

bool path_is_of_people(const char *path)
{
    static const char *const folders[] = { "content", "brand",   "calendar", "src",    ".ci",
                                           ".github", ".gitlab", ".forgejo", ".gitea", ".vscode" };
    size_t bytes = strcspn(path, "/");
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (strlen(folders[i]) == bytes && strncasecmp(folders[i], path, bytes) == 0)
            return true;
    }
    return false;
}

bool path_is_plain(const char *path)
{
    size_t left = strlen(path);
    if (left >= LIMIT_PATH_BYTES)
        return false;
    for (;;) {
        const char *slash = memchr(path, '/', left);
        size_t bytes = slash ? (size_t)(slash - path) : left;
        if (!segment_is_plain(path, bytes))
            return false;
        if (!slash)
            return true;
        left -= bytes + 1;
        path = slash + 1;
    }
}

const char *path_resolve(struct arena *arena, const char *folder, const char *relative)
{
    size_t folder_bytes = strlen(folder);
    if (!*relative || *relative == '/')
        return NULL;
    char *out = arena_alloc(arena, folder_bytes + strlen(relative) + 2);
    memcpy(out, folder, folder_bytes);
    size_t count = folder_bytes;
    for (const char *at = relative;;) {
        size_t bytes = strcspn(at, "/");
        if (bytes == 2 && at[0] == '.' && at[1] == '.') {
            if (!count)
                return NULL;
            while (count && out[count - 1] != '/')
                count--;
            count -= count > 0;
        } else if (bytes && !(bytes == 1 && at[0] == '.')) {
            if (count)
                out[count++] = '/';
            memcpy(out + count, at, bytes);
            count += bytes;
        }
        if (!at[bytes])
            break;
        at += bytes + 1;
    }
    out[count] = '\0';
    return path_is_plain(out) ? out : NULL;
}

const char *path_folder(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_strndup(arena, path, (size_t)(slash - path)) : "";
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *path_extension(const char *path)
{
    const char *dot = strrchr(path_name(path), '.');
    return dot ? dot + 1 : "";
}

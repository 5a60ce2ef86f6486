/* Files beneath a folder, by descriptors. */
#include "io/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "io/files.h"
#include "lib/digest.h"

void beneath_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

bool beneath_is_plain(const char *path)
{
    for (const char *at = path; *at;) {
        size_t bytes = strcspn(at, "/");
        if (bytes == 0 || (bytes == 1 && *at == '.') || (bytes == 2 && memcmp(at, "..", 2) == 0))
            return false;
        for (size_t i = 0; i < bytes; i++)
            if ((unsigned char)at[i] < ' ' || at[i] == '\\' || at[i] == 0x7f)
                return false;
        at += bytes;
        if (*at == '/' && !*++at)
            return false;
    }
    return *path && strlen(path) < LIMIT_PATH_BYTES;
}

int beneath_open_folder(int at, const char *path, size_t path_bytes, bool makes)
{
    char name[LIMIT_PATH_BYTES];
    int fd = fcntl(at, F_DUPFD_CLOEXEC, 0);
    for (size_t begin = 0; fd >= 0 && begin < path_bytes;) {
        size_t bytes = strcspn(path + begin, "/");
        if (bytes > path_bytes - begin)
            bytes = path_bytes - begin;
        memcpy(name, path + begin, bytes);
        name[bytes] = '\0';
        int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        int next = openat(fd, name, flags);
        if (next < 0 && errno == ENOENT && makes &&
            (mkdirat(fd, name, 0777) == 0 || errno == EEXIST))
            next = openat(fd, name, flags);
        int why = errno;
        close(fd);
        errno = why;
        fd = next;
        begin += bytes + 1;
    }
    return fd;
}

/* The bytes of the path before its last component, without the slash. */
static size_t parent_bytes(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}

/* Reads up to `limit` bytes of an open file. -1 with errno; EFBIG where there are more. */
static ssize_t read_all(int fd, char *out, size_t limit)
{
    size_t bytes = 0;
    for (;;) {
        char more;
        bool is_full = bytes == limit;
        ssize_t got = is_full ? read(fd, &more, 1) : read(fd, out + bytes, limit - bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got > 0 && is_full) {
            errno = EFBIG;
            return -1;
        }
        if (got <= 0)
            return got < 0 ? -1 : (ssize_t)bytes;
        bytes += (size_t)got;
    }
}

static int read_in(int folder, struct arena *arena, const char *name, size_t limit_bytes,
                   char **data, size_t *bytes)
{
    struct stat facts;
    CLEANUP(beneath_close)
    int fd = folder < 0 ? -1 : openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    *data = NULL;
    *bytes = 0;
    if (fd < 0)
        return errno == ENOENT ? 0 : -1;
    if (fstat(fd, &facts) != 0)
        return -1;
    if (!S_ISREG(facts.st_mode) || (uint64_t)facts.st_size > limit_bytes) {
        errno = S_ISREG(facts.st_mode) ? EFBIG : EINVAL;
        return -1;
    }
    char *buffer = arena_alloc(arena, (size_t)facts.st_size + 1);
    ssize_t got = read_all(fd, buffer, (size_t)facts.st_size);
    if (got < 0)
        return -1;
    *data = buffer;
    *bytes = (size_t)got;
    return 0;
}

int beneath_read(int at, struct arena *arena, const char *path, size_t limit_bytes, char **data,
                 size_t *bytes)
{
    CLEANUP(beneath_close) int folder = beneath_open_folder(at, path, parent_bytes(path), false);
    return read_in(folder, arena, last_name(path), limit_bytes, data, bytes);
}

enum { CREATED = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC };

struct beside {
    char name[sizeof ".pregon-new-" + 16];
};

/* Beside the file under a name of its own, so that several can be written at once. A run that was
 * killed leaves it to the next, which writes that very file, or removes both. */
static struct beside beside_of(const char *name)
{
    struct beside out;
    snprintf(out.name, sizeof out.name, ".pregon-new-%016llx",
             (unsigned long long)digest_of(name, strlen(name)).low);
    return out;
}

static int replace_in(int folder, const char *name, const char *bytes, size_t byte_count)
{
    if (folder < 0)
        return -1;
    const struct beside new = beside_of(name);
    const char *beside = new.name;
    int fd = openat(folder, beside, CREATED, 0666);
    if (fd < 0 && errno == EEXIST && unlinkat(folder, beside, 0) == 0)
        fd = openat(folder, beside, CREATED, 0666);
    if (fd < 0)
        return -1;
    int written = write_all(fd, bytes, byte_count);
    if (close(fd) == 0 && written == 0 && renameat(folder, beside, folder, name) == 0)
        return 0;
    int cause = errno;
    unlinkat(folder, beside, 0);
    errno = cause;
    return -1;
}

int beneath_replace(int at, const char *path, const char *bytes, size_t byte_count)
{
    CLEANUP(beneath_close) int folder = beneath_open_folder(at, path, parent_bytes(path), true);
    return replace_in(folder, last_name(path), bytes, byte_count);
}

/* --- many files --- */

void beneath_walk_begin(struct beneath_walk *walk, int at)
{
    walk->at = at;
    walk->folder = -1;
    walk->is_missing = false;
    walk->path_bytes = 0;
}

void beneath_walk_end(struct beneath_walk *walk) { beneath_close(&walk->folder); }

/* The folder of the file; -1 with errno. */
static int walk_to(struct beneath_walk *walk, const char *path, bool makes)
{
    size_t bytes = parent_bytes(path);
    bool is_known = (walk->folder >= 0 || walk->is_missing) && bytes == walk->path_bytes &&
                    memcmp(walk->path, path, bytes) == 0;
    if (is_known && walk->folder >= 0)
        return walk->folder;
    if (is_known && !makes) {
        errno = ENOENT;
        return -1;
    }
    beneath_close(&walk->folder);
    walk->folder = beneath_open_folder(walk->at, path, bytes, makes);
    walk->is_missing = walk->folder < 0 && errno == ENOENT;
    if (walk->folder >= 0 || walk->is_missing)
        memcpy(walk->path, path, bytes);
    walk->path_bytes = bytes;
    return walk->folder;
}

enum beneath_kind beneath_look(struct beneath_walk *walk, const char *path,
                               struct file_facts *facts)
{
    struct stat found;
    *facts = (struct file_facts){ 0 };
    int folder = walk_to(walk, path, false);
    if (folder < 0 || fstatat(folder, last_name(path), &found, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? BENEATH_NOTHING : BENEATH_OTHER;
    *facts = files_facts_of(&found);
    return facts->is_file ? BENEATH_FILE : BENEATH_OTHER;
}

int beneath_walk_read(struct beneath_walk *walk, struct arena *arena, const char *path,
                      size_t limit_bytes, char **data, size_t *bytes)
{
    return read_in(walk_to(walk, path, false), arena, last_name(path), limit_bytes, data, bytes);
}

int beneath_walk_replace(struct beneath_walk *walk, const char *path, const char *bytes,
                         size_t byte_count)
{
    return replace_in(walk_to(walk, path, true), last_name(path), bytes, byte_count);
}

int beneath_walk_create(struct beneath_walk *walk, const char *path, const char *bytes,
                        size_t byte_count)
{
    int folder = walk_to(walk, path, true);
    int fd = folder < 0 ? -1 : openat(folder, last_name(path), CREATED, 0666);
    if (fd < 0)
        return -1;
    int written = write_all(fd, bytes, byte_count);
    if (close(fd) == 0 && written == 0)
        return 0;
    int cause = errno;
    unlinkat(folder, last_name(path), 0);
    errno = cause;
    return -1;
}

int beneath_remove(int at, const char *path)
{
    char folder_path[LIMIT_PATH_BYTES];
    size_t bytes = parent_bytes(path);
    CLEANUP(beneath_close) int folder = beneath_open_folder(at, path, bytes, false);
    if (folder >= 0)
        unlinkat(folder, beside_of(last_name(path)).name, 0);
    if (folder < 0 || (unlinkat(folder, last_name(path), 0) != 0 && errno != ENOENT))
        return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
    while (bytes > 0) {
        memcpy(folder_path, path, bytes);
        folder_path[bytes] = '\0';
        size_t above = parent_bytes(folder_path);
        CLEANUP(beneath_close) int parent = beneath_open_folder(at, folder_path, above, false);
        if (parent < 0 || unlinkat(parent, last_name(folder_path), AT_REMOVEDIR) != 0)
            break;
        bytes = above;
    }
    return 0;
}

int beneath_append(int at, const char *path, const char *bytes, size_t byte_count)
{
    CLEANUP(beneath_close) int folder = beneath_open_folder(at, path, parent_bytes(path), true);
    CLEANUP(beneath_close)
    int fd = folder < 0 ? -1
                        : openat(folder, last_name(path),
                                 O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666);
    return fd < 0 ? -1 : write_all(fd, bytes, byte_count);
}

/* Files that change. */
#include "io/watch.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "lib/digest.h"

#ifdef __linux__
#include <sys/inotify.h>
#define WATCHED                                                                                    \
    (IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF |       \
     IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW)
#endif

enum {
    SETTLE_MS = 15,      /* an editor's several writes of one save */
    MAX_FOLDERS = 20000, /* whoever has more sees changes by looking */
    MAX_DEPTH = 32,
};

struct watch {
    struct arena arena;
    const char *const *folders;
    int fd; /* -1: there is no inotify, or it has no room */
    struct digest seen;
    size_t count;
};

static bool is_own(const char *name)
{
    size_t bytes = strlen(name);
    return bytes == 0 || name[0] == '.' || name[bytes - 1] == '~';
}

/* Every folder gets its watch; what the files are like goes into the digest. */
static void walk(struct watch *watch, struct arena *scratch, struct digest *digest,
                 const char *folder, int depth)
{
    DIR *dir = depth < MAX_DEPTH && watch->count < MAX_FOLDERS ? opendir(folder) : NULL;
    if (!dir)
        return;
    watch->count++;
#ifdef __linux__
    if (watch->fd >= 0 && inotify_add_watch(watch->fd, folder, WATCHED) < 0 && errno == ENOSPC) {
        close(watch->fd);
        watch->fd = -1;
    }
#endif
    for (const struct dirent *entry; (entry = readdir(dir));) {
        struct stat found;
        if (is_own(entry->d_name))
            continue;
        const char *path = arena_printf(scratch, "%s/%s", folder, entry->d_name);
        if (lstat(path, &found) != 0)
            continue;
        if (S_ISDIR(found.st_mode)) {
            walk(watch, scratch, digest, path, depth + 1);
            continue;
        }
        /* In no order of the folder: each file by itself. */
        struct digest one = digest_of(path, strlen(path));
        digest_add_number(&one, (int64_t)found.st_size);
        digest_add_number(&one, (int64_t)found.st_mtime);
#ifdef __linux__
        digest_add_number(&one, (int64_t)found.st_mtim.tv_nsec);
#endif
        digest->low += one.low;
        digest->high += one.high;
    }
    closedir(dir);
}

static struct digest look(struct watch *watch)
{
    struct arena scratch = { 0 };
    struct digest digest = { 0 };
    watch->count = 0;
    for (const char *const *folder = watch->folders; *folder; folder++)
        walk(watch, &scratch, &digest, *folder, 0);
    arena_release(&scratch);
    return digest;
}

void watch_open(struct watch **out, const char *const *folders)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        out_of_memory();
    size_t count = 0;
    while (folders[count])
        count++;
    const char **copy = arena_alloc_array(&watch->arena, count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(&watch->arena, folders[i]);
    watch->folders = copy;
    watch->fd = -1;
#ifdef __linux__
    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
#endif
    watch->seen = look(watch);
    *out = watch;
}

#ifdef __linux__
/* Whether anything but an editor's own file is among what happened. */
static bool drain(int fd)
{
    _Alignas(struct inotify_event) char buffer[16 * 1024];
    bool is_ours = false;
    for (ssize_t got; (got = read(fd, buffer, sizeof buffer)) > 0;)
        for (char *at = buffer; at < buffer + got;) {
            const struct inotify_event *event = (const void *)at;
            is_ours |= event->len == 0 || !is_own(event->name);
            at += sizeof *event + event->len;
        }
    return is_ours;
}
#endif

int watch_fd(const struct watch *watch) { return watch->fd; }

bool watch_changed(struct watch *watch)
{
#ifdef __linux__
    struct pollfd more = { .fd = watch->fd, .events = POLLIN };
    if (watch->fd >= 0 && !drain(watch->fd))
        return false;
    while (watch->fd >= 0 && poll(&more, 1, SETTLE_MS) > 0)
        drain(watch->fd);
#endif
    /* New folders get their watch; what was only touched is no change. */
    struct digest now = look(watch);
    bool has_changed = !digest_equal(now, watch->seen);
    watch->seen = now;
    return has_changed;
}

void watch_close(struct watch **address)
{
    struct watch *watch = *address;
    if (!watch)
        return;
    if (watch->fd >= 0)
        close(watch->fd);
    arena_release(&watch->arena);
    free(watch);
    *address = NULL;
}

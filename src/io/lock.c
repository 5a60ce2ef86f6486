/* Locks, by flock(2): the kernel gives them back when the process ends. */
#include "io/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/process.h"

enum { LOOK_MS = 50 };

static int open_lock(const char *path, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *slash = strrchr(path, '/');
    if (slash && files_make_folders(arena_strndup(&arena, path, (size_t)(slash - path)), err) != 0)
        return -1;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        (void)err_set(err, ERR_SYSTEM, _("can't open the lock '%s': %s"), path, strerror(errno));
    return fd;
}

int lock_open_file(int fd, int64_t wait_ms)
{
    int64_t until_ms = clock_boot_ms() + wait_ms;
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return -1;
        if (clock_boot_ms() >= until_ms || process_signal()) {
            errno = EWOULDBLOCK;
            return -1;
        }
        process_sleep_ms(LOOK_MS);
    }
    return 0;
}

int lock_take(int *fd, const char *path, int64_t wait_ms, struct err *err)
{
    *fd = open_lock(path, err);
    if (*fd < 0)
        return -1;
    if (lock_open_file(*fd, wait_ms) == 0)
        return 0;
    bool is_held = errno == EWOULDBLOCK;
    if (!is_held)
        (void)err_set(err, ERR_SYSTEM, _("can't take the lock '%s': %s"), path, strerror(errno));
    lock_release(fd);
    return is_held ? 0 : -1;
}

void lock_release(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

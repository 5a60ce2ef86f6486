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

int lock_take(int *fd, const char *path, int64_t wait_ms, struct err *err)
{
    int64_t until_ms = clock_boot_ms() + wait_ms;
    int lock = open_lock(path, err);
    if (lock < 0)
        return -1;
    while (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            (void)err_set(err, ERR_SYSTEM, _("can't take the lock '%s': %s"), path,
                          strerror(errno));
            close(lock);
            return -1;
        }
        if (clock_boot_ms() >= until_ms || process_signal()) {
            close(lock);
            lock = -1;
            break;
        }
        process_sleep_ms(LOOK_MS);
    }
    *fd = lock;
    return 0;
}

void lock_release(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Children: fork, a pipe for the answer, and a deadline. */
#include "io/child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "io/clock.h"
#include "io/process.h"
#include "io/sandbox.h"

/* The largest file that a hostile host can make us write: a pack of a repository with much media
 * is some 100 MiB. */
#define LIMIT_CHILD_FILE_BYTES (4LL * 1024 * 1024 * 1024)
enum {
    MAX_OPEN = 4096, /* where the system can't say which are */
    /* After a signal. CI services end a job themselves ten seconds after it (GitHub, read 2026-11).
     */
    GRACE_MS = 7 * 1000,
};

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* ---- In the child ---- */

static void close_socket(int fd)
{
    struct stat facts;
    if (fstat(fd, &facts) == 0 && S_ISSOCK(facts.st_mode))
        close(fd);
}

/* Otherwise a connection that we close would stay open until the child ends. */
static void close_sockets(void)
{
    DIR *own = opendir("/dev/fd");
    const struct dirent *found;
    for (int fd = STDERR_FILENO + 1; !own && fd < MAX_OPEN; fd++)
        close_socket(fd);
    while (own && (found = readdir(own)))
        if (found->d_name[0] != '.')
            close_socket(atoi(found->d_name));
    if (own)
        closedir(own);
}

/* All of `first` to `last`. */
static void close_range_of(unsigned first, unsigned last)
{
    if (first > last)
        return;
#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, last, 0) == 0)
        return;
#endif
    for (unsigned fd = first; fd <= last && fd < MAX_OPEN; fd++)
        close((int)fd);
}

static void set_limit(int what, rlim_t value)
{
    struct rlimit limit;
    if (getrlimit(what, &limit) == 0 && limit.rlim_max > value)
        setrlimit(what, &(struct rlimit){ .rlim_cur = value, .rlim_max = value });
}

static void settle_in(pid_t parent, int64_t deadline_ms)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent)
        _exit(1);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, LIMIT_CHILD_FILE_BYTES);
    set_limit(RLIMIT_CPU, (rlim_t)(deadline_ms / 1000 + 1));
}

/* Nothing is left to write to but the answer, and standard error for a sanitizer's last words. */
static void seal(int answer_fd, size_t mapped_bytes)
{
    close_range_of(0, STDERR_FILENO - 1);
    close_range_of(STDERR_FILENO + 1, (unsigned)answer_fd - 1);
    close_range_of((unsigned)answer_fd + 1, UINT_MAX);
    sandbox_enter(mapped_bytes);
}

static int write_answer(int fd, const char *answer, size_t bytes)
{
    while (bytes) {
        ssize_t put = write(fd, answer, bytes);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        answer += put;
        bytes -= (size_t)put;
    }
    return 0;
}

/* ---- In ourselves ---- */

static int64_t left_until(int64_t until_ms)
{
    int64_t signal_ms = process_signal_boot_ms();
    if (signal_ms && signal_ms + GRACE_MS < until_ms)
        until_ms = signal_ms + GRACE_MS;
    return until_ms - clock_boot_ms();
}

static enum child_end read_answer(int fd, char *answer, size_t bytes, int64_t deadline_ms)
{
    int64_t until_ms = clock_boot_ms() + deadline_ms;
    while (bytes) {
        int64_t left_ms = left_until(until_ms);
        if (left_ms <= 0)
            return CHILD_LATE;
        /* Short waits: poll's clock stands still while the machine sleeps, the deadline does not.
         */
        int wait_ms = left_ms < 1000 ? (int)left_ms : 1000;
        struct pollfd ready = { .fd = fd, .events = POLLIN };
        int count = poll(&ready, 1, wait_ms);
        if (count < 0 && errno != EINTR)
            return CHILD_DIED;
        if (count <= 0)
            continue;
        ssize_t got = read(fd, answer, bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return CHILD_DIED;
        answer += got;
        bytes -= (size_t)got;
    }
    return CHILD_ANSWERED;
}

static int run(enum child_end *end, child_work work, const void *context, void *answer,
               size_t answer_bytes, int64_t deadline_ms, size_t sealed_memory_bytes,
               struct err *err)
{
    int pipe_fds[2];
    if (pipe(pipe_fds) != 0)
        return err_set(err, ERR_SYSTEM, _("cannot start another process: %s"), strerror(errno));
    CLEANUP(fd_close) int read_fd = pipe_fds[0];
    CLEANUP(fd_close) int write_fd = pipe_fds[1];
    pid_t parent = getpid();
    /* Known before: the child may not be able to read that of itself. */
    size_t mapped_bytes = sealed_memory_bytes ? sandbox_mapped_bytes() : 0;
    pid_t child = fork();
    if (child < 0)
        return err_set(err, ERR_SYSTEM, _("cannot start another process: %s"), strerror(errno));
    if (child == 0) {
        settle_in(parent, deadline_ms);
        if (sealed_memory_bytes)
            seal(write_fd, mapped_bytes ? mapped_bytes + sealed_memory_bytes : 0);
        else
            close_sockets();
        work(context, answer);
        _exit(write_answer(write_fd, answer, answer_bytes) == 0 ? 0 : 1);
    }
    close(write_fd);
    write_fd = -1;
    *end = read_answer(read_fd, answer, answer_bytes, deadline_ms);
    kill(child, SIGKILL); /* it has nothing more to say, and is not waited for twice */
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    return 0;
}

int child_run(enum child_end *end, child_work work, const void *context, void *answer,
              size_t answer_bytes, int64_t deadline_ms, struct err *err)
{
    return run(end, work, context, answer, answer_bytes, deadline_ms, 0, err);
}

int child_run_sealed(enum child_end *end, child_work work, const void *context, void *answer,
                     size_t answer_bytes, int64_t deadline_ms, size_t memory_bytes, struct err *err)
{
    return run(end, work, context, answer, answer_bytes, deadline_ms, memory_bytes, err);
}

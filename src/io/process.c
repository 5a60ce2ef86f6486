/* Processes: /proc on Linux; elsewhere only what POSIX says. */
#include "io/process.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __linux__
#include <sys/prctl.h>
#endif
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/pages.h"
#include "base/text.h"
#include "io/clock.h"

enum { PROC_FILE_BYTES = 1024, HOST_NAME_BYTES = 64, RUN_NAME_BYTES = 100 };

/* The beginning of a small file of the system, without the newline; "" where it can't be read. */
static void read_small(char out[PROC_FILE_BYTES], const char *path)
{
    out[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t bytes = read(fd, out, PROC_FILE_BYTES - 1);
    close(fd);
    out[bytes > 0 ? bytes : 0] = '\0';
    out[strcspn(out, "\n")] = '\0';
}

/* Containers on one machine share its boot id, but count their processes apart. */
static const char *boot_id(struct arena *arena)
{
    char text[PROC_FILE_BYTES];
    char space[HOST_NAME_BYTES];
    read_small(text, "/proc/sys/kernel/random/boot_id");
    ssize_t bytes = readlink("/proc/self/ns/pid", space, sizeof space);
    if (!*text || bytes <= 0)
        return "";
    return arena_printf(arena, "%s %.*s", text, (int)bytes, space);
}

/* The start of process `pid` in clock ticks since boot: field 22 of its stat file, counted behind
 * the last `)`, since the second field is the program's name and may hold anything. "" where it
 * does not run: also a process that has ended, and that nobody has waited for yet. */
static const char *start_time(struct arena *arena, int64_t pid)
{
    char text[PROC_FILE_BYTES];
    read_small(text, arena_printf(arena, "/proc/%lld/stat", (long long)pid));
    const char *at = strrchr(text, ')');
    if (!at || text_starts_with(at, ") Z") || text_starts_with(at, ") X"))
        return "";
    for (int field = 2; at && field < 22; field++)
        at = strchr(at + 1, ' ');
    if (!at)
        return "";
    at++;
    return arena_strndup(arena, at, strspn(at, "0123456789"));
}

struct process process_self(struct arena *arena)
{
    int64_t pid = getpid();
    return (struct process){
        .boot = boot_id(arena),
        .pid = pid,
        .started = start_time(arena, pid),
    };
}

bool process_is_gone(const struct process *process)
{
    struct arena arena = { 0 };
    const char *boot = boot_id(&arena);
    bool is_gone = false;
    if (process->boot && *boot && text_equal(boot, process->boot) && process->pid > 0) {
        const char *started = start_time(&arena, process->pid);
        if (*started)
            is_gone =
                process->started && *process->started && !text_equal(started, process->started);
        else
            is_gone = kill((pid_t)process->pid, 0) != 0 && errno == ESRCH;
    }
    arena_release(&arena);
    return is_gone;
}

/* A name goes into records and commit messages: what is foreign in it becomes `-`. */
static const char *tame(char *name)
{
    for (char *at = name; *at; at++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", *at))
            *at = '-';
    if (strlen(name) > RUN_NAME_BYTES)
        name[RUN_NAME_BYTES] = '\0';
    return name;
}

const char *process_run_name(struct arena *arena)
{
    const char *github = getenv("GITHUB_RUN_ID");
    const char *attempt = getenv("GITHUB_RUN_ATTEMPT");
    if (github && *github)
        return tame(arena_printf(arena, "github-%s-%s", github, attempt ? attempt : "1"));
    const char *gitlab = getenv("CI_PIPELINE_ID");
    const char *job = getenv("CI_JOB_ID");
    if (gitlab && *gitlab)
        return tame(arena_printf(arena, "gitlab-%s-%s", gitlab, job ? job : "0"));
    char host[HOST_NAME_BYTES + 1] = "";
    if (gethostname(host, HOST_NAME_BYTES) != 0 || !*host)
        return arena_printf(arena, "host-%lld", (long long)getpid());
    return tame(arena_printf(arena, "%s-%lld", host, (long long)getpid()));
}

void process_open_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        /* open() takes the lowest number that is free. */
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY))
            continue;
    }
}

/* A pipe to ourselves: what waits for sockets wakes up when a signal came. */
static volatile sig_atomic_t caught;
static volatile int64_t caught_boot_ms; /* of the first one */
static int wake_pipe[2] = { -1, -1 };

static void catch_signal(int number)
{
    int saved = errno;
    if (!caught)
        caught_boot_ms = clock_boot_ms();
    caught = number;
    ssize_t written = write(wake_pipe[1], "", 1);
    (void)written; /* a full pipe is readable already */
    errno = saved;
}

void process_catch_signals(void)
{
    if (wake_pipe[0] >= 0)
        return;
    if (pipe(wake_pipe) != 0) {
        wake_pipe[0] = wake_pipe[1] = -1;
        return;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(wake_pipe[i], F_SETFL, O_NONBLOCK);
    }
    struct sigaction action = { .sa_handler = catch_signal };
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int process_signal(void) { return caught; }

int64_t process_signal_boot_ms(void) { return caught ? caught_boot_ms : 0; }

int process_signal_fd(void) { return wake_pipe[0]; }

void process_sleep_ms(int64_t wait_ms)
{
    /* Once a signal has come, the pipe stays readable: there is nothing more to wake up for. */
    struct pollfd wake = { .fd = caught ? -1 : wake_pipe[0], .events = POLLIN };
    int64_t until_ms = clock_boot_ms() + wait_ms;
    for (int64_t left_ms = wait_ms; left_ms > 0; left_ms = until_ms - clock_boot_ms())
        if (poll(&wake, 1, left_ms > 1000 ? 1000 : (int)left_ms) > 0)
            return;
}

void process_lock_down(void)
{
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
#endif
}

void process_random(void *out, unsigned bytes)
{
    enum { TRIES = 3 };
    assert(bytes <= 256); /* so many come whole, once the system has started */
    for (int i = 0; i < TRIES; i++)
        if (getentropy(out, bytes) == 0)
            return;
    /* Without them no claim is safe. */
    fputs("pregon: this system gives no random bytes\n", stderr);
    exit(4);
}

bool process_program_path(char out[PATH_MAX])
{
#ifdef __APPLE__
    char raw[PATH_MAX];
    uint32_t size = sizeof raw;
    return _NSGetExecutablePath(raw, &size) == 0 && realpath(raw, out);
#else
    ssize_t bytes = readlink("/proc/self/exe", out, PATH_MAX - 1);
    if (bytes <= 0)
        return false;
    out[bytes] = '\0';
    return true;
#endif
}

struct file_facts process_program(void)
{
    char path[PATH_MAX];
    return process_program_path(path) ? files_facts(path) : (struct file_facts){ 0 };
}

void process_set_up_memory(void)
{
#ifdef __GLIBC__
    /* Pieces that malloc() takes from its heap; larger ones it maps by themselves. */
    enum { PIECES = 10, PIECE_BYTES = 100 * 1024 };
    static void *lid; /* above them: or the heap would shrink again when they are given back */
    void *pieces[PIECES];
    if (lid)
        return;
    /* What is given back is taken again with the next folder or post. */
    mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
    mallopt(M_MMAP_THRESHOLD, 256 * 1024); /* these grow without being copied */
    for (size_t i = 0; i < PIECES; i++)
        pieces[i] = malloc(PIECE_BYTES);
    lid = malloc(1);
    for (size_t i = 0; i < PIECES; i++) {
        if (pieces[i])
            pages_take(pieces[i], PIECE_BYTES);
        free(pieces[i]);
    }
#endif
}

/* A clock that goes FAST_CLOCK times as fast (LD_PRELOAD), so that nobody waits for time-outs: what
 * asks for the time sees it fly, and what sleeps or polls sleeps as much less. With NO_NAMES set,
 * no name of a host is known; with NO_CLOCK no time. CLOCK_STEP="N SECONDS" sets the real clock so
 * far forward (back, where negative) when it is asked for the N-th time, and leaves the others. */
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

enum { SECOND_NS = 1000000000, CLOCKS = 12 };

typedef int get_time(clockid_t id, struct timespec *out);
typedef int poll_for(struct pollfd *fds, nfds_t count, int wait_ms);
typedef int sleep_for(const struct timespec *wait, struct timespec *left);
typedef int find_names(const char *host, const char *service, const struct addrinfo *hints,
                       struct addrinfo **out);

static int64_t began_ns[CLOCKS];
static int64_t speed = 1;
static int step_at, asked;
static int64_t step_ns;

/* The C library's own; `out` is the address of a pointer to a function. */
static void find_real(void *out, const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(out, &found, sizeof found);
}

static int64_t to_ns(const struct timespec *time)
{
    return (int64_t)time->tv_sec * SECOND_NS + time->tv_nsec;
}

static struct timespec from_ns(int64_t ns)
{
    return (struct timespec){ .tv_sec = ns / SECOND_NS, .tv_nsec = ns % SECOND_NS };
}

static get_time *ask;

__attribute__((constructor)) static void begin(void)
{
    static const clockid_t ids[] = { CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME };
    const char *text = getenv("FAST_CLOCK");
    struct timespec now;
    find_real(&ask, "clock_gettime");
    speed = text && strtol(text, NULL, 10) > 0 ? strtol(text, NULL, 10) : 1;
    const char *step = getenv("CLOCK_STEP");
    char *rest = NULL;
    step_at = step ? (int)strtol(step, &rest, 10) : 0;
    step_ns = step_at ? strtol(rest, NULL, 10) * SECOND_NS : 0;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        ask(ids[i], &now);
        began_ns[ids[i]] = to_ns(&now);
    }
}

int clock_gettime(clockid_t id, struct timespec *out)
{
    if (!ask)
        begin();
    if (getenv("NO_CLOCK")) {
        errno = EPERM;
        return -1;
    }
    int status = ask(id, out);
    int64_t began = status == 0 && id >= 0 && id < CLOCKS ? began_ns[id] : 0;
    if (began)
        *out = from_ns(began + (to_ns(out) - began) * speed);
    if (step_at && id == CLOCK_REALTIME && ++asked >= step_at)
        *out = from_ns(to_ns(out) + step_ns);
    return status;
}

time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out)
        *out = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    *out = (struct timeval){ .tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000 };
    return 0;
}

int poll(struct pollfd *fds, nfds_t count, int wait_ms)
{
    static poll_for *poll_really;
    if (!poll_really)
        find_real(&poll_really, "poll");
    if (wait_ms > 0)
        wait_ms = (int)((wait_ms + speed - 1) / speed);
    return poll_really(fds, count, wait_ms);
}

int nanosleep(const struct timespec *wait, struct timespec *left)
{
    static sleep_for *sleep_really;
    if (!sleep_really)
        find_real(&sleep_really, "nanosleep");
    const struct timespec shorter = from_ns(to_ns(wait) / speed);
    return sleep_really(&shorter, left);
}

int getaddrinfo(const char *restrict host, const char *restrict service,
                const struct addrinfo *restrict hints, struct addrinfo **restrict out)
{
    static find_names *find_really;
    if (!find_really)
        find_real(&find_really, "getaddrinfo");
    return getenv("NO_NAMES") ? EAI_NONAME : find_really(host, service, hints, out);
}

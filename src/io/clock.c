/* Clocks, by clock_gettime. */
#include "io/clock.h"

#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"

/* Where there is no clock that counts suspended time (macOS counts it in the monotonic one). */
#ifdef CLOCK_BOOTTIME
#define CLOCK_SINCE_BOOT CLOCK_BOOTTIME
#else
#define CLOCK_SINCE_BOOT CLOCK_MONOTONIC
#endif

/* Straight to the end, as without memory: without a clock nothing here means anything. */
static void no_clock(void) __attribute__((noreturn));
static void no_clock(void)
{
    static const char words[] = "pregon: this machine's clock can't be read: let this program ask "
                                "for the time (clock_gettime), and run it again\n";
    ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
    (void)written;
    _exit(err_exit_status(ERR_SYSTEM));
}

/* It fails for unknown clocks, and where a sandbox forbids it. */
static struct timespec ask(clockid_t id)
{
    struct timespec now;
    if (clock_gettime(id, &now) != 0)
        no_clock();
    return now;
}

static int64_t to_ms(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* What the real clock was ahead of the other when it was held. */
static struct {
    bool is_held;
    int64_t ahead_ms;
} held;

static int64_t ahead_ms(void) { return to_ms(ask(CLOCK_REALTIME)) - clock_boot_ms(); }

void clock_hold(void)
{
    held.ahead_ms = ahead_ms();
    held.is_held = true;
}

int64_t clock_moved_s(void) { return held.is_held ? (ahead_ms() - held.ahead_ms) / 1000 : 0; }

int64_t clock_real_utc(void)
{
    return held.is_held ? (clock_boot_ms() + held.ahead_ms) / 1000 : ask(CLOCK_REALTIME).tv_sec;
}

int64_t clock_real_ns(void)
{
    struct timespec now = ask(CLOCK_REALTIME);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_boot_ms(void) { return to_ms(ask(CLOCK_SINCE_BOOT)); }

int64_t clock_thread_ns(void)
{
    struct timespec now = ask(CLOCK_THREAD_CPUTIME_ID);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

struct clock clock_at(int64_t now_utc)
{
    return (struct clock){ .shift_s = now_utc - clock_real_utc() };
}

int64_t clock_now_utc(const struct clock *clock) { return clock_real_utc() + clock->shift_s; }

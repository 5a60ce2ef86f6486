/* Clocks, by clock_gettime. */
#include "io/clock.h"

#include <stdlib.h>
#include <time.h>

/* Where there is no clock that counts suspended time (macOS counts it in the monotonic one). */
#ifdef CLOCK_BOOTTIME
#define CLOCK_SINCE_BOOT CLOCK_BOOTTIME
#else
#define CLOCK_SINCE_BOOT CLOCK_MONOTONIC
#endif

static struct timespec ask(clockid_t id)
{
    struct timespec now;
    /* It fails for unknown clocks alone, and without a clock nothing here means anything. */
    if (clock_gettime(id, &now) != 0)
        abort();
    return now;
}

int64_t clock_real_utc(void) { return ask(CLOCK_REALTIME).tv_sec; }

int64_t clock_real_ns(void)
{
    struct timespec now = ask(CLOCK_REALTIME);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_boot_ms(void)
{
    struct timespec now = ask(CLOCK_SINCE_BOOT);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

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

/* Clocks: the one place that asks what time it is.
 *
 * `--now` moves a clock by a fixed distance: it goes on from there, and everything that asks it
 * obeys. What must not be moved (the comparison with other machines, time-outs) asks for the real
 * time or for the time since boot. */
#ifndef PREGON_IO_CLOCK_H
#define PREGON_IO_CLOCK_H

#include <stdint.h>

/* All zero is the real clock. */
struct clock {
    int64_t shift_s; /* how far --now moved it */
};

/* A clock that shows `now_utc` now. */
struct clock clock_at(int64_t now_utc);
int64_t clock_now_utc(const struct clock *clock);

/* Seconds since 1970, whatever --now says. */
int64_t clock_real_utc(void);

/* From here on this process counts the seconds by itself: whoever sets the machine's clock moves
 * neither clock_real_utc() nor clock_now_utc(). */
void clock_hold(void);

/* How many seconds the machine's clock was set forward since then; negative: back. That a machine
 * was halted, and did not notice, looks like being set forward. */
int64_t clock_moved_s(void);

/* Nanoseconds since 1970, likewise: for the times of files. */
int64_t clock_real_ns(void);

/* Milliseconds since the machine started, suspended hours included: for deadlines. A process that
 * was stopped for an hour sees that the hour has passed, whatever was done to the real clock. */
int64_t clock_boot_ms(void);

/* Nanoseconds of processor time that this thread has used: to see what is dear. */
int64_t clock_thread_ns(void);

#endif

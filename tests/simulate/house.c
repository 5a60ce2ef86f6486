/* Clock, process, lock and files of a simulated machine. */
#include "world.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "io/clock.h"
#include "io/folder.h"
#include "io/lock.h"
#include "io/process.h"
#include "io/sandbox.h"

/* --- the clock --- */

int64_t clock_boot_ms(void) { return world.now_ms + 1000 * MS; }

int64_t clock_real_utc(void)
{
    return START_UTC + world.now_ms / MS + (world.current ? world.current->skew_s : 0);
}

void clock_hold(void) {}

int64_t clock_moved_s(void) { return 0; }

int64_t clock_real_ns(void) { return clock_real_utc() * 1000000000; }

int64_t clock_thread_ns(void) { return 0; }

int64_t clock_now_utc(const struct clock *clock) { return clock_real_utc() + clock->shift_s; }

struct clock clock_at(int64_t now_utc)
{
    return (struct clock){ .shift_s = now_utc - clock_real_utc() };
}

/* --- processes --- */

struct process process_self(struct arena *arena)
{
    return (struct process){
        .boot = arena_printf(arena, "boot-%d", world.current->machine),
        .pid = world.current->number,
        .started = arena_printf(arena, "%d", world.current->number),
    };
}

bool process_is_gone(const struct process *process)
{
    struct arena arena = { 0 };
    bool is_here = text_equal(process->boot, process_self(&arena).boot);
    arena_release(&arena);
    for (size_t i = 0; i < MOST_RUNNERS && is_here; i++)
        if (world.runners[i].number == process->pid && world.runners[i].state == RUNNER_RUNNING)
            return false;
    return is_here;
}

const char *process_run_name(struct arena *arena)
{
    return arena_printf(arena, "sim-%d", world.current->number);
}

void process_lock_down(void) {}
void process_catch_signals(void) {}

int process_signal(void)
{
    const struct runner *runner = world.current;
    return runner && runner->signal_ms && world.now_ms >= runner->signal_ms ? 15 : 0;
}

int64_t process_signal_boot_ms(void) { return process_signal() ? world.current->signal_ms : 0; }

void process_sleep_ms(int64_t wait_ms) { world_give_way(wait_ms, "sleep"); }

void process_random(void *out, unsigned bytes)
{
    unsigned char *at = out;
    for (unsigned i = 0; i < bytes; i++)
        at[i] = (unsigned char)world_random();
}

/* --- the run's lock --- */

static bool is_alive(int number)
{
    for (size_t i = 0; i < MOST_RUNNERS; i++)
        if (world.runners[i].number == number && world.runners[i].state == RUNNER_RUNNING)
            return true;
    return false;
}

int lock_take(int *fd, const char *path, int64_t wait_ms, struct err *err)
{
    (void)path;
    (void)err;
    int *lock = &world.locks[world.current->machine];
    if (*lock && *lock != world.current->number && is_alive(*lock))
        world_give_way(wait_ms, "lock");
    bool is_free = !*lock || *lock == world.current->number || !is_alive(*lock);
    *fd = is_free ? world.current->machine : -1;
    if (is_free)
        *lock = world.current->number;
    return 0;
}

void lock_release(int *fd)
{
    if (*fd >= 0 && world.current && world.locks[*fd] == world.current->number)
        world.locks[*fd] = 0;
    *fd = -1;
}

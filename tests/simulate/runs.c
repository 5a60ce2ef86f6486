/* Runs of the real publish code, each a coroutine, and who goes on next. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#include "base/err.h"
#include "publish/run.h"

void (*run_ended)(const struct runner *runner);

static void report(void *context, const struct run_event *event)
{
    (void)context;
    if (world.is_traced && event->text)
        world_trace("says: %s", event->text);
}

static FILE *nowhere(void)
{
    static FILE *file;
    AS_WORLD;
    if (!file)
        file = fopen("/dev/null", "w");
    if (!file)
        exit(4);
    setvbuf(file, NULL, _IONBF, 0);
    return file;
}

static void run_one(void)
{
    struct runner *runner = world.current;
    const struct run_source source = shop_source(runner);
    struct err err = { 0 };
    struct run run = {
        .arena = &runner->arena,
        .place = shop_place(),
        .has_remote = true,
        .source = &source,
        .root = "/",
        .below = "",
        .lock = "lock",
        .log = nowhere(),
        .report = report,
    };
    if (world_happens(300))
        run.options.wait_s = world_between(1, 55) * 60;
    if (run_publish(&run, &err) != 0) {
        world_trace("ends with %d: %s", err_exit_status(err.kind), err.text);
    } else {
        world_trace("ends with %d%s", run.is_busy ? 0 : run_status(&run),
                    run.is_busy ? ", another is at work" : "");
    }
    run_close(&run);
    runner->state = RUNNER_OVER;
    swapcontext(&runner->context, &world.scheduler);
}

void run_start(struct runner *runner)
{
    if (!runner->stack)
        runner->stack =
            mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (runner->stack == MAP_FAILED)
        exit(4);
    char *stack = runner->stack;
    *runner = (struct runner){
        .number = ++world.run_count,
        .machine = (int)world_between(0, MOST_MACHINES - 1),
        .skew_s = world_between(-110, 110),
        .state = RUNNER_RUNNING,
        .wake_ms = world.now_ms,
        .stack = stack,
    };
    if (world_happens(world.faults.wild_clock)) {
        int64_t off_s =
            world_happens(500) ? world_between(130, 3600) : world_between(3600, 400000000);
        runner->skew_s = world_happens(500) ? off_s : -off_s;
    }
    if (world_happens(60) && world.faults.kill)
        runner->signal_ms = world.now_ms + world_between(1, 60 * MS);
    getcontext(&runner->context);
    runner->context.uc_stack.ss_sp = stack;
    runner->context.uc_stack.ss_size = STACK_BYTES;
    makecontext(&runner->context, run_one, 0);
    world.current = runner;
    world_trace("starts on machine %d, its clock %lld s ahead", runner->machine,
                (long long)runner->skew_s);
    world.current = NULL;
}

/* --- who goes on --- */

static struct runner *next_runner(void)
{
    struct runner *next = NULL;
    for (size_t i = 0; i < MOST_RUNNERS; i++) {
        struct runner *runner = &world.runners[i];
        if (runner->state == RUNNER_RUNNING && (!next || runner->wake_ms < next->wake_ms))
            next = runner;
    }
    return next;
}

/* What it leaves is looked at, and what it held is free: its lock, and its memory. */
static void end(struct runner *runner)
{
    size_t place = (size_t)(runner - world.runners);
    if (world.locks[runner->machine] == runner->number)
        world.locks[runner->machine] = 0;
    if (runner->state == RUNNER_OVER) {
        arena_release(&runner->arena);
        world.left_bytes += memory_leave(place);
    } else {
        memory_free_all(place);
        runner->arena = (struct arena){ 0 };
    }
    if (run_ended)
        run_ended(runner);
}

static int64_t processor_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void run_go_on(int64_t until_ms, bool is_wild)
{
    while (!world.violation && world.now_ms < world.end_ms) {
        struct runner *runner = next_runner();
        int64_t next_ms = runner ? runner->wake_ms : until_ms;
        if (is_wild && next_ms > until_ms)
            next_ms = until_ms;
        if (world_event_before(next_ms))
            continue;
        if (!runner || (is_wild && runner->wake_ms > until_ms)) {
            world.now_ms = until_ms > world.now_ms ? until_ms : world.now_ms;
            return;
        }
        if (runner->wake_ms > world.now_ms)
            world.now_ms = runner->wake_ms;
        int64_t before_ns = run_ended ? processor_ns() : 0;
        world.current = runner;
        swapcontext(&world.scheduler, &runner->context);
        world.current = NULL;
        if (run_ended)
            runner->used_ns += processor_ns() - before_ns;
        if (runner->state != RUNNER_RUNNING)
            end(runner);
    }
}

/* The scheduler: the run that wakes first goes on. */
#include "world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct world world;

/* --- the seed: splitmix64 --- */

uint64_t world_random(void)
{
    uint64_t mixed = world.random += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBU;
    return mixed ^ mixed >> 31;
}

int64_t world_between(int64_t low, int64_t high)
{
    return low + (int64_t)(world_random() % (uint64_t)(high - low + 1));
}

bool world_happens(unsigned per_mille) { return world_random() % 1000 < per_mille; }

/* --- telling --- */

void world_trace(const char *format, ...)
{
    AS_WORLD; /* a stream's buffer is nobody's */
    va_list args;
    if (!world.is_traced)
        return;
    printf("%10lld ", (long long)world.now_ms);
    if (world.current)
        printf("run %d: ", world.current->number);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

void world_violation(const char *format, ...)
{
    AS_WORLD;
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(&world.arena, format, args);
    va_end(args);
    world_trace("VIOLATION: %s", text);
    if (!world.violation)
        world.violation = text;
}

/* --- what happens without runs --- */

struct event {
    struct event *next;
    int64_t at_ms;
    void (*happen)(void *context);
    void *context;
};

static struct event *events; /* the first first */

void world_later(int64_t at_ms, void (*happen)(void *context), void *context)
{
    struct event **link = &events;
    while (*link && (*link)->at_ms <= at_ms)
        link = &(*link)->next;
    AS_WORLD;
    struct event *event = arena_alloc(world_passing(), sizeof *event);
    *event = (struct event){ *link, at_ms, happen, context };
    *link = event;
}

bool world_event_before(int64_t at_ms)
{
    struct event *event = events;
    if (!event || event->at_ms > at_ms)
        return false;
    events = event->next;
    if (event->at_ms > world.now_ms)
        world.now_ms = event->at_ms;
    event->happen(event->context);
    return true;
}

void world_reset(uint64_t seed)
{
    struct runner runners[MOST_RUNNERS];
    memcpy(runners, world.runners, sizeof runners);
    bool is_traced = world.is_traced;
    git_reset();
    servers_reset();
    site_reset();
    truth_reset();
    for (size_t i = 0; i < MOST_RUNNERS; i++)
        memory_free_all(i);
    arena_release(&world.arena);
    arena_release(&world.passing[0]);
    arena_release(&world.passing[1]);
    world = (struct world){ .seed = seed, .random = seed, .is_traced = is_traced };
    world.end_ms = (int64_t)40 * 60 * 60 * MS;
    for (size_t i = 0; i < MOST_RUNNERS; i++)
        world.runners[i].stack = runners[i].stack;
    events = NULL;
}

/* --- what passes --- */

struct arena *world_passing(void) { return &world.passing[0]; }

void world_forget(void)
{
    AS_WORLD;
    arena_release(&world.passing[1]);
    world.passing[1] = world.passing[0];
    world.passing[0] = (struct arena){ 0 };
}

/* --- giving way --- */

static void switch_away(void) { swapcontext(&world.current->context, &world.scheduler); }

static void may_die(const char *what)
{
    if (!world_happens(world.faults.kill))
        return;
    world_trace("killed at %s", what);
    world.kills++;
    world.current->state = RUNNER_KILLED;
    switch_away(); /* for ever */
}

void world_give_way(int64_t ms, const char *what)
{
    struct runner *runner = world.current;
    if (!runner)
        return; /* the checker, which takes no time */
    may_die(what);
    runner->wake_ms = world.now_ms + (ms > 0 ? ms : 1);
    if (world_happens(world.faults.pause)) {
        /* A machine that was suspended, or a runner without a processor. */
        int64_t pause_ms =
            world_happens(300) ? world_between(1, 60 * 60) * MS : world_between(1, 120) * MS;
        world_trace("held up for %lld s at %s", (long long)(pause_ms / MS), what);
        world.pauses++;
        runner->wake_ms += pause_ms;
    }
    switch_away();
    may_die(what);
}

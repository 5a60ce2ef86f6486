/* Threads: one shared counter, no queue. */
#include "io/threads.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"

enum { MAX_THREADS = 16 };

struct job {
    atomic_size_t next;
    size_t item_count, chunk;
    threads_work work;
    void *context;
};

struct worker {
    struct job *job;
    size_t number;
    pthread_t thread;
};

size_t threads_count(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    if (online < 1)
        return 1;
    return online > MAX_THREADS ? MAX_THREADS : (size_t)online;
}

static void *run(void *argument)
{
    struct worker *worker = argument;
    struct job *job = worker->job;
    for (;;) {
        size_t first = atomic_fetch_add(&job->next, job->chunk);
        if (first >= job->item_count)
            return NULL;
        size_t end = first + job->chunk;
        job->work(job->context, worker->number, first,
                  end < job->item_count ? end : job->item_count);
    }
}

void threads_run(size_t item_count, size_t chunk, size_t thread_count, threads_work work,
                 void *context)
{
    struct job job = { .item_count = item_count, .chunk = chunk, .work = work, .context = context };
    struct worker workers[MAX_THREADS];
    size_t useful = (item_count + chunk - 1) / chunk;
    if (thread_count > MAX_THREADS)
        thread_count = MAX_THREADS;
    if (thread_count > useful)
        thread_count = useful;
    size_t started = 1;
    workers[0] = (struct worker){ .job = &job };
    for (; started < thread_count; started++) {
        workers[started] = (struct worker){ .job = &job, .number = started };
        /* Fewer threads are slower, not wrong. */
        if (pthread_create(&workers[started].thread, NULL, run, &workers[started]) != 0)
            break;
    }
    run(&workers[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}

void threads_spread(size_t item_count, size_t chunk, threads_work work, void *context)
{
    threads_run(item_count, chunk, threads_count(), work, context);
}

struct threads_beside {
    void (*work)(void *context);
    void *context;
    pthread_t thread;
    bool is_running;
};

static void *run_beside(void *argument)
{
    const struct threads_beside *beside = argument;
    beside->work(beside->context);
    return NULL;
}

struct threads_beside *threads_begin(void (*work)(void *context), void *context)
{
    struct threads_beside *beside = malloc(sizeof *beside);
    if (!beside)
        out_of_memory();
    *beside = (struct threads_beside){ .work = work, .context = context };
    beside->is_running = pthread_create(&beside->thread, NULL, run_beside, beside) == 0;
    if (!beside->is_running)
        work(context);
    return beside;
}

void threads_end(struct threads_beside **beside)
{
    if (*beside && (*beside)->is_running)
        pthread_join((*beside)->thread, NULL);
    free(*beside);
    *beside = NULL;
}

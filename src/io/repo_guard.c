/* The guard: a timer that counts the process's time, and a handler of faults. Both only do what a
 * signal handler may. */
#include "io/repo_guard.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/message.h"
#include "io/repo_internal.h"

enum { MESSAGE_BYTES = 1024, STACK_BYTES = 64 * 1024 };

static atomic_uint under_guard, reading_store;
static atomic_ulong progress;
static _Thread_local unsigned depth;

/* All is ready before a signal comes. */
static char of_repository[MESSAGE_BYTES], of_store[MESSAGE_BYTES];
static char store_path[PATH_MAX], store_aside[PATH_MAX];

bool repo_guard_put_store_aside(void)
{
    return *store_path && rename(store_path, store_aside) == 0;
}

static void give_up(void)
{
    bool is_aside = atomic_load(&reading_store) && repo_guard_put_store_aside();
    const char *words = is_aside ? of_store : of_repository;
    ssize_t ignored = write(STDERR_FILENO, words, strlen(words));
    (void)ignored;
    _exit(err_exit_status(ERR_SYSTEM));
}

static time_t seconds(void)
{
    struct timespec now = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Each second that the process computes. On a machine with many processors that is soon, so the
 * time on the wall has to be over, too. */
static void look(int number)
{
    /* Any thread may be interrupted by it, each time another. */
    static atomic_ulong seen;
    static atomic_int still;
    static _Atomic(time_t) since_s;
    unsigned long now = atomic_load(&progress);
    int kept = errno;
    (void)number;
    if (!atomic_load(&under_guard) || now != seen) {
        seen = now;
        still = 0;
        since_s = seconds();
    } else if (++still >= REPO_GUARD_S && seconds() - since_s >= REPO_GUARD_S - 1) {
        give_up();
    }
    errno = kept;
}

#ifndef __SANITIZE_ADDRESS__
/* A fault elsewhere is our own, and ends the program as faults do. */
static void fault(int number)
{
    if (depth)
        give_up();
    raise(number); /* the handler is gone by now */
}
#endif

/* `flags`: SA_RESETHAND for faults, since a sealed child could not take its handler back by a
 * system call, and would meet the same fault for ever. */
static void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK | flags };
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static void prepare(void)
{
    static char stack[STACK_BYTES];
    const struct itimerval each_second = { { 1, 0 }, { 1, 0 } };
    snprintf(
        of_repository, sizeof of_repository, "pregon: %s\n",
        _("this repository can't be read: something in it is broken ('git fsck' may say what), "
          "or made to harm. Pregon stopped there; what was written before is whole. Where git "
          "can't read it either, clone it anew; where it can, delete .git/pregon/store.git, "
          "which is only a cache"));
    snprintf(
        of_store, sizeof of_store, "pregon: %s\n",
        _("what Pregon keeps in .git/pregon/store.git was broken, and is put aside: run again, "
          "and it is fetched anew. Nothing of yours was touched"));
    sigaltstack(&(stack_t){ .ss_sp = stack, .ss_size = sizeof stack }, NULL);
    handle(SIGPROF, look, SA_RESTART);
    setitimer(ITIMER_PROF, &each_second, NULL);
#ifndef __SANITIZE_ADDRESS__
    static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        handle(faults[i], fault, (int)SA_RESETHAND);
#endif
}

struct repo_guard repo_guard_begin(const struct repo *repo)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct repo_guard guard = { .is_for_store = repo && repo->is_store };
    pthread_once(&once, prepare);
    depth++;
    atomic_fetch_add(&progress, 1);
    atomic_fetch_add(&under_guard, 1);
    atomic_fetch_add(&reading_store, guard.is_for_store);
    return guard;
}

void repo_guard_end(struct repo_guard *guard)
{
    depth--;
    atomic_fetch_add(&progress, 1);
    atomic_fetch_sub(&under_guard, 1);
    atomic_fetch_sub(&reading_store, guard->is_for_store);
}

void repo_guard_tick(void) { atomic_fetch_add_explicit(&progress, 1, memory_order_relaxed); }

void repo_guard_know_store(const char *path, const char *aside)
{
    if (strlen(path) >= sizeof store_path || strlen(aside) >= sizeof store_aside)
        return;
    snprintf(store_aside, sizeof store_aside, "%s", aside);
    snprintf(store_path, sizeof store_path, "%s", path);
}

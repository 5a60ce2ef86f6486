/* measure RUNS COMMAND [ARGUMENT…]: runs a command several times, its output thrown away, and
 * prints "MS CPU-MS KIB": the shortest wall time and the least processor time in milliseconds, and
 * the largest peak memory. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static double timeval_ms(const struct timeval *time)
{
    return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

struct cost {
    double wall_ms, cpu_ms;
    long peak_kib;
};

/* One run; gives the child's wait status, or -1. */
static int run_once(struct cost *cost, char **command)
{
    int status;
    double start = now_ms();
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0)
        return -1;
    cost->wall_ms = now_ms() - start;
    cost->cpu_ms = timeval_ms(&usage.ru_utime) + timeval_ms(&usage.ru_stime);
    cost->peak_kib = usage.ru_maxrss;
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: measure RUNS COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    struct cost least = { .wall_ms = 1e9, .cpu_ms = 1e9 };
    for (long runs = strtol(argv[1], NULL, 10); runs > 0; runs--) {
        struct cost cost;
        int status = run_once(&cost, argv + 2);
        if (status < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
            fprintf(stderr, "measure: '%s' failed\n", argv[2]);
            return 4;
        }
        least.wall_ms = cost.wall_ms < least.wall_ms ? cost.wall_ms : least.wall_ms;
        least.cpu_ms = cost.cpu_ms < least.cpu_ms ? cost.cpu_ms : least.cpu_ms;
        least.peak_kib = cost.peak_kib > least.peak_kib ? cost.peak_kib : least.peak_kib;
    }
    printf("%.2f %.2f %ld\n", least.wall_ms, least.cpu_ms, least.peak_kib);
    return 0;
}

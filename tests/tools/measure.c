/* measure RUNS COMMAND [ARGUMENT…]: runs a command several times, its output thrown away, and
 * prints "MS KIB": the shortest wall time in milliseconds and the largest peak memory. */
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

/* The wall time of one run; the child's exit status goes to `status`. */
static double run_once(char **command, int *status, long *peak_kib)
{
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
    if (wait4(child, status, 0, &usage) < 0)
        return -1;
    if (usage.ru_maxrss > *peak_kib)
        *peak_kib = usage.ru_maxrss;
    return now_ms() - start;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: measure RUNS COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    double lowest_ms = -1;
    long peak_kib = 0;
    for (long runs = strtol(argv[1], NULL, 10); runs > 0; runs--) {
        int status = 0;
        double ms = run_once(argv + 2, &status, &peak_kib);
        if (ms < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
            fprintf(stderr, "measure: '%s' failed\n", argv[2]);
            return 4;
        }
        if (lowest_ms < 0 || ms < lowest_ms)
            lowest_ms = ms;
    }
    printf("%.2f %ld\n", lowest_ms, peak_kib);
    return 0;
}

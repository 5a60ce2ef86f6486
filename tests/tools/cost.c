/* cost FILE COMMAND [ARGUMENT…]: runs a command, and writes "STATUS CPU-MS KIB" to FILE: how it
 * ended, its processor time in milliseconds and the largest peak memory of one of its processes. A
 * signal is 128 more than its number, as in a shell; one that hangs gets SIGALRM after a while. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SECONDS = 30 };

static long timeval_ms(const struct timeval *time)
{
    return (long)time->tv_sec * 1000 + (long)time->tv_usec / 1000;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int status;
    if (argc < 3) {
        fputs("usage: cost FILE COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    pid_t child = fork();
    if (child == 0) {
        alarm(MOST_SECONDS);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return 126;
    FILE *out = fopen(argv[1], "w");
    if (!out)
        return 126;
    status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    fprintf(out, "%d %ld %ld\n", status, timeval_ms(&usage.ru_utime) + timeval_ms(&usage.ru_stime),
            usage.ru_maxrss);
    return fclose(out);
}

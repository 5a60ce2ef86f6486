/* The pager, as git does it. */
#include "io/pager.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "io/environment.h"

static pid_t pager;
static bool has_errors; /* standard error goes to it, too */

/* It ends when nobody holds the other end of its input any more. Safe in a signal's handler. */
static void wait_for_it(void)
{
    close(STDOUT_FILENO);
    if (has_errors)
        close(STDERR_FILENO);
    while (waitpid(pager, NULL, 0) < 0 && waitpid(pager, NULL, WNOHANG) == 0)
        continue;
}

static void end(void)
{
    fflush(stdout);
    fflush(stderr);
    wait_for_it();
}

/* Otherwise the shell would be back at the terminal while the pager still holds it. */
static void on_signal(int number)
{
    wait_for_it();
    signal(number, SIG_DFL);
    raise(number);
}

/* By the shell, since people write `PAGER="less -S"`. A program that is not there must not take
 * what was to be shown with it. */
static void become_pager(const char *command)
{
    static const char script[] = "case $1 in *=*) ;; *)"
                                 " command -v \"${1%% *}\" >/dev/null 2>&1 || exec cat ;; esac;"
                                 " eval \"$1\"";
    signal(SIGPIPE, SIG_DFL);
    setenv("LESS", "FRX", 0);
    execl("/bin/sh", "sh", "-c", script, "sh", command, (char *)NULL);
    _exit(127);
}

static const char *find_pager(void)
{
    const char *command = environment_get(SETTING_PAGER);
    const char *terminal = environment_get(SETTING_TERM);
    bool is_off = environment_get(SETTING_NO_PAGER) || text_equal(command, "cat") ||
                  !environment_is_terminal(STDOUT_FILENO) || !terminal ||
                  text_equal(terminal, "dumb");
    return is_off ? NULL : (command ? command : "less");
}

void pager_start(void)
{
    const char *command = find_pager();
    int ends[2];
    if (!command || pipe(ends) != 0)
        return;
    pager = fork();
    if (pager == 0) {
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        close(ends[1]);
        become_pager(command);
    }
    if (pager > 0) {
        has_errors = environment_is_terminal(STDERR_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        if (has_errors)
            dup2(ends[1], STDERR_FILENO);
        setvbuf(stdout, NULL, _IOLBF, 0); /* in order with standard error, as on a terminal */
        atexit(end);
        static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
        for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
            signal(signals[i], on_signal);
    }
    close(ends[0]);
    close(ends[1]);
}

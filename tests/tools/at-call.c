/* Runs a command and strikes at its N-th system call, counted over all its processes and
 * threads from the exec on. Linux alone.
 *
 *   at-call [OPTION...] kill N COMMAND...            SIGKILL to all of it
 *   at-call [OPTION...] kill-child N COMMAND...      to a child; its calls alone are counted
 *   at-call [OPTION...] signal NUMBER N COMMAND...   that signal to the command
 *   at-call [OPTION...] fail ROUND N COMMAND...      the call fails; -c is needed
 *   at-call [OPTION...] run 0 COMMAND...             no strike
 *
 *   -a CALL      counts what comes after the first of these: `set_robust_list` is near the end of
 *                what loads the program
 *   -c TABLE     counts the calls of this table alone, whose lines are "CALL ERROR..."
 *   -o FILE      gets "N CALL WHAT", or how many calls there were, where they were fewer
 *   -t SECONDS   the command may take
 *   -e NAME=VALUE   for the command's environment
 *
 * A call that fails is not made, and its error is the line's next one in each round; `SHORT`: it is
 * made for a single byte. The status is the command's, 128 and the signal where one ended it, 124
 * where its time was over. */
#include <stdio.h>

#ifndef __linux__
int main(void)
{
    fputs("at-call: Linux alone\n", stderr);
    return 2;
}
#else
#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/ptrace.h>
#include <linux/seccomp.h>

enum {
    MAX_CALL = 512,
    MAX_ERRORS = 16,
    MAX_KNOWN = 256,
    SHORTENED = -1,
    STATUS_LATE = 124,
    MAX_STEPS = 2 * MAX_CALL + 2
};

static const char *const names[MAX_CALL] = {
#include "calls.inc"
};

static const struct {
    const char *name;
    int value;
} errors[] = {
    { "EIO", EIO },       { "ENOSPC", ENOSPC },         { "EINTR", EINTR },
    { "EAGAIN", EAGAIN }, { "EMFILE", EMFILE },         { "EPIPE", EPIPE },
    { "ENOMEM", ENOMEM }, { "ECONNRESET", ECONNRESET }, { "EACCES", EACCES },
    { "EDQUOT", EDQUOT }, { "ETIMEDOUT", ETIMEDOUT },   { "SHORT", SHORTENED },
};

enum strike { RUN, KILL_ALL, KILL_CHILD, SIGNAL, FAIL };

static struct {
    bool is_counted;
    int values[MAX_ERRORS];
    size_t count;
} table[MAX_CALL];

static struct {
    pid_t thread, process;
} known[MAX_KNOWN]; /* by the thread's number; a later one takes the place */

static enum strike strike;
static long wanted, counted;
static int signal_number;
static unsigned long round_number;
static const char *out_path, *first_call;
static bool has_table;
static pid_t command;
static bool is_over;

static void die(const char *why)
{
    fprintf(stderr, "at-call: %s: %s\n", why, strerror(errno));
    if (command > 0)
        kill(command, SIGKILL);
    exit(2);
}

static void late(int number)
{
    (void)number;
    kill(command, SIGKILL);
    _exit(STATUS_LATE);
}

static const char *error_name(int value)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].value == value)
            return errors[i].name;
    return "?";
}

static void add_error(size_t call, const char *word)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(errors[i].name, word) == 0 && table[call].count < MAX_ERRORS) {
            table[call].values[table[call].count++] = errors[i].value;
            return;
        }
    errno = EINVAL;
    die(word);
}

static void read_table(const char *path)
{
    char line[512], *rest;
    FILE *file = fopen(path, "r");
    if (!file)
        die(path);
    while (fgets(line, sizeof line, file)) {
        const char *name = strtok_r(line, " \n", &rest);
        if (!name || *name == '#')
            continue;
        for (size_t call = 0; call < MAX_CALL; call++) {
            if (!names[call] || strcmp(names[call], name) != 0)
                continue;
            table[call].is_counted = true;
            for (const char *word; (word = strtok_r(NULL, " \n", &rest));)
                add_error(call, word);
        }
    }
    fclose(file);
}

/* --- a process that is stopped at a call --- */

#if defined(__x86_64__)
/* The call is not made, and its result is `error`; or it is made for one byte. */
static void spoil_call(pid_t pid, int error)
{
    struct user_regs_struct registers;
    ptrace(PTRACE_GETREGS, pid, 0, &registers);
    if (error == SHORTENED) {
        registers.rdx = 1;
    } else {
        registers.orig_rax = (unsigned long long)-1;
        registers.rax = (unsigned long long)-error;
    }
    ptrace(PTRACE_SETREGS, pid, 0, &registers);
}
#elif defined(__aarch64__)
static void spoil_call(pid_t pid, int error)
{
    struct user_regs_struct registers;
    struct iovec all = { &registers, sizeof registers };
    int none = -1;
    struct iovec number = { &none, sizeof none };
    ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &all);
    if (error == SHORTENED) {
        registers.regs[2] = 1;
    } else {
        ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &number);
        registers.regs[0] = (unsigned long long)-error;
    }
    ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &all);
}
#else
#error "at-call knows the registers of x86-64 and arm64"
#endif

/* --- striking --- */

static pid_t ask_process_of(pid_t thread)
{
    char path[64], line[128];
    long process = thread;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)thread);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "Tgid: %ld", &process) == 1)
            break;
    if (file)
        fclose(file);
    return (pid_t)process;
}

static pid_t process_of(pid_t thread)
{
    size_t at = (size_t)thread % MAX_KNOWN;
    if (known[at].thread != thread) {
        known[at].thread = thread;
        known[at].process = ask_process_of(thread);
    }
    return known[at].process;
}

static void say(const char *call, const char *what, const char *who)
{
    FILE *file = out_path ? fopen(out_path, "w") : NULL;
    if (!file)
        return;
    if (call)
        fprintf(file, "%ld %s %s%s\n", wanted, call, what, who);
    else
        fprintf(file, "%ld\n", counted);
    fclose(file);
}

static void act(pid_t pid, size_t call)
{
    const char *name = call < MAX_CALL && names[call] ? names[call] : "?";
    pid_t process = process_of(pid);
    const char *who = process == command ? "" : " in a child";
    is_over = true;
    if (strike == FAIL) {
        int error = table[call].values[round_number % table[call].count];
        say(name, error_name(error), who);
        spoil_call(pid, error);
        return;
    }
    say(name, strike == SIGNAL ? strsignal(signal_number) : "SIGKILL", who);
    if (strike == SIGNAL)
        kill(command, signal_number);
    else
        kill(strike == KILL_CHILD ? process : command, SIGKILL);
}

/* At the beginning of a call. */
static void count(pid_t pid, size_t call)
{
    if (first_call && call < MAX_CALL && names[call] && strcmp(names[call], first_call) == 0)
        first_call = NULL;
    if (is_over || first_call || call >= MAX_CALL || (has_table && !table[call].is_counted) ||
        (strike == FAIL && table[call].count == 0) ||
        (strike == KILL_CHILD && process_of(pid) == command))
        return;
    if (++counted == wanted)
        act(pid, call);
}

static void at_stop(pid_t pid, int status)
{
    struct ptrace_syscall_info info;
    int number = WSTOPSIG(status);
    int event = status >> 16;
    if (event == PTRACE_EVENT_SECCOMP &&
        ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) > 0)
        count(pid, (size_t)info.seccomp.nr);
    if (event == PTRACE_EVENT_STOP && number != SIGTRAP)
        ptrace(PTRACE_LISTEN, pid, 0, 0);
    else
        ptrace(PTRACE_CONT, pid, 0, event ? 0L : (long)number);
}

static int watch(void)
{
    int status = 0, last = 0;
    pid_t pid;
    while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
        if (pid < 0)
            continue;
        if (WIFSTOPPED(status))
            at_stop(pid, status);
        else if (pid == command)
            last = status;
    }
    if (!is_over && strike != RUN)
        say(NULL, NULL, NULL);
    return WIFEXITED(last) ? WEXITSTATUS(last) : 128 + WTERMSIG(last);
}

/* Stops us at the calls that count, and at no other: half of the time of a run would go by there.
 */
static void install_filter(void)
{
    struct sock_filter steps[MAX_STEPS];
    unsigned short count = 0;
    steps[count++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (unsigned call = 0; has_table && call < MAX_CALL; call++) {
        bool is_first = first_call && names[call] && strcmp(names[call], first_call) == 0;
        if (!table[call].is_counted && !is_first)
            continue;
        steps[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
        steps[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    }
    steps[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, has_table ? SECCOMP_RET_ALLOW
                                                                             : SECCOMP_RET_TRACE);
    struct sock_fprog program = { count, steps };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        _exit(127);
}

static int begin(char **arguments)
{
    int gate[2];
    char byte = 0;
    if (pipe(gate) != 0 || (command = fork()) < 0)
        die("fork");
    if (command == 0) {
        close(gate[1]);
        if (read(gate[0], &byte, 1) != 1)
            _exit(127);
        close(gate[0]);
        if (strike != RUN)
            install_filter();
        execvp(*arguments, arguments);
        _exit(127);
    }
    long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                   PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
    if (strike != RUN && ptrace(PTRACE_SEIZE, command, 0, options) != 0)
        die("this system does not let us trace");
    if (write(gate[1], &byte, 1) != 1)
        die("pipe");
    close(gate[0]);
    close(gate[1]);
    return watch();
}

static int usage(void)
{
    fputs("usage: at-call [-a CALL] [-c TABLE] [-o FILE] [-t SECONDS] [-e NAME=VALUE] "
          "run|kill|kill-child|signal NUMBER|fail ROUND N COMMAND...\n",
          stderr);
    return 2;
}

int main(int argc, char **argv)
{
    static const char *const words[] = { "run", "kill", "kill-child", "signal", "fail" };
    int option;
    while ((option = getopt(argc, argv, "+a:c:e:o:t:")) != -1) {
        if (option == 'a')
            first_call = optarg;
        else if (option == 'o')
            out_path = optarg;
        else if (option == 'e')
            putenv(optarg);
        else if (option == 't')
            signal(SIGALRM, late), alarm((unsigned)strtoul(optarg, NULL, 10));
        else if (option == 'c')
            has_table = true, read_table(optarg);
        else
            return usage();
    }
    argv += optind;
    for (size_t i = 0; *argv && i < sizeof words / sizeof *words; i++)
        if (strcmp(*argv, words[i]) == 0)
            strike = (enum strike)i;
    if (argc - optind < (strike < SIGNAL ? 3 : 4) || (strike == FAIL && !has_table))
        return usage();
    argv++;
    if (strike == SIGNAL)
        signal_number = (int)strtol(*argv++, NULL, 10);
    if (strike == FAIL)
        round_number = strtoul(*argv++, NULL, 10);
    wanted = strtol(*argv++, NULL, 10);
    return begin(argv);
}
#endif

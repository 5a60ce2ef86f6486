/* The sandbox's self-test: after it is entered, what is forbidden is tried. */
#include "../folder.h"
#include "../test.h"

#ifdef __linux__
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "io/sandbox.h"

enum { ATTEMPTS = 40 };

/* What the child saw, in memory that both share. */
struct report {
    unsigned parts;
    int count;
    bool is_denied[ATTEMPTS];
    const char *names[ATTEMPTS];
};

static struct report *report;
static struct folder_for_test here, outside;
static int listener = -1; /* on loopback, at `listener_port` */
static uint16_t listener_port;

static void note(const char *name, bool is_denied)
{
    report->names[report->count] = name;
    report->is_denied[report->count++] = is_denied;
}

static char *in(struct arena *arena, const struct folder_for_test *folder, const char *name)
{
    return arena_printf(arena, "%s/%s", folder->path, name);
}

static bool opens(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static int connect_to(int fd, uint16_t port)
{
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons(port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    return connect(fd, (struct sockaddr *)&to, sizeof to);
}

/* A seccomp filter says EPERM, EACCES or ENOSYS; a call that got through and failed for another
 * reason was not kept from anything. */
static bool is_refused(long result)
{
    return result < 0 && (errno == EPERM || errno == EACCES || errno == ENOSYS);
}

static void try_calls(void)
{
    char *const none[] = { NULL };
    int pair[2];
    note("socket", is_refused(socket(AF_INET, SOCK_STREAM, 0)));
    note("socket of the machine", is_refused(socket(AF_UNIX, SOCK_STREAM, 0)));
    note("socketpair", is_refused(socketpair(AF_UNIX, SOCK_STREAM, 0, pair)));
    note("connect with a socket that was open", is_refused(connect_to(listener, listener_port)));
    note("bind", is_refused(bind(listener, NULL, 0)));
    note("execve", is_refused(execve("/bin/true", none, none)));
    note("execveat", is_refused(syscall(SYS_execveat, AT_FDCWD, "/bin/true", none, none, 0)));
#ifndef __SANITIZE_ADDRESS__
    note("ptrace", is_refused(ptrace(PTRACE_TRACEME, 0, NULL, NULL)));
#endif
    note("process_vm_readv", is_refused(syscall(SYS_process_vm_readv, getppid(), 0, 0, 0, 0, 0)));
    note("process_vm_writev", is_refused(syscall(SYS_process_vm_writev, getppid(), 0, 0, 0, 0, 0)));
    note("io_uring_setup", is_refused(syscall(SYS_io_uring_setup, 1, NULL)));
    note("mount", is_refused(syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL)));
    note("bpf", is_refused(syscall(SYS_bpf, 0, NULL, 0)));
    note("keyctl", is_refused(syscall(SYS_keyctl, 0, 0, 0, 0, 0)));
    note("unshare", is_refused(unshare(CLONE_NEWUSER)));
    note("a process in spaces of its own",
         is_refused(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL)));
    note("a call that is not known yet", is_refused(syscall(4000)));
}

/* In a folder that nobody may write to, or beside the one that somebody may. */
static void try_writing(struct arena *arena, const struct folder_for_test *folder)
{
    const char *old = in(arena, folder, "old");
    note("open for writing", !opens(old, O_WRONLY));
    note("open for both", !opens(old, O_RDWR));
    note("open to empty", !opens(old, O_RDONLY | O_TRUNC));
    note("a new file", !opens(in(arena, folder, "new"), O_WRONLY | O_CREAT));
    note("a new folder", mkdir(in(arena, folder, "newer"), 0700) != 0);
    note("unlink", unlink(old) != 0);
    note("rename", rename(old, in(arena, folder, "renamed")) != 0);
    note("symlink", symlink("/etc/passwd", in(arena, folder, "link")) != 0);
    note("truncate", truncate(old, 0) != 0);
    note("chmod", chmod(old, 0777) != 0);
}

static struct folder_for_test make_folder(void)
{
    struct folder_for_test folder = folder_make();
    folder_write(&folder, "old", "old");
    return folder;
}

static void make_link_out(void)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    folder_link(&here, "link-out", in(&scratch, &outside, "old"));
}

/* Runs `work` in a child, which ends with 0, and fails for each attempt that was not denied. */
static void expect_all_denied(void (*work)(struct arena *arena), unsigned needed)
{
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(report != MAP_FAILED);
    here = make_folder();
    outside = make_folder();
    make_link_out();
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct arena arena = { 0 };
        work(&arena);
        _exit(0);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    folder_remove(&here);
    folder_remove(&outside);
    if ((report->parts & needed) != needed) {
        print_message("# this kernel can't do all of it (parts %u of %u): not tried\n",
                      report->parts, needed);
        munmap(report, sizeof *report);
        skip();
        return;
    }
    int allowed = 0;
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    for (int i = 0; i < report->count; i++) {
        if (report->is_denied[i])
            continue;
        allowed++;
        print_error("not denied: %s\n", report->names[i]);
    }
    assert_true(report->count > 0);
    munmap(report, sizeof *report);
    assert_int_equal(allowed, 0);
}

static void listen_here(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t bytes = sizeof at;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) != 0 || listen(listener, 8) != 0 ||
        getsockname(listener, (struct sockaddr *)&at, &bytes) != 0)
        _exit(9);
    listener_port = ntohs(at.sin_port);
}

static void *work_in_thread(void *arena)
{
    try_calls();
    try_writing(arena, &outside);
    return NULL;
}

/* --- --- */

static void be_a_reader(struct arena *arena)
{
    const char *const readable[] = { here.path, NULL };
    const char *const writable[] = { NULL };
    listen_here();
    report->parts = sandbox_seal(readable, writable);
    if ((report->parts & 5) != 5)
        return;
    try_calls();
    try_writing(arena, &here);
    note("reading elsewhere", !opens(in(arena, &outside, "old"), O_RDONLY));
    note("listing elsewhere", !opens(outside.path, O_RDONLY | O_DIRECTORY));
    note("reading /etc/passwd", !opens("/etc/passwd", O_RDONLY));
    note("a file through a link that leads elsewhere",
         !opens(in(arena, &here, "link-out"), O_RDONLY));
    /* And these are not denied. */
    struct rlimit core;
    note("(reading here)", opens(in(arena, &here, "old"), O_RDONLY));
    note("(libraries)", opens("/usr/lib", O_RDONLY | O_DIRECTORY));
    note("(no core)", getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0);
}

TEST(a_sealed_process_reads_its_folder_and_can_do_nothing_else)
{
    expect_all_denied(be_a_reader, SANDBOX_FILES | SANDBOX_CALLS);
}

static void be_a_writer(struct arena *arena)
{
    const char *const readable[] = { here.path, NULL };
    const char *const writable[] = { here.path, NULL };
    pthread_t thread;
    listen_here();
    report->parts = sandbox_seal(readable, writable);
    if ((report->parts & 5) != 5)
        return;
    /* Threads that come later are bound, too, and start. */
    note("(a thread)", pthread_create(&thread, NULL, work_in_thread, arena) == 0 &&
                           pthread_join(thread, NULL) == 0);
    note("(a new file here)", opens(in(arena, &here, "new"), O_WRONLY | O_CREAT));
    note("(rename here)", rename(in(arena, &here, "new"), in(arena, &here, "old")) == 0);
    pid_t child = fork();
    if (child == 0)
        _exit(opens(in(arena, &outside, "old"), O_RDONLY) || socket(AF_INET, SOCK_STREAM, 0) >= 0);
    int status = -1;
    note("what a child tries", child > 0 && waitpid(child, &status, 0) == child && status == 0);
}

TEST(a_sealed_process_writes_where_it_may_and_so_do_its_threads_and_children)
{
    expect_all_denied(be_a_writer, SANDBOX_FILES | SANDBOX_CALLS);
}

static void be_a_sender(struct arena *arena)
{
    const char *const writable[] = { here.path, NULL };
    listen_here();
    int closed = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int open_one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const uint16_t ports[] = { 443, listener_port, 0 };
    char *const none[] = { NULL };
    report->parts = sandbox_bound(writable, ports);
    if ((report->parts & 7) != 7)
        return;
    note("(a port that is needed)", connect_to(open_one, listener_port) == 0);
    note("another port", is_refused(connect_to(closed, (uint16_t)(listener_port ^ 1))));
    note("execve", is_refused(execve("/bin/true", none, none)));
    note("writing elsewhere", !opens(in(arena, &outside, "old"), O_WRONLY));
    note("a new file elsewhere", !opens(in(arena, &outside, "new"), O_WRONLY | O_CREAT));
    note("unlink elsewhere", unlink(in(arena, &outside, "old")) != 0);
    note("(reading elsewhere)", opens(in(arena, &outside, "old"), O_RDONLY));
    note("(writing here)", opens(in(arena, &here, "new"), O_WRONLY | O_CREAT));
    note("(between folders here)",
         mkdir(in(arena, &here, "below"), 0700) == 0 &&
             rename(in(arena, &here, "new"), in(arena, &here, "below/new")) == 0);
}

TEST(a_sender_reaches_its_ports_and_writes_where_it_may)
{
    expect_all_denied(be_a_sender, SANDBOX_FILES | SANDBOX_PORTS | SANDBOX_CALLS);
}

static void be_a_child_that_computes(struct arena *arena)
{
    listen_here();
    report->parts = SANDBOX_CALLS;
    sandbox_enter(0);
    try_calls();
    try_writing(arena, &here);
    note("reading", !opens(in(arena, &here, "old"), O_RDONLY));
    note("fork", is_refused(syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL)));
}

TEST(a_child_that_reads_foreign_bytes_only_computes)
{
    if (test_is_watched()) {
        print_message("# what watches maps memory of its own in the child: skipped\n");
        skip();
    }
    expect_all_denied(be_a_child_that_computes, SANDBOX_CALLS);
}
#endif

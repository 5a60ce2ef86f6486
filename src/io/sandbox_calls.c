/* seccomp: a small program that the kernel runs at every system call. What is forbidden fails
 * rather than kills: a library may try a call and do without. Only calls of another architecture,
 * whose numbers mean something else, end the process. */
#ifdef __linux__
#include "io/sandbox_internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
enum {
    MAX_INSTRUCTIONS = 400,
    LAST_CALL = 462,  /* mseal, Linux 6.10: what newer ones do is not known */
    X32 = 0x40000000, /* the other numbers of x86-64 */
    FCHMODAT2 = 452,  /* Linux 6.6 */
    SYNC_THREADS = 1, /* SECCOMP_FILTER_FLAG_TSYNC */
};

struct program {
    struct sock_filter items[MAX_INSTRUCTIONS];
    unsigned short count;
};

static void put(struct program *program, struct sock_filter instruction)
{
    assert(program->count < MAX_INSTRUCTIONS);
    program->items[program->count++] = instruction;
}

static void put_end(struct program *program, uint32_t action)
{
    put(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

static void put_load(struct program *program, size_t offset)
{
    put(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

/* What is done at each call, by its number; what is newer than LAST_CALL stands behind it. */
struct verdicts {
    uint32_t of[LAST_CALL + 2];
};

static void judge(struct verdicts *verdicts, const int *calls, size_t count, uint32_t action)
{
    for (size_t i = 0; i < count; i++)
        verdicts->of[calls[i]] = action;
}

#define JUDGE(verdicts, calls, action)                                                             \
    judge(verdicts, calls, sizeof(calls) / sizeof *(calls), action)

/* A tree of comparisons: the kernel runs all of this once for each number when the filter is set,
 * and calls that are always allowed are then not even asked about. */
static void put_verdicts(struct program *program, const struct verdicts *verdicts, uint32_t first,
                         uint32_t end)
{
    uint32_t middle = 0, near = end; /* where the verdict changes, nearest to the middle */
    for (uint32_t at = first + 1; at < end; at++) {
        uint32_t off = at > (first + end) / 2 ? at - (first + end) / 2 : (first + end) / 2 - at;
        if (verdicts->of[at] != verdicts->of[at - 1] && off < near) {
            near = off;
            middle = at;
        }
    }
    if (!middle) {
        put_end(program, verdicts->of[first]);
        return;
    }
    unsigned short branch = program->count;
    put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, middle, 0, 0));
    put_verdicts(program, verdicts, first, middle);
    assert(program->count - branch - 1 <= UINT8_MAX);
    program->items[branch].jt = (uint8_t)(program->count - branch - 1);
    put_verdicts(program, verdicts, middle, end);
}

/* `call` fails where its argument has one of `bits`; else it is allowed. */
static void put_bits(struct program *program, int call, int argument, uint32_t bits,
                     uint32_t action)
{
    put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4));
    put_load(program, offsetof(struct seccomp_data, args) + (size_t)argument * sizeof(uint64_t));
    put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
    put_end(program, action);
    put_end(program, SECCOMP_RET_ALLOW);
}

/* `call` fails where its argument is `value`; else it goes on with what follows. */
static void put_value(struct program *program, int call, int argument, uint32_t value,
                      uint32_t action)
{
    put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4));
    put_load(program, offsetof(struct seccomp_data, args) + (size_t)argument * sizeof(uint64_t));
    put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    put_end(program, action);
    put_load(program, offsetof(struct seccomp_data, nr));
}

/* No other process, no kernel's innards, no other view of the file system. */
static const int never[] = {
#ifndef __SANITIZE_ADDRESS__
    SYS_ptrace, /* the leak sanitizer's own way of looking at us */
#endif
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_pidfd_open,
    SYS_pidfd_send_signal,
#ifdef SYS_pidfd_getfd
    SYS_pidfd_getfd,
#endif
#ifdef SYS_process_madvise
    SYS_process_madvise,
#endif
    SYS_execve,
    SYS_execveat,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_open_tree,
    SYS_move_mount,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
#ifdef SYS_mount_setattr
    SYS_mount_setattr,
#endif
    SYS_name_to_handle_at,
    SYS_open_by_handle_at,
    SYS_unshare,
    SYS_setns,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
    SYS_quotactl,
    SYS_syslog,
    SYS_personality,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_msgget,
    SYS_semget,
    SYS_shmget,
    SYS_mq_open,
    SYS_mknodat,
#ifdef SYS_mknod
    SYS_mknod,
    SYS_uselib,
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
#endif
};

/* They are not there, and who would use them does without: their arguments can't be seen. */
static const int unknown[] = {
    SYS_clone3,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
};

static const int connecting[] = {
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind,    SYS_listen,
    SYS_accept, SYS_accept4,    SYS_sendto,  SYS_sendmsg, SYS_sendmmsg,
};

/* What Landlock does not see, and who replaces whole files does not need. */
static const int touching[] = {
    SYS_truncate,     SYS_fchmodat,     FCHMODAT2,     SYS_fchown,    SYS_fchownat,
    SYS_utimensat,    SYS_setxattr,     SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr,
    SYS_lremovexattr, SYS_fremovexattr, SYS_linkat,    SYS_symlinkat,
#ifdef SYS_chmod
    SYS_chmod,        SYS_chown,        SYS_lchown,    SYS_utime,     SYS_utimes,
    SYS_futimesat,    SYS_link,         SYS_symlink,
#endif
};

/* Needed where files are replaced. */
static const int changing[] = {
    SYS_mkdirat,  SYS_unlinkat, SYS_renameat2, SYS_fchmod,
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef SYS_creat
    SYS_creat,    SYS_mkdir,    SYS_rmdir,     SYS_unlink, SYS_rename,
#endif
};

static const int computing[] = {
    SYS_write,   SYS_brk,        SYS_mmap,         SYS_munmap,         SYS_mremap,
    SYS_madvise, SYS_mprotect,   SYS_futex,        SYS_getrandom,      SYS_clock_gettime,
    SYS_exit,    SYS_exit_group, SYS_rt_sigreturn, SYS_rt_sigprocmask,
};

static void put_head(struct program *program)
{
    put_load(program, offsetof(struct seccomp_data, arch));
    put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
    put_end(program, SECCOMP_RET_KILL_PROCESS);
    put_load(program, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1));
    put_end(program, SECCOMP_RET_KILL_PROCESS);
#endif
}

/* What depends on arguments goes first, the rest by the number alone. */
static void put_rest(struct program *program, enum sandbox_calls calls, bool sees_files)
{
    const uint32_t spaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                            CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    const uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    struct verdicts verdicts;
    for (size_t i = 0; i <= LAST_CALL; i++)
        verdicts.of[i] = SECCOMP_RET_ALLOW;
    verdicts.of[LAST_CALL + 1] = SECCOMP_RET_ERRNO | ENOSYS;
    JUDGE(&verdicts, never, SECCOMP_RET_ERRNO | EPERM);
    JUDGE(&verdicts, unknown, SECCOMP_RET_ERRNO | ENOSYS);
    put_bits(program, SYS_clone, 0, spaces, SECCOMP_RET_ERRNO | EPERM);
    put_value(program, SYS_ioctl, 1, TIOCSTI, SECCOMP_RET_ERRNO | EPERM);
    if (calls != SANDBOX_SENDS) {
        JUDGE(&verdicts, connecting, SECCOMP_RET_ERRNO | EPERM);
        JUDGE(&verdicts, touching, SECCOMP_RET_ERRNO | EPERM);
    }
    if (calls == SANDBOX_READS) {
        JUDGE(&verdicts, changing, SECCOMP_RET_ERRNO | EACCES);
        put_bits(program, SYS_openat, 2, writing, SECCOMP_RET_ERRNO | EACCES);
#ifdef SYS_open
        put_bits(program, SYS_open, 1, writing, SECCOMP_RET_ERRNO | EACCES);
#endif
    }
    if (!sees_files)
        verdicts.of[SYS_openat2] = SECCOMP_RET_ERRNO | ENOSYS;
    put_verdicts(program, &verdicts, 0, LAST_CALL + 2);
}

static void put_computing(struct program *program)
{
    struct verdicts verdicts;
    for (size_t i = 0; i <= LAST_CALL + 1; i++)
        verdicts.of[i] = SECCOMP_RET_ERRNO | EPERM;
    JUDGE(&verdicts, computing, SECCOMP_RET_ALLOW);
    put_verdicts(program, &verdicts, 0, LAST_CALL + 2);
}

bool sandbox_limit_calls(enum sandbox_calls calls, bool sees_files)
{
    struct program program = { .count = 0 };
    put_head(&program);
    if (calls == SANDBOX_COMPUTES)
        put_computing(&program);
    else
        put_rest(&program, calls, sees_files);
    struct sock_fprog filter = { .len = program.count, .filter = program.items };
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SYNC_THREADS, &filter) == 0;
}
#else
bool sandbox_limit_calls(enum sandbox_calls calls, bool sees_files)
{
    (void)calls;
    (void)sees_files;
    return false;
}
#endif
#endif

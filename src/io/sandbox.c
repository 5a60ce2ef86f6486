/* The sandbox: seccomp, Landlock and a limit on memory. */
#include "io/sandbox.h"

#ifdef __linux__
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif
#endif

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef __linux__
/* What is taken already, in bytes; 0: not known. A sanitizer takes terabytes. */
static size_t taken_bytes(void)
{
    char text[64] = { 0 };
    size_t pages = 0;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    if (read(fd, text, sizeof text - 1) > 0)
        for (const char *at = text; *at >= '0' && *at <= '9'; at++)
            pages = pages * 10 + (size_t)(*at - '0');
    close(fd);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void limit_memory(size_t bytes)
{
    size_t taken = taken_bytes();
    if (taken)
        setrlimit(RLIMIT_AS, &(struct rlimit){ taken + bytes, taken + bytes });
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 0, 0 });
    setrlimit(RLIMIT_NPROC, &(struct rlimit){ 0, 0 });
}

static void leave_files(void)
{
#if defined(SYS_landlock_create_ruleset) && defined(LANDLOCK_ACCESS_FS_MAKE_SYM)
    /* All that the first version of Landlock (Linux 5.13) knows. */
    struct landlock_ruleset_attr all = { .handled_access_fs =
                                             (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0)
        return;
    syscall(SYS_landlock_restrict_self, rules, 0);
    close(rules);
#endif
}

static void leave_system_calls(void)
{
#ifdef ARCHITECTURE
#define ALLOW(call)                                                                                \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
    /* What memory, the answer and the end need. Others fail, rather than kill: a C library may try
     * one and do without. */
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(SYS_write),
        ALLOW(SYS_brk),
        ALLOW(SYS_mmap),
        ALLOW(SYS_munmap),
        ALLOW(SYS_mremap),
        ALLOW(SYS_madvise),
        ALLOW(SYS_mprotect),
        ALLOW(SYS_futex),
        ALLOW(SYS_getrandom),
        ALLOW(SYS_clock_gettime),
        ALLOW(SYS_rt_sigreturn),
        ALLOW(SYS_rt_sigprocmask),
        ALLOW(SYS_exit),
        ALLOW(SYS_exit_group),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1 /* EPERM */),
    };
    struct sock_fprog program = { .len = sizeof filter / sizeof *filter, .filter = filter };
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#undef ALLOW
#endif
}

void sandbox_enter(size_t memory_bytes)
{
    limit_memory(memory_bytes);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return;
    leave_files();
    leave_system_calls();
}
#else
void sandbox_enter(size_t memory_bytes) { (void)memory_bytes; }
#endif

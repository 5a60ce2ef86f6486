/* The sandbox: who gives up what. */
#include "io/sandbox.h"

#include "base/message.h"
#include "io/output.h"

#ifdef __linux__
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "io/sandbox_internal.h"

/* The largest file that is written: a report of 100,000 findings is some 50 MiB. */
#define LIMIT_SEALED_FILE_BYTES (1024LL * 1024 * 1024)
enum { MAX_SEALED_OPEN = 4096 }; /* libgit2 keeps packs open */

size_t sandbox_mapped_bytes(void)
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

static void set_limit(int what, rlim_t value)
{
    struct rlimit limit;
    if (getrlimit(what, &limit) == 0 && limit.rlim_max > value)
        setrlimit(what,
                  &(struct rlimit){ .rlim_cur = limit.rlim_cur < value ? limit.rlim_cur : value,
                                    .rlim_max = value });
}

static void limit_resources(void)
{
    signal(SIGXFSZ, SIG_IGN); /* writing fails then, and that is said */
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, LIMIT_SEALED_FILE_BYTES);
    set_limit(RLIMIT_NOFILE, MAX_SEALED_OPEN);
}

/* Without it an unprivileged process may limit nothing: a program that runs as somebody else would
 * be limited, too. */
static bool begin(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0; }

static bool is_sealed; /* so there is no more to leave */

unsigned sandbox_seal(const char *const *readable, const char *const *writable)
{
#ifdef PREGON_COVER
    return SANDBOX_FILES | SANDBOX_CALLS; /* its counts are written at the end, anywhere */
#endif
    static const uint16_t no_ports[] = { 0 };
    const struct sandbox_files limits = { .readable = readable,
                                          .writable = writable,
                                          .ports = no_ports,
                                          .has_system = true,
                                          .is_alone = true };
    limit_resources();
    if (!begin())
        return 0;
    unsigned done = sandbox_limit_files(&limits);
    if (sandbox_limit_calls(*writable ? SANDBOX_WRITES : SANDBOX_READS, done & SANDBOX_FILES))
        done |= SANDBOX_CALLS;
    is_sealed = done & SANDBOX_FILES;
    return done;
}

unsigned sandbox_bound(const char *const *writable, const uint16_t *ports)
{
    const struct sandbox_files limits = { .writable = writable, .ports = ports };
    limit_resources();
    if (!begin())
        return 0;
    unsigned done = sandbox_limit_files(&limits);
    if (sandbox_limit_calls(SANDBOX_SENDS, true))
        done |= SANDBOX_CALLS;
    return done;
}

void sandbox_leave_files(void)
{
    const struct sandbox_files limits = { .readable = sandbox_no_paths, .has_system = true };
    if (!is_sealed && begin())
        sandbox_limit_files(&limits);
}

void sandbox_enter(size_t mapped_bytes)
{
    const struct sandbox_files limits = { .readable = sandbox_no_paths,
                                          .writable = sandbox_no_paths,
                                          .is_alone = true };
    if (mapped_bytes)
        set_limit(RLIMIT_AS, mapped_bytes);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_NPROC, 0);
    if (!begin())
        return;
    sandbox_limit_files(&limits);
    sandbox_limit_calls(SANDBOX_COMPUTES, true);
}
#else
unsigned sandbox_seal(const char *const *readable, const char *const *writable)
{
    (void)readable;
    (void)writable;
    return 0;
}

unsigned sandbox_bound(const char *const *writable, const uint16_t *ports)
{
    (void)writable;
    (void)ports;
    return 0;
}

void sandbox_leave_files(void) {}

size_t sandbox_mapped_bytes(void) { return 0; }

void sandbox_enter(size_t mapped_bytes) { (void)mapped_bytes; }
#endif

void sandbox_tell(FILE *log, unsigned done, bool has_ports)
{
    if (!(done & SANDBOX_FILES))
        output_printf(log, "%s\n",
                      _("note: this system has no Landlock, so files elsewhere are not out of "
                        "reach for this run"));
    if (has_ports && !(done & SANDBOX_PORTS))
        output_printf(log, "%s\n",
                      _("note: this system can't limit ports, so any is in reach for this run"));
    if (!(done & SANDBOX_CALLS))
        output_printf(log, "%s\n",
                      has_ports ? _("note: this system has no seccomp, so other programs are not "
                                    "out of reach for this run")
                                : _("note: this system has no seccomp, so connections and other "
                                    "programs are not out of reach for this run"));
}

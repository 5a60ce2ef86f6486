/* Landlock. Its numbers stand here, since the system's headers may be older than its kernel. */
#ifdef __linux__
#include "io/sandbox_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "io/sandbox.h"

/* linux/landlock.h of Linux 6.12, read 2026-11 */
enum { CREATE_RULESET = 444, ADD_RULE, RESTRICT_SELF };
enum { ASK_VERSION = 1 };
enum { RULE_PATH = 1, RULE_PORT };
enum {
    FILE_EXECUTE = 1 << 0,
    FILE_WRITE = 1 << 1,
    FILE_READ = 1 << 2,
    FOLDER_READ = 1 << 3,
    FOLDER_CHANGE = 0x1ff0,   /* remove and make folders, files, links, sockets, devices */
    FILE_REFER = 1 << 13,     /* version 2: move between folders */
    FILE_TRUNCATE = 1 << 14,  /* version 3 */
    DEVICE_CONTROL = 1 << 15, /* version 5 */
    PORT_BIND = 1 << 0,       /* version 4 */
    PORT_CONNECT = 1 << 1,
    ALONE = 3, /* version 6: abstract sockets, signals */
};

struct ruleset {
    uint64_t files, ports, alone;
};

struct path_rule {
    uint64_t allowed;
    int32_t fd;
} __attribute__((packed));

struct port_rule {
    uint64_t allowed, port;
};

const char *const sandbox_no_paths[] = { NULL };

/* What any program may need to run, and to read text: libraries, locales, zones, dictionaries. Of
 * the settings of cryptographic libraries those that they can't do without: some end the program
 * where a file is there and can't be read. */
static const char *const system_folders[] = {
    "/usr",
    "/lib",
    "/lib64",
    "/opt",
    "/nix/store",
    "/gnu/store",
    "/etc/zoneinfo",
    "/etc/gcrypt",
    "/etc/crypto-policies",
    "/proc/self",
    "/proc/sys",
    "/sys/devices/system/cpu",
    NULL,
};
static const char *const system_files[] = {
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/localtime",
    "/etc/ssl/openssl.cnf",
    "/etc/pki/tls/openssl.cnf",
    "/dev/null",
    "/dev/urandom",
    "/proc/cpuinfo",
    NULL,
};

static void allow_path(int rules, const char *path, uint64_t allowed)
{
    const uint64_t of_files = FILE_EXECUTE | FILE_WRITE | FILE_READ | FILE_TRUNCATE;
    struct path_rule rule = { .allowed = allowed, .fd = open(path, O_PATH | O_CLOEXEC) };
    if (rule.fd < 0)
        return;
    if (syscall(ADD_RULE, rules, RULE_PATH, &rule, 0) != 0 && errno == EINVAL) {
        rule.allowed &= of_files; /* it is no folder */
        syscall(ADD_RULE, rules, RULE_PATH, &rule, 0);
    }
    close(rule.fd);
}

static void allow_paths(int rules, const char *const *paths, uint64_t allowed)
{
    for (; allowed && paths && *paths; paths++)
        allow_path(rules, *paths, allowed);
}

static void allow_ports(int rules, const uint16_t *ports)
{
    for (; *ports; ports++) {
        struct port_rule rule = { .allowed = PORT_CONNECT, .port = *ports };
        syscall(ADD_RULE, rules, RULE_PORT, &rule, 0);
    }
}

/* What that version of Landlock can limit of what was asked for. */
static struct ruleset handled(const struct sandbox_files *limits, long version)
{
    struct ruleset all = { 0 };
    if (limits->readable)
        all.files |= FILE_READ | FOLDER_READ;
    /* The first version lets nobody move a file between folders, which git does. */
    if (limits->writable && (limits->readable || version >= 2))
        all.files |= FILE_EXECUTE | FILE_WRITE | FOLDER_CHANGE;
    if (limits->writable && version >= 2)
        all.files |= FILE_REFER;
    if (limits->writable && version >= 3)
        all.files |= FILE_TRUNCATE;
    if (limits->readable && limits->writable && version >= 5)
        all.files |= DEVICE_CONTROL;
    if (limits->ports && version >= 4)
        all.ports = PORT_BIND | PORT_CONNECT;
    if (limits->is_alone && version >= 6)
        all.alone = ALONE;
    return all;
}

unsigned sandbox_limit_files(const struct sandbox_files *limits)
{
    long version = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
    if (version < 1)
        return 0;
    struct ruleset all = handled(limits, version);
    if (!all.files && !all.ports)
        return 0;
    int rules = (int)syscall(CREATE_RULESET, &all, sizeof all, 0);
    if (rules < 0)
        return 0;
    uint64_t read = all.files & (FILE_READ | FOLDER_READ);
    if (limits->has_system) {
        allow_paths(rules, system_folders, read);
        allow_paths(rules, system_files, read & FILE_READ);
    }
    allow_paths(rules, limits->readable, read);
    allow_paths(rules, limits->writable, all.files & ~(uint64_t)(FILE_EXECUTE | DEVICE_CONTROL));
    if (all.ports)
        allow_ports(rules, limits->ports);
    bool is_done = syscall(RESTRICT_SELF, rules, 0) == 0;
    close(rules);
    if (!is_done)
        return 0;
    return (all.files ? SANDBOX_FILES : 0) | (all.ports ? SANDBOX_PORTS : 0);
}
#endif

/* What a process gives up for the rest of its life before it reads what others wrote: files and
 * ports (Landlock), system calls (seccomp), and limits. Threads and children that are started
 * afterwards are bound as well, so it is called before there are any.
 *
 * As much is done as the kernel knows, which the result tells; elsewhere than on Linux, nothing. */
#ifndef PREGON_IO_SANDBOX_H
#define PREGON_IO_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum sandbox_part {
    SANDBOX_FILES = 1, /* Landlock: Linux 5.13 */
    SANDBOX_PORTS = 2, /* Landlock's TCP ports: Linux 6.7 */
    SANDBOX_CALLS = 4, /* seccomp */
};

/* For a command that only reads. It opens no connection and starts no program; it reads what
 * `readable` names (files, and all below folders) and what programs need of the system: libraries,
 * zones, dictionaries. It writes below `writable` and to what is open already. Both lists end with
 * NULL; no list at all of what is `readable`: everything is. */
unsigned sandbox_seal(const char *const *readable, const char *const *writable);

/* For a command that sends: from here on it writes below `writable` alone, and makes TCP
 * connections to `ports` alone, which end with 0. NULL for either: no such limit. It starts no
 * program. It may be called again when more is known: both hold then. */
unsigned sandbox_bound(const char *const *writable, const uint16_t *ports);

/* Says what of that this system can't do; `has_ports`: ports were to be limited. */
void sandbox_tell(FILE *log, unsigned done, bool has_ports);

/* For a thread: of all files it reads the system's alone. */
void sandbox_leave_files(void);

/* What the process has mapped, in bytes; 0: not known. */
size_t sandbox_mapped_bytes(void);

/* For a child that reads foreign bytes (child.h): it can only compute, write to what it has open,
 * and end: every other system call fails, and no file is there. It may map `mapped_bytes` in all,
 * or as much as it likes where that is 0. */
void sandbox_enter(size_t mapped_bytes);

#endif

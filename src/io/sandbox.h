/* A sandbox for a child that reads foreign bytes (child.h). */
#ifndef PREGON_IO_SANDBOX_H
#define PREGON_IO_SANDBOX_H

#include <stddef.h>

/* From here on the process can only compute, write to what it has open, and end: every other system
 * call fails (seccomp), and no file is there (Landlock). It may take `memory_bytes` more than it
 * has. As much of that is done as the system knows; elsewhere than on Linux, nothing. */
void sandbox_enter(size_t memory_bytes);

#endif

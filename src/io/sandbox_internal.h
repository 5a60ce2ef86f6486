/* The parts of the sandbox: sandbox_files.c, sandbox_calls.c. All of them need
 * PR_SET_NO_NEW_PRIVS. */
#ifndef PREGON_IO_SANDBOX_INTERNAL_H
#define PREGON_IO_SANDBOX_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

/* What is limited, and to what. Lists of paths end with NULL, of ports with 0; NULL: no limit. */
struct sandbox_files {
    const char *const *readable;
    const char *const *writable;
    const uint16_t *ports;
    bool has_system; /* what programs need of the system is readable, too */
    bool is_alone;   /* no signal and no abstract socket reaches others */
};

/* What of it holds now: SANDBOX_FILES, SANDBOX_PORTS. */
unsigned sandbox_limit_files(const struct sandbox_files *limits);

/* An empty list. */
extern const char *const sandbox_no_paths[];

enum sandbox_calls {
    SANDBOX_COMPUTES, /* memory, the answer, the end */
    SANDBOX_READS,    /* no connection, no program, nothing opened for writing */
    SANDBOX_WRITES,   /* no connection, no program */
    SANDBOX_SENDS,    /* no program */
};

/* Whether it holds now. `sees_files`: Landlock looks after what can't be seen from here. */
bool sandbox_limit_calls(enum sandbox_calls calls, bool sees_files);

#endif

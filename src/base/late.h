/* Libraries that are loaded when they are first called, not when the program starts: starting
 * libcurl, libgit2, libcrypto and Hunspell takes longer than all that most commands do.
 *
 * late.sh makes a header and a source for each, of the functions that our sources call. Who calls
 * them includes the header behind all others, and then calls them as ever:
 *
 *     #include <git2.h>                         for the types
 *     #include "late/git2.h"
 *
 * A library that is not there ends the program with status 4, as the system's own loader would. */
#ifndef PREGON_BASE_LATE_H
#define PREGON_BASE_LATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct late_library {
    const char *file;         /* as the linker would have noted it: libgit2.so.1.5 */
    const char *const *names; /* of the functions */
    void *functions;          /* pointers to them, in the same order */
    size_t count;
    atomic_bool is_loaded;
};

/* Loads it and finds all its functions. Safe from several threads. */
void late_load(struct late_library *library);

static inline void late_ready(struct late_library *library)
{
    if (!atomic_load_explicit(&library->is_loaded, memory_order_acquire))
        late_load(library);
}

#endif

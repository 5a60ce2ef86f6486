/* The versions of the libraries behind lib/, as they run, not as they were compiled. */
#ifndef PREGON_LIB_VERSIONS_H
#define PREGON_LIB_VERSIONS_H

#include <stddef.h>

struct library_version {
    const char *name;
    const char *version;
};

/* Fills at most `room` of `out`; how many. */
size_t lib_versions(struct library_version *out, size_t room);

#endif

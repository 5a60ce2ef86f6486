/* The versions of the libraries behind io/. */
#ifndef PREGON_IO_VERSIONS_H
#define PREGON_IO_VERSIONS_H

#include <stddef.h>

#include "lib/versions.h"

/* Fills at most `room` of `out`; how many. The texts live as long as the program. */
size_t io_versions(struct library_version *out, size_t room);

#endif

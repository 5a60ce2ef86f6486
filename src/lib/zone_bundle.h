/* The bundled zones: a table that src/lib/zone_bundle.sh makes at build time out of the build
 * machine's zone data, so that a program on an image without any has its own. */
#ifndef PREGON_LIB_ZONE_BUNDLE_H
#define PREGON_LIB_ZONE_BUNDLE_H

#include <stddef.h>

struct bundled_zone {
    const unsigned char *data; /* TZif, version 2 or later, its 32-bit block left out */
    size_t bytes;
};

extern const char zone_bundle_release[];      /* "2026f" */
extern const char *const zone_bundle_names[]; /* in byte order */
extern const struct bundled_zone zone_bundle[];
extern const size_t zone_bundle_count;

#endif

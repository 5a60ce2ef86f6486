/* Looking a zone up in the bundle. */
#include <string.h>

#include "lib/zone.h"
#include "lib/zone_bundle.h"

const void *zone_bundled(const char *name, size_t *bytes)
{
    size_t low = 0;
    size_t high = zone_bundle_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(zone_bundle_names[middle], name);
        if (order == 0) {
            *bytes = zone_bundle[middle].bytes;
            return zone_bundle[middle].data;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *zone_bundled_release(void) { return zone_bundle_release; }

const char *const *zone_names(size_t *count)
{
    *count = zone_bundle_count;
    return zone_bundle_names;
}

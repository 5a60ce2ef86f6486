/* Versions of libgit2 and libcurl: those that we were built for, since asking them would load
 * them. */
#include "io/versions.h"

#include <curl/curl.h>
#include <git2.h>

size_t io_versions(struct library_version *out, size_t room)
{
    const struct library_version all[] = {
        { "libgit2", LIBGIT2_VERSION },
        { "libcurl", LIBCURL_VERSION },
    };
    size_t count = sizeof all / sizeof all[0];
    if (count > room)
        count = room;
    for (size_t i = 0; i < count; i++)
        out[i] = all[i];
    return count;
}

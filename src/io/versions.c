/* Versions of libgit2, libcurl and libmicrohttpd: those that we were built for, since asking them
 * would load them. */
#include "io/versions.h"

#include <curl/curl.h>
#include <git2.h>
#include <microhttpd.h>
#include <stdio.h>

size_t io_versions(struct library_version *out, size_t room)
{
    /* 0x00097500 is 0.9.75. */
    static char microhttpd[16];
    snprintf(microhttpd, sizeof microhttpd, "%x.%x.%x", MHD_VERSION >> 24, MHD_VERSION >> 16 & 0xff,
             MHD_VERSION >> 8 & 0xff);
    const struct library_version all[] = {
        { "libgit2", LIBGIT2_VERSION },
        { "libcurl", LIBCURL_VERSION },
        { "libmicrohttpd", microhttpd },
    };
    size_t count = sizeof all / sizeof all[0];
    if (count > room)
        count = room;
    for (size_t i = 0; i < count; i++)
        out[i] = all[i];
    return count;
}

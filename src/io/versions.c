/* libgit2 and libcurl about themselves. */
#include "io/versions.h"

#include <curl/curl.h>
#include <git2.h>
#include <stdio.h>

size_t io_versions(struct library_version *out, size_t room)
{
    static char git_text[32];
    int major, minor, patch;
    git_libgit2_version(&major, &minor, &patch);
    snprintf(git_text, sizeof git_text, "%d.%d.%d", major, minor, patch);
    const struct library_version all[] = {
        { "libgit2", git_text },
        { "libcurl", curl_version_info(CURLVERSION_NOW)->version },
    };
    size_t count = sizeof all / sizeof all[0];
    if (count > room)
        count = room;
    for (size_t i = 0; i < count; i++)
        out[i] = all[i];
    return count;
}

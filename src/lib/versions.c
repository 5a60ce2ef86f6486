/* The libraries' own words about their versions; of OpenSSL, which is loaded late, the version that
 * we were built for. */
#include "lib/versions.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <cmark.h>
#include <jansson.h>
#include <openssl/opensslv.h>
#include <pcre2.h>
#include <utf8proc.h>
#include <xxhash.h>
#include <yaml.h>

/* It is in its header alone. */
#define TEXT_OF(number) #number
#define DOTTED(major, minor, release) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(release)
#define XXHASH_VERSION DOTTED(XXH_VERSION_MAJOR, XXH_VERSION_MINOR, XXH_VERSION_RELEASE)

size_t lib_versions(struct library_version *out, size_t room)
{
    static char pcre2[64]; /* always the same text: PCRE2 writes it nowhere else */
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    const struct library_version all[] = {
        { "cmark", cmark_version_string() },
        { "libyaml", yaml_get_version_string() },
        { "jansson", jansson_version_str() },
        { "utf8proc", utf8proc_version() },
        { "pcre2", pcre2 },
        { "xxhash", XXHASH_VERSION },
        { "unicode", utf8proc_unicode_version() },
        { "openssl", OPENSSL_VERSION_STR },
    };
    size_t count = sizeof all / sizeof all[0];
    if (count > room)
        count = room;
    for (size_t i = 0; i < count; i++)
        out[i] = all[i];
    return count;
}

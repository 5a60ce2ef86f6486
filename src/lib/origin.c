/* Origins: a strict reading of our own. io/http_transfer.c asks libcurl whether it agrees. */
#include "lib/origin.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"

enum { HTTP_PORT = 80, HTTPS_PORT = 443, LAST_PORT = 65535, LOOPBACK_NET = 127 };

static const char *lower_case(struct arena *arena, const char *text, size_t bytes)
{
    char *out = arena_strndup(arena, text, bytes);
    for (char *at = out; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return out;
}

static bool is_loopback(const char *host)
{
    struct in_addr address;
    if (inet_pton(AF_INET, host, &address) == 1)
        return ntohl(address.s_addr) >> 24 == LOOPBACK_NET;
    return text_equal(host, "localhost") || text_equal(host, "[::1]");
}

/* An address in the one notation that all write alike: 127.0.0.1, not 127.1 or 0x7f000001. */
static bool is_plain_address(const char *text, int family)
{
    unsigned char address[sizeof(struct in6_addr)];
    char again[INET6_ADDRSTRLEN];
    return inet_pton(family, text, address) == 1 &&
           inet_ntop(family, address, again, sizeof again) && text_equal(again, text);
}

/* A name of letters, digits, hyphens and single dots, or an address. */
static bool is_plain_host(struct arena *arena, const char *host)
{
    size_t bytes = strlen(host);
    if (*host == '[')
        return host[bytes - 1] == ']' &&
               is_plain_address(arena_strndup(arena, host + 1, bytes - 2), AF_INET6);
    const char *dot = strrchr(host, '.');
    const char *last = dot ? dot + 1 : host;
    /* Names end in a letter's label; what ends in a number's is read as an address by some. */
    if (*last >= '0' && *last <= '9')
        return is_plain_address(host, AF_INET);
    return *last && host[0] != '.' && !strstr(host, "..") &&
           strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.") == bytes;
}

static int refuse(struct err *err, const char *url, const char *why)
{
    return err_set(err, ERR_INPUT, _("'%.200s' can't be used as an address: %s"), url, why);
}

int origin_parse(struct origin *out, struct arena *arena, const char *url, struct err *err)
{
    struct origin origin = { 0 };
    size_t scheme_bytes = strcspn(url, ":");
    const char *scheme = lower_case(arena, url, scheme_bytes);
    origin.is_https = text_equal(scheme, "https");
    if (!origin.is_https && !text_equal(scheme, "http"))
        return refuse(err, url, _("it must begin with https://"));
    for (const char *at = url; *at; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f || *at == '\\')
            return refuse(err, url,
                          _("it holds a space, a backslash or a letter that is not plain ASCII"));
    const char *authority = url + scheme_bytes;
    if (!text_starts_with(authority, "://"))
        return refuse(err, url, _("it must begin with https://"));
    authority += strlen("://");
    size_t authority_bytes = strcspn(authority, "/?#");
    if (memchr(authority, '@', authority_bytes))
        return refuse(err, url, _("no user name may stand in it"));

    size_t host_bytes = authority_bytes;
    const char *bracket = memchr(authority, ']', authority_bytes);
    const char *colon = memchr(bracket ? bracket : authority, ':',
                               authority_bytes - (bracket ? (size_t)(bracket - authority) : 0));
    origin.port = origin.is_https ? HTTPS_PORT : HTTP_PORT;
    if (colon) {
        host_bytes = (size_t)(colon - authority);
        origin.port = text_number(colon + 1, authority_bytes - host_bytes - 1, LAST_PORT);
    }
    origin.host = lower_case(arena, authority, host_bytes);
    if (origin.port <= 0 || !is_plain_host(arena, origin.host))
        return refuse(err, url, _("its host can be read in two ways; write it plainly"));
    origin.is_loopback = is_loopback(origin.host);
    *out = origin;
    return 0;
}

bool origin_equal(const struct origin *a, const struct origin *b)
{
    return a->is_https == b->is_https && a->port == b->port && text_equal(a->host, b->host);
}

const char *origin_format(struct arena *arena, const struct origin *origin)
{
    const char *scheme = origin->is_https ? "https" : "http";
    if (origin->port == (origin->is_https ? HTTPS_PORT : HTTP_PORT))
        return arena_printf(arena, "%s://%s", scheme, origin->host);
    return arena_printf(arena, "%s://%s:%ld", scheme, origin->host, origin->port);
}

/* Origins: a strict reading of our own, which libcurl's must agree with. */
#include "lib/origin.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"

enum { HTTP_PORT = 80, HTTPS_PORT = 443, LAST_PORT = 65535, LOOPBACK_NET = 127 };

static void url_close(CURLU **url) { curl_url_cleanup(*url); }
static void part_close(char **part) { curl_free(*part); }

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

/* A name of letters, digits, hyphens and single dots, or an IPv6 address in brackets. */
static bool is_plain_host(const char *host)
{
    size_t bytes = strlen(host);
    if (*host == '[')
        return strspn(host, "[]:.0123456789abcdef") == bytes && host[bytes - 1] == ']';
    return bytes > 0 && strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.") == bytes &&
           host[0] != '.' && host[bytes - 1] != '.' && !strstr(host, "..");
}

/* Whether libcurl would go to the same host and port. */
static bool curl_agrees(struct arena *arena, const char *text, const struct origin *origin)
{
    CLEANUP(url_close) CURLU *url = curl_url();
    CLEANUP(part_close) char *host = NULL;
    CLEANUP(part_close) char *port = NULL;
    if (!url || curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) != CURLUE_OK ||
        curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
        curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) != CURLUE_OK)
        return false;
    return text_equal(lower_case(arena, host, strlen(host)), origin->host) &&
           text_number(port, strlen(port), LAST_PORT) == origin->port;
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
    if (origin.port <= 0 || !is_plain_host(origin.host) || !curl_agrees(arena, url, &origin))
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

/* Addresses of remotes: what git understands, less what a ledger can't live behind. */
#include "io/repo_address.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/origin.h"

/* An address in its parts: `scheme://userinfo@rest`. */
struct parts {
    const char *scheme;   /* with `://`; NULL: none */
    const char *userinfo; /* NULL: none */
    const char *rest;
};

static struct parts take_apart(struct arena *arena, const char *url)
{
    struct parts parts = { .rest = url };
    const char *end = strstr(url, "://");
    if (end) {
        parts.scheme = arena_strndup(arena, url, (size_t)(end + 3 - url));
        parts.rest = end + 3;
    }
    /* The last `@` before the path: a password may hold one. In `host:path` there is none. */
    size_t bytes = strcspn(parts.rest, end ? "/" : ":/");
    const char *at = memrchr(parts.rest, '@', bytes);
    if (at) {
        parts.userinfo = arena_strndup(arena, parts.rest, (size_t)(at - parts.rest));
        parts.rest = at + 1;
    }
    return parts;
}

/* Whether what stands for a port is none: a password with a `/` in it, perhaps. */
static bool has_odd_port(const char *rest)
{
    size_t bytes = strcspn(rest, "/");
    const char *colon = *rest == '[' ? NULL : memchr(rest, ':', bytes);
    return colon && strspn(colon + 1, "0123456789") != bytes - (size_t)(colon + 1 - rest);
}

/* Tokens stand before an `@` or behind a `?`, and an address that is refused may bear one in the
 * wrong place. */
static const char *shown(struct arena *arena, const struct parts *parts)
{
    const char *rest = parts->rest;
    const char *at = parts->scheme && has_odd_port(rest) ? strrchr(rest, '@') : NULL;
    if (at)
        rest = at + 1;
    size_t bytes = strcspn(rest, "?#");
    return arena_printf(arena, "%s%.*s%s", parts->scheme ? parts->scheme : "", (int)bytes, rest,
                        rest[bytes] ? "…" : "");
}

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) % 16 : -1;
}

/* Percent signs undone; NULL where they stand for no text. */
static const char *decode(struct arena *arena, const char *text, size_t bytes)
{
    char *out = arena_alloc(arena, bytes + 1);
    char *end = out;
    for (size_t i = 0; i < bytes; i++) {
        if (text[i] != '%') {
            *end++ = text[i];
            continue;
        }
        int high = i + 2 < bytes ? hex_digit(text[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0 || high * 16 + low < ' ')
            return NULL;
        *end++ = (char)(high * 16 + low);
        i += 2;
    }
    return out;
}

static int refuse(struct err *err, const char *address, const char *why)
{
    return err_set(err, ERR_SYSTEM, "'%s': %s", address, why);
}

/* User and password; an empty one is none. */
static int read_userinfo(struct repo_address *out, struct arena *arena, const char *userinfo,
                         struct err *err)
{
    if (!userinfo)
        return 0;
    size_t bytes = strcspn(userinfo, ":");
    const char *user = decode(arena, userinfo, bytes);
    const char *password =
        userinfo[bytes] ? decode(arena, userinfo + bytes + 1, strlen(userinfo + bytes + 1)) : "";
    if (!user || !password)
        return refuse(err, out->shown,
                      _("the user name or the password in the remote's address is misspelt: a `%` "
                        "there is written %25"));
    out->user = *user ? user : NULL;
    out->password = *password ? password : NULL;
    return 0;
}

static int read_web(struct repo_address *out, struct arena *arena, const struct parts *parts,
                    struct err *err)
{
    struct origin origin;
    if (origin_parse(&origin, arena, out->shown, err) != 0) {
        err->kind = ERR_SYSTEM;
        return -1;
    }
    if (!origin.is_https && !origin.is_loopback)
        return refuse(err, out->shown,
                      _("http would show the token to everybody on the way; write https"));
    out->url = out->shown;
    return read_userinfo(out, arena, parts->userinfo, err);
}

static int read_ssh(struct repo_address *out, struct arena *arena, const struct parts *parts,
                    struct err *err)
{
    out->is_ssh = true;
    if (read_userinfo(out, arena, parts->userinfo, err) != 0)
        return -1;
    /* A key signs us in: a password here would only leak. */
    out->password = NULL;
    const char *user = out->user ? out->user : "";
    if (strspn(user, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") !=
            strlen(user) ||
        *user == '-' || *parts->rest == '-' || !*parts->rest)
        return refuse(err, out->shown, _("no SSH address is written like this"));
    out->url = arena_printf(arena, "%s%s%s%s", parts->scheme ? "ssh://" : "", user,
                            out->user ? "@" : "", parts->rest);
    return 0;
}

/* `host:path`, as git reads it: a colon before the first slash. */
static bool is_short_ssh(const struct parts *parts)
{
    size_t bytes = strcspn(parts->rest, ":/");
    return !parts->scheme && bytes > 0 && parts->rest[bytes] == ':' && parts->rest[bytes + 1] &&
           !text_starts_with(parts->rest + bytes, "::");
}

static bool is_clean(const char *url)
{
    for (const char *at = url; *at; at++)
        if ((unsigned char)*at <= ' ' || strchr("\x7f\\?#", *at))
            return false;
    return *url;
}

static bool is_scheme(const struct parts *parts, const char *scheme)
{
    return parts->scheme && text_equal_ignoring_case(parts->scheme, scheme);
}

int repo_address_parse(struct repo_address *out, struct arena *arena, const char *url,
                       struct err *err)
{
    struct parts parts = take_apart(arena, url);
    struct repo_address address = { .shown = shown(arena, &parts) };
    int result;
    if (is_scheme(&parts, "file://") || (!parts.scheme && !is_short_ssh(&parts)))
        return refuse(err, address.shown,
                      _("a folder of this machine does not keep two runs apart; give the remote an "
                        "address with https:// or ssh://"));
    if (!is_clean(url))
        return refuse(
            err, address.shown,
            _("no blank, control character, backslash, '?' or '#' can stand in a remote's "
              "address"));
    if (parts.scheme && has_odd_port(parts.rest))
        return refuse(err, address.shown,
                      _("behind the colon stands no port; in a user name or a password, `/` is "
                        "written %2F"));
    if (is_scheme(&parts, "https://") || is_scheme(&parts, "http://"))
        result = read_web(&address, arena, &parts, err);
    else if (!parts.scheme || is_scheme(&parts, "ssh://") || is_scheme(&parts, "git+ssh://") ||
             is_scheme(&parts, "ssh+git://"))
        result = read_ssh(&address, arena, &parts, err);
    else
        return refuse(err, address.shown, _("a ledger needs an address with https:// or ssh://"));
    if (result == 0)
        *out = address;
    return result;
}

bool repo_address_is_same_host(const char *a, const char *b)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct origin one, other;
    struct err ignored;
    return origin_parse(&one, &arena, a, &ignored) == 0 &&
           origin_parse(&other, &arena, b, &ignored) == 0 && origin_equal(&one, &other);
}

uint16_t repo_address_port(const char *url)
{
    enum { SSH = 22, HTTP = 80, HTTPS = 443, DIGITS = 5 };
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct parts parts = take_apart(&scratch, url);
    if (!parts.scheme)
        return SSH; /* `host:path` */
    /* An IPv6 address stands in brackets. */
    const char *bracket = *parts.rest == '[' ? strchr(parts.rest, ']') : NULL;
    const char *at = bracket ? bracket + 1 : parts.rest;
    at += strcspn(at, ":/");
    size_t bytes = *at == ':' ? strcspn(at + 1, "/") : 0;
    long port = bytes && bytes <= DIGITS ? text_number(at + 1, bytes, UINT16_MAX) : 0;
    if (port > 0)
        return (uint16_t)port;
    return text_equal(parts.scheme, "https://")  ? HTTPS
           : text_equal(parts.scheme, "http://") ? HTTP
                                                 : SSH;
}

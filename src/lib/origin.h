/* Origins: scheme, host and port of an address, read so strictly that nobody (neither a reader in a
 * pull request, nor libcurl) can understand another host than we do. */
#ifndef PREGON_LIB_ORIGIN_H
#define PREGON_LIB_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;

struct origin {
    bool is_https;    /* else http */
    const char *host; /* lower case, ASCII; an IPv6 address in brackets */
    long port;
    bool is_loopback; /* localhost, 127.0.0.0/8, [::1] */
};

/* The origin of `url`, which lives in `arena`. ERR_INPUT with a reason for people where it is no
 * http(s) address, or one that can be read in two ways: with a user name, a backslash, letters that
 * are not ASCII, a dot at the end of the host, an address in another notation than a.b.c.d. */
int origin_parse(struct origin *out, struct arena *arena, const char *url, struct err *err)
    __attribute__((warn_unused_result));

bool origin_equal(const struct origin *a, const struct origin *b);

/* `https://bsky.social`, `http://127.0.0.1:8080`. */
const char *origin_format(struct arena *arena, const struct origin *origin);

#endif

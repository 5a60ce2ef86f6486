/* A driver's request made ready to go: secrets and media in their places, and its host judged
 * before any name is looked up. Pure but for what `media` reads. */
#ifndef PREGON_PUBLISH_OUTGOING_H
#define PREGON_PUBLISH_OUTGOING_H

#include <stddef.h>

struct account;
struct arena;
struct err;
struct http_call;
struct request;
struct secret;
struct session;

/* What a request of an account may carry, and where to. */
struct outgoing_rights {
    const struct account *account;
    const struct secret *secret;   /* NULL: the network needs none */
    const struct session *session; /* its token goes to its service alone; NULL while logging in */
    const char *allowed_origins;   /* PREGON_ORIGINS, or NULL */
};

/* Gives the bytes of the payload's medium `index`; they live as long as the call. */
struct outgoing_media {
    int (*read)(void *context, size_t index, const char **bytes, size_t *byte_count,
                struct err *err);
    void *context;
};

/* Fills method, address, headers, body and rights of `out`; the rest is the caller's. ERR_INPUT or
 * ERR_SYSTEM where the request's host may not have what it carries, or a medium can't be read. */
int outgoing_prepare(struct http_call *out, struct arena *arena, const struct request *request,
                     const struct outgoing_rights *rights, const struct outgoing_media *media,
                     struct err *err) __attribute__((warn_unused_result));

#endif

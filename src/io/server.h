/* An HTTP server on this machine's loopback address, for `serve`: the only place that meets
 * libmicrohttpd.
 *
 *     CLEANUP(server_close) struct server *server = NULL;
 *     if (server_open(&server, port, answer, context, err) != 0)
 *         return -1;
 *     while (!process_signal())
 *         server_run(server, fds, fd_count, 1000);
 *
 * All happens within server_run(), one request after another. What a request holds is hostile: it
 * is bounded here (LIMIT_SERVED_BYTES), and the rest is the answer's to judge. */
#ifndef PREGON_IO_SERVER_H
#define PREGON_IO_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct server;

struct server_request {
    const char *method; /* "GET", "POST", "HEAD" */
    const char *path;   /* decoded, begins with a slash */
    const char *body;   /* terminated; "" without one */
    size_t body_bytes;
    void *own; /* of MHD */
};

struct server_answer {
    int status;
    const char *type; /* "text/html; charset=utf-8" */
    const char *bytes;
    size_t byte_count;
    const char *cookie;   /* Set-Cookie; NULL: none */
    const char *location; /* NULL: none */
    const char *timing;   /* of Server-Timing, which a page's script can read; or NULL */
    bool waits;           /* no answer yet: ask again after server_wake(), or after 20 s */
};

/* Fills `out`, which lives in `arena`. `is_again`: it had been told to wait, and may not again. */
typedef void (*server_work)(struct server_answer *out, void *context, struct arena *arena,
                            const struct server_request *request, bool is_again);

/* Listens on 127.0.0.1; `port` 0: any that is free. ERR_SYSTEM where it is taken. */
int server_open(struct server **out, uint16_t port, server_work work, void *context,
                struct err *err) __attribute__((warn_unused_result));
uint16_t server_port(const struct server *server);
/* Serves what comes, at most `wait_ms`; ends sooner where one of `fds` (-1: none) can be read. */
void server_run(struct server *server, const int *fds, size_t fd_count, int64_t wait_ms);
/* Those who wait are asked again at the next server_run(). */
void server_wake(struct server *server);
/* Takes the address, as CLEANUP does; accepts NULL in it. */
void server_close(struct server **server);

/* A header of the request, a cookie, or a value of its query; NULL where it has none. */
const char *server_header(const struct server_request *request, const char *name);
const char *server_cookie(const struct server_request *request, const char *name);
const char *server_query(const struct server_request *request, const char *name);

#endif

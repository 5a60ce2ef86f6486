/* HTTP: many requests at once, each sent once and only once.
 *
 * Nothing is repeated here, redirected, cached or remembered. A request of a create has a
 * connection of its own: libcurl sends again by itself when a reused one dies. The last moment at
 * which it can be stopped is the point of no return: not reached is REPLY_NOT_SENT, and proves that
 * no byte of it left; reached and not answered whole is REPLY_LOST.
 *
 *     http_start(http, &call);
 *     while (http_next(http, &answer, 1000))
 *         ... answer.owner, answer.reply */
#ifndef PREGON_IO_HTTP_H
#define PREGON_IO_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "model/network.h"

struct arena;
struct err;
struct http;

enum {
    /* A create call in all. An answer after that is lost to us, not to the world. */
    HTTP_CREATE_MS = 45 * 1000,
    HTTP_CONNECT_MS = 20 * 1000,
    /* What the other side has not acknowledged for so long will not arrive: bounds how late a
     * request can land. */
    HTTP_TCP_USER_TIMEOUT_MS = 30 * 1000,
    /* An upload may take its time, but not less than this a second. */
    HTTP_UPLOAD_BYTES_A_SECOND = 32 * 1024,
};

struct http_field {
    const char *name, *value;
};

struct http_chunk {
    const char *bytes;
    size_t byte_count;
};

/* All that it names must live until it was answered. Secrets stand in it as they are. */
struct http_call {
    const char *method, *url;
    const struct http_field *headers;
    size_t header_count;
    const struct http_chunk *body;
    size_t body_count;
    bool is_create;
    int64_t start_by_boot_ms; /* point of no return: later than this it is not sent; 0: no limit */
    int64_t timeout_ms;       /* 0: HTTP_CREATE_MS for a create, else by the body's size */
    bool brings_tokens;  /* a login: what its answer calls a token is struck out from then on */
    bool is_public_only; /* addresses of this machine and of private networks are refused */
    struct arena *arena; /* for the answer */
    void *owner;
};

struct http_answer {
    void *owner;
    struct reply reply;
    bool is_too_late; /* NOT_SENT because start_by_boot_ms had passed */
    int64_t date_utc; /* the server's clock, or NO_TIME */
};

/* `log` gets each request and answer, secrets struck out (-vv); NULL: silence. */
int http_open(struct http **out, FILE *log, struct err *err) __attribute__((warn_unused_result));
/* Ends what runs. Takes the address, as CLEANUP does; accepts NULL in it. */
void http_close(struct http **http);

/* Never fails: what can't be started is answered as NOT_SENT. */
void http_start(struct http *http, const struct http_call *call);

/* The next answer; waits for one at most `wait_ms`, and no longer once a signal came
 * (io/process.h). False where there is none yet. */
bool http_next(struct http *http, struct http_answer *out, int64_t wait_ms);

/* One request by itself, for as long as it takes, but at most a second after a signal. Only while
 * nothing else runs. */
void http_ask(struct http *http, const struct http_call *call, struct http_answer *out);

#endif

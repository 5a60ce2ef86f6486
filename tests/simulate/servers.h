/* The servers of the simulated networks, and what readers see there. They answer at once: when a
 * request reaches them, and whether its answer is heard of, is the net's (net.c). */
#ifndef PREGON_TESTS_SIMULATE_SERVERS_H
#define PREGON_TESTS_SIMULATE_SERVERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json;

/* What readers see. */
struct visible {
    const char *host; /* of the account's server, or the file of `null` */
    const char *key;  /* rkey, Idempotency-Key; or NULL */
    const char *body; /* as it was sent */
    const char *text;
    const char *parent;
    int64_t at_ms;
    size_t number;
    struct visible *next; /* older */
};

/* The newest that is to be seen, of all hosts; NULL: nothing yet. */
const struct visible *servers_newest(void);
/* The newest at the host under that key, not older than `since_ms`; or NULL. */
const struct visible *servers_find(const char *host, const char *key, int64_t since_ms);
/* Readers see it from now on. Texts are copied. */
const struct visible *servers_show(const char *host, const char *key, const char *body,
                                   const char *text, const char *parent);

struct server_request {
    const char *method, *host, *path, *body, *key;
    bool is_create;
};

struct server_answer {
    int status;
    const char *body; /* for a day (world_passing()) */
};

struct server_answer server_answer(int status, const char *body);
struct server_answer servers_serve(const struct server_request *request);

/* A body, for a day; NULL where it is no JSON. */
const struct json *servers_parse(const char *body);

#endif

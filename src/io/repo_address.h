/* The address of a remote, read strictly: what it is, and whom it names. Pure. */
#ifndef PREGON_IO_REPO_ADDRESS_H
#define PREGON_IO_REPO_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct err;

struct repo_address {
    bool is_ssh;          /* else http or https */
    const char *url;      /* for libgit2: an SSH one keeps its user */
    const char *shown;    /* for messages: without any user or password */
    const char *user;     /* NULL: none is named */
    const char *password; /* NULL: none is named, or SSH */
};

/* ERR_SYSTEM with what to write instead, where a ledger can't be kept behind the address. */
int repo_address_parse(struct repo_address *out, struct arena *arena, const char *url,
                       struct err *err) __attribute__((warn_unused_result));

/* The TCP port that an address leads to, the scheme's own where it names none. */
uint16_t repo_address_port(const char *url);

/* Whether two addresses of the web lead to the same host and port in the same way. */
bool repo_address_is_same_host(const char *a, const char *b);

#endif

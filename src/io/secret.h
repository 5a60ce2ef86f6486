/* Secrets: read from the environment, kept in memory that is neither swapped nor dumped, wiped at
 * the end, and struck out of everything that is shown or recorded.
 *
 * A secret is bound to a host: its variable's value may be `https://bsky.social TOKEN`, and
 * PREGON_ORIGINS may list the allowed ones. Before any name is looked up, secret_may_go() says
 * whether this secret may go to that origin: a pull request that changes an account's `service`
 * can't lead a token elsewhere. */
#ifndef PREGON_IO_SECRET_H
#define PREGON_IO_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct arena;
struct err;
struct origin;

struct secret {
    const char *name;     /* of its variable */
    const char *bound_to; /* the origin in its value, as written; NULL: not bound */
    const char *value;
    size_t bytes;
};

/* Whether accounts.yml may say this name: PREGON_ and capitals, digits or `_`, none of our own. */
bool secret_may_be_named(const char *name);

/* The secret of an account: `name` begins with PREGON_ and is none of our own variables. The
 * variable is emptied, so that no later look finds it there. ERR_SYSTEM where it is not set, or
 * can't be sent (a control character in it); ERR_INPUT for a name that accounts.yml may not say. */
int secret_read(const struct secret **out, const char *name, struct err *err)
    __attribute__((warn_unused_result));

/* PREGON_GIT_TOKEN; NULL where it is not set. */
const struct secret *secret_git_token(void);

/* Says on `log`, once for each, that a secret is too short to be struck out. */
void secret_tell_short(const struct secret *secret, FILE *log);

/* Keeps a secret that came on the way, such as a session's token, so that it is struck out too. */
void secret_learn(const char *value);

/* Pure: may `secret` go to `to`? `allowed` is PREGON_ORIGINS or NULL, `public_hosts` the network's
 * own (NULL-terminated, or NULL). What is not allowed fails with the value to set, or, where it is
 * bound elsewhere, with both hosts. */
int secret_may_go(const struct secret *secret, const char *allowed, const char *const *public_hosts,
                  const struct origin *to, struct err *err) __attribute__((warn_unused_result));
/* Pure: may git's token go to a ledger at `to`? To the host it is bound to; without a binding, to
 * where this clone's own remotes are (`is_of_clone`), which no pull request can change, and to this
 * machine. */
int secret_git_may_go(const struct secret *token, const struct origin *to, bool is_of_clone,
                      struct err *err) __attribute__((warn_unused_result));
/* PREGON_ORIGINS, or NULL. */
const char *secret_allowed_origins(void);

/* `text` without any secret that was read or learned, however it is written there. */
const char *secret_strike(struct arena *arena, const char *text);

#endif

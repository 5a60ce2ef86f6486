/* The due set: which deliveries a run may begin now, account by account, in the order in which they
 * go out. Pure; it comes from state alone, never from an event, so that any run at any minute finds
 * the same. */
#ifndef PREGON_PUBLISH_DUE_H
#define PREGON_PUBLISH_DUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account;
struct arena;
struct delivery;
struct workspace;

struct due_rules {
    int64_t now_utc;  /* the run's clock */
    int64_t real_utc; /* the real one */
    bool is_harmless; /* a rehearsal: only accounts that reach nobody (due_is_harmless) */
    bool confirms_backlog;
    const char *account, *post; /* ids; NULL: all */
};

struct due_account {
    const struct account *account;
    struct delivery **items; /* what is due, in order */
    size_t count;
    size_t overdue;         /* all that is due here, whatever `account` and `post` say */
    bool is_guarded;        /* more than the backlog allows: nothing goes out */
    int64_t not_before_utc; /* of the first item, for the gap or a pause; NO_TIME: now */
};

struct due_set {
    struct due_account *accounts; /* in the workspace's order; those with something due */
    size_t count;
    int64_t next_utc; /* when the next delivery becomes due or may go out; NO_TIME: none is known */
};

/* `deliveries` are the plan's, by due time. Everything lives in `arena`. */
void due_select(struct due_set *out, struct arena *arena, struct delivery *deliveries,
                size_t delivery_count, const struct workspace *workspace,
                const struct due_rules *rules);

/* When it was to go out: by its post, or later by a person's word (`resolve`). */
int64_t due_utc(const struct delivery *delivery);

/* A delivery that is tried again, and is missed or has expired by now: it is not sent any more. */
bool due_is_retried_too_late(const struct delivery *delivery, int64_t now_utc);

/* Whether a network wants to hear of the delivery only later. */
bool due_is_put_off(const struct delivery *delivery, int64_t now_utc);

/* Until when the account's server wants no request at all, after too many; NO_TIME: it does. */
int64_t due_pause(const struct account *account, const struct delivery *deliveries,
                  size_t delivery_count, int64_t now_utc);

/* Whether sending to the account reaches nobody outside this machine: the blog, `null`, a service
 * on loopback. */
bool due_is_harmless(const struct account *account);

#endif

/* The deliveries that `resolve` decides. */
#ifndef PREGON_COMMANDS_RESOLVE_ITEMS_H
#define PREGON_COMMANDS_RESOLVE_ITEMS_H

#include <stddef.h>
#include <stdint.h>

#include "model/delivery.h"
#include "model/record.h"

struct desk;
struct err;

struct resolve_item {
    struct record record;            /* as it is to be */
    const struct record *expected;   /* as it is; NULL: none */
    const struct delivery *delivery; /* NULL: its post is gone */
    enum delivery_state state;       /* for people, before */
    int64_t at_utc;                  /* its new time, where it gets one */
};

struct resolve_items {
    struct resolve_item *list;
    size_t count, capacity;
};

/* By POST and ACCOUNT, by POST alone (all of it that needs a person), or by --state, --since and
 * --account; those too whose post is gone from the branch. Copies in the invocation's arena, which
 * outlive the ledger that they are of. ERR_USAGE where nothing has that name; none may be found. */
int resolve_items_find(struct resolve_items *out, const struct desk *desk, struct err *err)
    __attribute__((warn_unused_result));

#endif

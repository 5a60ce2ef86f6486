/* Accounts and groups: brand/accounts.yml. No secret is ever part of these. */
#ifndef PREGON_MODEL_ACCOUNT_H
#define PREGON_MODEL_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/names.h"
#include "model/network_limits.h"
#include "model/network_terms.h"
#include "model/span.h"

struct network;
struct post_rules;
struct yaml_node;
struct zone;

struct account {
    const char *id;
    struct span where; /* of its key in accounts.yml */
    const struct network *network;
    const char *network_name; /* as written; `network` is NULL where no driver has the name */
    bool is_manual;           /* send: manual */
    const char *handle;
    const char
        *service; /* origin, without a slash at the end; the network's default where not given */
    const char *secret;         /* the NAME of an environment variable, PREGON_… */
    int64_t secret_expires_utc; /* of a day its last second; NO_TIME: never */
    const char *language;       /* NULL: the brand's first */
    const char *audience;
    const char *visibility;
    const char *timezone;
    const struct zone *zone; /* the account's, else the calendar's */
    size_t zone_index;       /* its place in workspace->zones */
    int64_t gap_s;           /* the smallest gap between two sends; 0: none */
    int64_t per_day;         /* of the account's own days; -1: no limit */
    struct names tags;
    const char *title, *url, *out;   /* blog; `url` ends with a slash */
    struct network_terms terms;      /* the network's, likewise */
    struct money budget;             /* of a month */
    struct network_limits limits;    /* the network's, with `limits` of accounts.yml laid over */
    const struct post_rules *rules;  /* of brand.yml, never NULL once that is loaded */
    const struct yaml_node *options; /* the whole map, for the driver's own keys */
    size_t index;                    /* its place in the workspace's list */
};

struct group {
    const char *id;
    struct span where;
    struct names members; /* ids of accounts or groups, as written */
    uint64_t *accounts;   /* the resolved set: a bit an account (account_set.h) */
};

#endif

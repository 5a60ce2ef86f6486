/* Targets: accounts and groups as files name them, in lists such as `accounts: [sociales, blog]`.
 */
#ifndef PREGON_LIB_TARGET_H
#define PREGON_LIB_TARGET_H

#include <stdint.h>

#include "lib/reading.h"
#include "model/account.h"

struct workspace;
struct yaml_node;

/* Complains of each of `names` that is none. */
int target_check(struct reading *reading, const struct workspace *workspace,
                 const struct names *names);

/* Complains of each key of `map` that is no account, network or `default`; `map` may be NULL. A
 * network need not be in use, nor one that a program sends to. */
void target_check_keys(struct reading *reading, const struct workspace *workspace,
                       const struct yaml_node *map);

/* Complains of each of `names` that is no account, group or network. */
int target_check_any(struct reading *reading, const struct workspace *workspace,
                     const struct names *names);

/* The accounts that `names` stand for, in an empty set (account_set.h); names that are none are
 * passed over. */
void target_add(uint64_t *set, const struct workspace *workspace, const struct names *names);
void target_remove(uint64_t *set, const struct workspace *workspace, const struct names *names);

#endif

/* A set of accounts: a bit an account, by its place in the workspace's list. */
#ifndef PREGON_MODEL_ACCOUNT_SET_H
#define PREGON_MODEL_ACCOUNT_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t account_set_words(size_t account_count) { return (account_count + 63) / 64; }

static inline void account_set_add(uint64_t *set, size_t index)
{
    set[index / 64] |= UINT64_C(1) << (index % 64);
}

static inline void account_set_remove(uint64_t *set, size_t index)
{
    set[index / 64] &= ~(UINT64_C(1) << (index % 64));
}

static inline bool account_set_has(const uint64_t *set, size_t index)
{
    return (set[index / 64] >> (index % 64)) & 1;
}

/* How many are in a set of a workspace with so many accounts. */
static inline size_t account_set_count(const uint64_t *set, size_t account_count)
{
    size_t count = 0;
    for (size_t i = 0; i < account_set_words(account_count); i++)
        count += (size_t)__builtin_popcountll(set[i]);
    return count;
}

#endif

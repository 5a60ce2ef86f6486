/* TIDs: Bluesky's record keys, 13 digits of a base 32 whose order is that of time. */
#ifndef PREGON_NETWORKS_TID_H
#define PREGON_NETWORKS_TID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TID_BYTES = 13 };

/* 53 bits of microseconds since 1970 and 10 bits of clock id. `out` is terminated. */
void tid_format(char out[TID_BYTES + 1], uint64_t microseconds, unsigned clock_id);
bool tid_is_valid(const char *text);

/* The key of a part that is due then: always the same for the same part, different for all others,
 * and in the parts' order, so that readers who sort by key see the thread in its order. */
void tid_of_part(char out[TID_BYTES + 1], int64_t due_utc, const char *post, const char *account,
                 size_t part);

#endif

/* The mix counted: posts of some accounts in the order of time, and how many of a window have each
 * share. The check judges it, and `plan --mix` shows it. */
#ifndef PREGON_CHECK_MIX_COUNT_H
#define PREGON_CHECK_MIX_COUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/calendar.h"

struct arena;
struct planned;
struct timetable;

/* A post counts once, when it first goes out on any of the accounts. */
struct mix_counted {
    const struct planned *planned;
    int places[MIX_KIND_COUNT]; /* among the shares of each kind; -1: none */
};

struct mix_counting {
    const struct calendar *calendar;
    const struct mix *mix;
    struct mix_counted *items; /* by time */
    size_t count;
};

/* Lives in `scratch`. */
void mix_count(struct mix_counting *out, struct arena *scratch, const struct timetable *table,
               const struct mix *mix);

/* The last post of the coming window that can still be changed: least shares are judged there.
 * SIZE_MAX: none. */
size_t mix_count_last_open(const struct mix_counting *counting, int64_t now_utc);

/* How many posts of the window that ends at `end_utc`, and belongs to it, have each share of a
 * kind; gives how many posts it has. */
size_t mix_count_window(size_t *counts, const struct mix_counting *counting, enum mix_kind kind,
                        int64_t end_utc);

/* Whether a share is beyond its most, or below its least. Of few posts a share can't be exact: what
 * the next whole post would make of it is let go. */
bool mix_is_too_much(size_t count, size_t total, int max);
bool mix_is_too_little(size_t count, size_t total, int min);

#endif

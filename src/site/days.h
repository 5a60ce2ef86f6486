/* Days of a calendar: what goes out, what is closed, which slots are free. Months and weeks are
 * made of them. */
#ifndef PREGON_SITE_DAYS_H
#define PREGON_SITE_DAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/digest.h"

struct arena;
struct delivery;
struct free_slot;
struct page;
struct site;

enum { SITE_DAY_S = 24 * 60 * 60 };

/* All deliveries with a time, and a place among them. */
struct days {
    const struct delivery *const *items; /* by local day, then time, then post */
    const struct delivery *const *next, *const *end;
    const struct free_slot *slot, *slot_end;
    int64_t today; /* days since 1970 by the calendar's clocks */
    /* Around today, where each has its pages though nothing may go out; farther away only those
     * have some on which something does. */
    int64_t near_first, near_last;
};

/* No day has a page there. */
#define NO_DAY INT64_MIN

void days_of(struct days *out, struct arena *arena, const struct site *site);
/* Goes to the first thing of a day, or after it. */
void days_seek(struct days *days, const struct site *site, int64_t day);
/* The last day before `day` that has pages, and the first from it on; or NO_DAY. */
int64_t days_before(const struct days *days, const struct site *site, int64_t day);
int64_t days_from(const struct days *days, const struct site *site, int64_t day);
/* Of what a page with the days from `first` until before `end` is drawn from, the days to whose
 * pages it leads among it; zeros: not known. */
struct digest days_inputs(const struct site *site, int64_t first, int64_t end,
                          const int64_t *linked, size_t linked_count);
/* The head of a table of weeks, with its weekdays. */
void days_begin_table(struct page *page, const char *class, const char *caption);
/* The cell of a day, `days` standing at it or before; goes on behind it. */
void days_put(struct page *page, struct days *days, int64_t day, bool is_inside);

/* The paths of the pages on which a day stands. */
const char *days_month_path(struct arena *arena, int year, int month);
const char *days_week_path(struct arena *arena, int64_t day);
/* The first day of its week. */
int64_t days_monday(int64_t day);
/* "Week 48 of 2026", by ISO 8601. */
const char *days_week_name(struct arena *arena, int64_t day);

#endif

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
    int64_t today;       /* days since 1970 by the calendar's clocks */
    int64_t first, last; /* of those that have something, and today */
};

void days_of(struct days *out, struct arena *arena, const struct site *site);
/* Goes to the first thing of a day, or after it. */
void days_seek(struct days *days, const struct site *site, int64_t day);
/* Of what a page with the days from `first` until before `end` is drawn from, among pages from
 * `first_page` to `last_page`; zeros: not known. */
struct digest days_inputs(const struct site *site, int64_t first, int64_t end, int64_t first_page,
                          int64_t last_page);
/* The head of a table of weeks, with its weekdays. */
void days_begin_table(struct page *page, const char *class, const char *caption);
/* The cell of a day, `days` standing at it or before; goes on behind it. */
void days_put(struct page *page, struct days *days, int64_t day, bool is_inside);

/* The paths of the pages on which a day stands. */
const char *days_month_path(struct arena *arena, int year, int month);
const char *days_week_path(struct arena *arena, int64_t day);
/* "Week 48 of 2026", by ISO 8601. */
const char *days_week_name(struct arena *arena, int64_t day);

#endif

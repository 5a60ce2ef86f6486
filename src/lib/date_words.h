/* Dates as people say them, in the language of the messages: `Tue 24 Nov 2026, 09:30`,
 * `mar 24 nov 2026, 9:30`. */
#ifndef PREGON_LIB_DATE_WORDS_H
#define PREGON_LIB_DATE_WORDS_H

#include <stdint.h>

#include "model/moment.h"

struct arena;
struct zone;

/* The instant in that zone's time. */
const char *date_words(struct arena *arena, const struct zone *zone, int64_t utc);
/* Without the hour. */
const char *date_words_day(struct arena *arena, const struct local_time *day);
/* `Nov 2026`. */
const char *date_words_month(struct arena *arena, const struct local_time *day);
/* `28 days`, `90 minutes`: in the largest unit that gives a whole number. */
const char *date_words_span(struct arena *arena, int64_t seconds);
/* 1 = Monday … 7 = Sunday: `Mon`. */
const char *date_words_weekday(int weekday);

#endif

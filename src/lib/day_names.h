/* Days and months as people read them, in the language of messages. */
#ifndef PREGON_LIB_DAY_NAMES_H
#define PREGON_LIB_DAY_NAMES_H

#include <stdint.h>

struct arena;

/* "Tuesday 24 November 2026" / "martes 24 de noviembre de 2026". */
const char *day_name(struct arena *arena, int64_t utc, int32_t offset_s);
/* "November 2026" / "noviembre de 2026"; the name of a weekday, 1 = Monday. */
const char *day_month_name(struct arena *arena, int year, int month);
const char *day_weekday_name(int weekday);

#endif

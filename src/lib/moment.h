/* Reading and writing of times; no clock, no zone data. */
#ifndef PREGON_LIB_MOMENT_H
#define PREGON_LIB_MOMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/moment.h"

struct arena;

/* Seconds since 1970 of a local time taken as UTC, and back (proleptic Gregorian calendar). */
int64_t moment_seconds(const struct local_time *local);
struct local_time moment_local(int64_t seconds);
/* 1 = Monday … 7 = Sunday. */
int moment_weekday(const struct local_time *local);
bool moment_is_valid(const struct local_time *local);

/* What a post's `date` may be: `YYYY-MM-DD`, `YYYY-MM-DD H:MM[:SS]` (also with a T), and RFC 3339
 * with an offset; -1 for anything else. Years 1970 to 9999. */
int moment_parse(struct moment *out, const char *text) __attribute__((warn_unused_result));
/* The right notation of a date that people write otherwise (24/11/2026 9:30, 24-11-2026, 9.30h,
 * Nov 24 2026, 24 de noviembre de 2026 …), or NULL where no single one is meant. */
const char *moment_suggest(struct arena *arena, const char *text);

/* `90m`, `24h`, `7d`, `1h30m`, `45s`, `2w`: seconds; -1 for anything else, MOMENT_TOO_LONG over
 * LIMIT_DURATION_DAYS or 2^31 of a unit. What is written of one is read as the same. */
enum { MOMENT_TOO_LONG = -2 };
int64_t moment_duration(const char *text);
const char *moment_format_duration(struct arena *arena, int64_t seconds);

/* RFC 3339: `2026-11-24T09:30:00+01:00`, and `…Z`. */
const char *moment_format(struct arena *arena, int64_t utc, int32_t offset_s);
const char *moment_format_utc(struct arena *arena, int64_t utc);

#endif

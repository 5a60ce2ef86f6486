/* Time zones: a TZif reader (RFC 9636), and the bundled copy for images without zone data.
 *
 * A local time that a clock change skips or repeats has no single instant; callers must say so. */
#ifndef PREGON_LIB_ZONE_H
#define PREGON_LIB_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/digest.h"
#include "model/moment.h"

struct arena;
struct err;
struct zone;

/* A zone from a TZif file's bytes, version 1 to 4. ERR_SYSTEM where they are none. Immutable and
 * safe in several threads at once. */
int zone_parse(const struct zone **out, struct arena *arena, const char *name, const void *data,
               size_t bytes, struct err *err) __attribute__((warn_unused_result));

/* The bundled TZif bytes of a zone, or NULL; and the bundle's release, "2026b". */
const void *zone_bundled(const char *name, size_t *bytes);
const char *zone_bundled_release(void);
/* Every bundled name, in byte order: for did-you-mean. */
const char *const *zone_names(size_t *count);

/* Of the bytes that it was made of: it changes with the zone's rules. */
struct digest zone_digest(const struct zone *zone);
const char *zone_name(const struct zone *zone);
/* Seconds east of UTC, and the abbreviation (lives with the zone; NULL: not wanted). */
int32_t zone_offset_at(const struct zone *zone, int64_t utc, const char **abbreviation);
struct local_time zone_local(const struct zone *zone, int64_t utc);
bool zone_is_same_day(const struct zone *zone, int64_t a_utc, int64_t b_utc);

enum local_kind { LOCAL_UNIQUE, LOCAL_SKIPPED, LOCAL_REPEATED };

/* The instants that a local time may mean: `out[0]` for LOCAL_UNIQUE; for LOCAL_REPEATED the first
 * and the second; for LOCAL_SKIPPED by the offset before and after the change. */
enum local_kind zone_instants(const struct zone *zone, const struct local_time *local,
                              int64_t out[2]);

#endif

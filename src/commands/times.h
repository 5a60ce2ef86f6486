/* Times on the command line, and days as people read them. */
#ifndef PREGON_COMMANDS_TIMES_H
#define PREGON_COMMANDS_TIMES_H

#include <stdint.h>

struct arena;
struct err;
struct zone;

/* The instant of `text`: RFC 3339, or a local time or day in `zone` (a day is its first second).
 * ERR_USAGE with the right notation for anything else, and for a time that a clock change skips
 * or repeats. */
int times_parse(int64_t *out, struct arena *arena, const char *text, const struct zone *zone,
                struct err *err) __attribute__((warn_unused_result));

/* The end of what `text` means: the same, but a day is the first second of the next, so that
 * `--until 2026-12-31` has New Year's Eve in it. */
int times_parse_end(int64_t *out, struct arena *arena, const char *text, const struct zone *zone,
                    struct err *err) __attribute__((warn_unused_result));

#endif

/* Dates of posts, moved on the clock: a week later is the same hour, also where the clocks have
 * changed in between. */
#ifndef PREGON_COMMANDS_REDATE_H
#define PREGON_COMMANDS_REDATE_H

#include <stdint.h>

struct arena;
struct err;
struct zone;

/* `+1d`, `-2w`, `+90m`: seconds; -1 for anything else (`out` stays as it is). */
int redate_parse_shift(int64_t *out_s, const char *text) __attribute__((warn_unused_result));

/* The date `text`, which is one, so much later, in the same notation: a day stays a day, an instant
 * keeps its `Z`, or has the offset that `zone` has then. ERR_INPUT where a day would need an hour.
 */
int redate_shift(const char **out, struct arena *arena, const char *text, int64_t shift_s,
                 const struct zone *zone, struct err *err) __attribute__((warn_unused_result));

/* ERR_INPUT where the clocks of `zone` skip or repeat the local time `text`. */
int redate_check(const char *text, const struct zone *zone, struct err *err)
    __attribute__((warn_unused_result));

#endif

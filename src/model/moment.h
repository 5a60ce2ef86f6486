/* Times. An instant is an int64_t of seconds since 1970 UTC, its name ends in `_utc`; NO_TIME where
 * there is none. A local time is what a person wrote, and means nothing without a zone. */
#ifndef PREGON_MODEL_MOMENT_H
#define PREGON_MODEL_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#define NO_TIME INT64_MIN

struct local_time {
    int year, month, day; /* month and day from 1 */
    int hour, minute, second;
};

enum moment_kind {
    MOMENT_NONE,
    MOMENT_DAY,     /* a day only: `local`, hours are 0 */
    MOMENT_LOCAL,   /* wall time in the zone of the account or the calendar */
    MOMENT_INSTANT, /* written with an offset: `utc` */
};

struct moment {
    enum moment_kind kind;
    struct local_time local; /* as written */
    int64_t utc;             /* MOMENT_INSTANT alone */
};

#endif

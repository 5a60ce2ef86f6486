/* What the calendar closes: quiet hours, blackouts, events. Pure, and cheap enough to be asked for
 * every delivery. Local times are those of the account's zone. */
#ifndef PREGON_CALENDAR_CLOSED_H
#define PREGON_CALENDAR_CLOSED_H

#include <stddef.h>
#include <stdint.h>

#include "model/calendar.h"

struct workspace;

/* A delivery at a moment. `campaign` may be NULL. */
struct closed_query {
    const struct account *account;
    const char *post, *campaign;
    int64_t utc;
};

/* The first closure of that kind that covers the moment and does not let the delivery through; NULL
 * where there is none. */
const struct closure *closed_by(const struct workspace *workspace, const struct closed_query *query,
                                enum closure_kind kind);

/* The quiet hours that the moment falls into, or NULL. The last minute is not part of them. */
const struct hours *closed_quiet(const struct calendar *calendar, const struct zone *zone,
                                 int64_t utc);

/* What closes, or asks for care, at some time of a local day of the calendar's zone, whoever it is
 * for: at most `room`, yearly ones first. `day_s`: the day's first second as moment_seconds()
 * counts it. */
size_t closed_on_day(const struct closure **out, size_t room, const struct calendar *calendar,
                     int64_t day_s);

#endif

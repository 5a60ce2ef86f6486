/* An iCalendar file, and when each of its events happens. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/ics_events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = { 0 };
    struct err err = { 0 };
    if (ics_events_parse(&events, &arena, (const char *)data, bytes, &err) != 0)
        return 0;
    for (size_t i = 0; i < events.count && i < 20; i++) {
        struct ics_times found[20];
        struct local_time from = { .year = 2026, .month = 1, .day = 1 };
        struct local_time until = { .year = 2027, .month = 1, .day = 1 };
        ics_event_between(found, 20, &events.items[i], NULL, &from, &until);
    }
    return 0;
}

/* Work on many items at once, for what compares or writes thousands: check/ knows no threads, so
 * who runs it lends them (io/threads.h). */
#ifndef PREGON_CHECK_SPREAD_H
#define PREGON_CHECK_SPREAD_H

#include <stddef.h>

/* Works on the items [first, end); `worker` is below the number of threads, and stays with its
 * thread. */
typedef void (*spread_work)(void *context, size_t worker, size_t first, size_t end);

struct spread {
    /* Calls `work` for all of the items, `chunk` at a time; NULL: there is this thread alone. */
    void (*run)(size_t item_count, size_t chunk, spread_work work, void *context);
    size_t thread_count; /* with `run` */
};

void spread_run(const struct spread *spread, size_t item_count, size_t chunk, spread_work work,
                void *context);
/* How many workers there may be, from 1. */
size_t spread_threads(const struct spread *spread);

#endif

/* Work on many items, in the threads that were lent or in this one. */
#include "check/spread.h"

void spread_run(const struct spread *spread, size_t item_count, size_t chunk, spread_work work,
                void *context)
{
    if (spread->run) {
        spread->run(item_count, chunk, work, context);
        return;
    }
    for (size_t first = 0; first < item_count; first += chunk)
        work(context, 0, first, item_count - first < chunk ? item_count : first + chunk);
}

size_t spread_threads(const struct spread *spread)
{
    return spread->run ? spread->thread_count : 1;
}

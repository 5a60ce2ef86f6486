/* Threads: the same work on many items, in chunks, on as many processors as there are. */
#ifndef PREGON_IO_THREADS_H
#define PREGON_IO_THREADS_H

#include <stddef.h>

/* Work on the items [first, end); `worker` is 0 … threads-1 and stays with its thread. */
typedef void (*threads_work)(void *context, size_t worker, size_t first, size_t end);

/* The processors that this process may use, at most 16. */
size_t threads_count(void);

/* Calls `work` for all of `item_count` items, `chunk` at a time, in `thread_count` threads of which
 * the caller's is one. Returns when all are done. */
void threads_run(size_t item_count, size_t chunk, size_t thread_count, threads_work work,
                 void *context);

/* The same in as many threads as there are processors. */
void threads_spread(size_t item_count, size_t chunk, threads_work work, void *context);

/* One piece of work beside the caller's, in a thread of its own. Where there can be none it is done
 * at once. */
struct threads_beside;
struct threads_beside *threads_begin(void (*work)(void *context), void *context)
    __attribute__((returns_nonnull));
/* Waits for its end; NULL: there was none. */
void threads_end(struct threads_beside **beside);

#endif

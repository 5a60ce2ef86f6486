/* Work in a process of its own, for what may hang, and could not be stopped otherwise: libgit2 1.5
 * knows no time-outs. The process is a copy of ours that sees all that `context` points to, and
 * answers with bytes that hold no pointers. */
#ifndef PREGON_IO_CHILD_H
#define PREGON_IO_CHILD_H

#include <stddef.h>
#include <stdint.h>

struct err;

enum child_end {
    CHILD_ANSWERED, /* `answer` holds what the work left there */
    CHILD_LATE,     /* it was killed at its deadline */
    CHILD_DIED,     /* it ended without an answer */
};

typedef void (*child_work)(const void *context, void *answer);

/* Runs `work` for at most `deadline_ms`, and no longer than seven seconds after a signal. The child
 * ends with us at the latest, does not mind SIGINT and SIGTERM, and holds none of our connections
 * open. To be called while no other thread of ours works: a lock that one of them held would stay
 * locked in the child (its deadline ends that). -1 with ERR_SYSTEM where there can be no process.
 */
int child_run(enum child_end *end, child_work work, const void *context, void *answer,
              size_t answer_bytes, int64_t deadline_ms, struct err *err)
    __attribute__((warn_unused_result));

/* The same for what reads foreign bytes: where Linux lets it, the child can only compute, and
 * answer. It opens no file and no connection, starts nothing, and may take `memory_bytes` more than
 * we have. Messages are translated as far as the catalogue has been opened before. */
int child_run_sealed(enum child_end *end, child_work work, const void *context, void *answer,
                     size_t answer_bytes, int64_t deadline_ms, size_t memory_bytes, struct err *err)
    __attribute__((warn_unused_result));

#endif

/* Media of a frozen payload: the very bytes of the commit that was frozen, whatever the files are
 * now. */
#ifndef PREGON_PUBLISH_MEDIUM_H
#define PREGON_PUBLISH_MEDIUM_H

#include <stddef.h>

struct engine;
struct err;
struct job;

/* The bytes of the payload's medium `index`, in the job's arena. ERR_SYSTEM where neither the
 * commit nor today's has the file that was frozen. */
int medium_read(const struct engine *engine, struct job *job, size_t index, const char **bytes,
                size_t *byte_count, struct err *err) __attribute__((warn_unused_result));

#endif

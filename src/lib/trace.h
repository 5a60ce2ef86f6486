/* Traces: where the bytes of a text that was built from a source stand in that source.
 *
 *     trace_add(&trace, arena, out->bytes, 5, source_at, 5);    the same five bytes
 *     trace_add(&trace, arena, out->bytes, 1, source_at, 5);    `&amp;` that became `&`
 *
 * What has no run was put in: a space between two words, say. Runs are added in the text's order.
 */
#ifndef PREGON_LIB_TRACE_H
#define PREGON_LIB_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct trace_run {
    uint32_t at, bytes;               /* in the text */
    uint32_t source_at, source_bytes; /* as many bytes as in the text: byte by byte */
};

struct trace {
    struct trace_run *runs;
    size_t count, capacity;
};

void trace_add(struct trace *trace, struct arena *arena, size_t at, size_t bytes, size_t source_at,
               size_t source_bytes);

/* The runs of `from`, whose text was appended at byte `at`. */
void trace_append(struct trace *trace, struct arena *arena, size_t at, const struct trace *from);

/* The runs of [from, end) of the text, as a text of its own. */
struct trace trace_slice(const struct trace *trace, struct arena *arena, size_t from, size_t end);

/* A trace into a text, whose own trace is `below`, becomes one into that text's source. */
struct trace trace_through(const struct trace *trace, struct arena *arena,
                           const struct trace *below);

/* Where the byte `at` of the text stands in the source; of one that was put in, the next that was
 * not. false where there is none. */
bool trace_start(const struct trace *trace, size_t at, size_t *source_at);
/* Behind the byte before `end`, likewise. */
bool trace_end(const struct trace *trace, size_t end, size_t *source_at);

#endif

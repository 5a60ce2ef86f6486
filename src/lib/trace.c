/* Traces, as runs in the order of the text. */
#include "lib/trace.h"

#include "base/list.h"

void trace_add(struct trace *trace, struct arena *arena, size_t at, size_t bytes, size_t source_at,
               size_t source_bytes)
{
    if (bytes == 0)
        return;
    struct trace_run *last = trace->count ? &trace->runs[trace->count - 1] : NULL;
    bool is_straight = bytes == source_bytes;
    if (last && is_straight && last->bytes == last->source_bytes && last->at + last->bytes == at &&
        last->source_at + last->source_bytes == source_at) {
        last->bytes += (uint32_t)bytes;
        last->source_bytes += (uint32_t)bytes;
        return;
    }
    trace->runs =
        list_grow(arena, trace->runs, trace->count, &trace->capacity, sizeof *trace->runs);
    trace->runs[trace->count++] = (struct trace_run){ .at = (uint32_t)at,
                                                      .bytes = (uint32_t)bytes,
                                                      .source_at = (uint32_t)source_at,
                                                      .source_bytes = (uint32_t)source_bytes };
}

void trace_append(struct trace *trace, struct arena *arena, size_t at, const struct trace *from)
{
    for (size_t i = 0; i < from->count; i++)
        trace_add(trace, arena, at + from->runs[i].at, from->runs[i].bytes, from->runs[i].source_at,
                  from->runs[i].source_bytes);
}

/* The first run that ends behind `at`. */
static size_t find(const struct trace *trace, size_t at)
{
    size_t low = 0;
    size_t high = trace->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (trace->runs[middle].at + trace->runs[middle].bytes <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct trace trace_slice(const struct trace *trace, struct arena *arena, size_t from, size_t end)
{
    struct trace slice = { 0 };
    for (size_t i = find(trace, from); i < trace->count && trace->runs[i].at < end; i++) {
        struct trace_run run = trace->runs[i];
        bool is_straight = run.bytes == run.source_bytes;
        size_t cut = from > run.at ? from - run.at : 0;
        size_t left = run.bytes - cut;
        if (run.at + cut + left > end)
            left = end - run.at - cut;
        trace_add(&slice, arena, run.at + cut - from, left, run.source_at + (is_straight ? cut : 0),
                  is_straight ? left : run.source_bytes);
    }
    return slice;
}

struct trace trace_through(const struct trace *trace, struct arena *arena,
                           const struct trace *below)
{
    struct trace through = { 0 };
    for (size_t i = 0; i < trace->count; i++) {
        const struct trace_run *run = &trace->runs[i];
        if (run->bytes == run->source_bytes) {
            struct trace part =
                trace_slice(below, arena, run->source_at, run->source_at + run->source_bytes);
            trace_append(&through, arena, run->at, &part);
            continue;
        }
        size_t start;
        size_t end;
        if (trace_start(below, run->source_at, &start) &&
            trace_end(below, run->source_at + run->source_bytes, &end) && end >= start)
            trace_add(&through, arena, run->at, run->bytes, start, end - start);
    }
    return through;
}

bool trace_start(const struct trace *trace, size_t at, size_t *source_at)
{
    size_t index = find(trace, at);
    if (index == trace->count)
        return false;
    const struct trace_run *run = &trace->runs[index];
    bool is_inside = at > run->at && run->bytes == run->source_bytes;
    *source_at = run->source_at + (is_inside ? at - run->at : 0);
    return true;
}

bool trace_end(const struct trace *trace, size_t end, size_t *source_at)
{
    if (end == 0)
        return false;
    size_t index = find(trace, end - 1);
    if (index == trace->count || trace->runs[index].at >= end) {
        if (index == 0)
            return false;
        index--;
    }
    const struct trace_run *run = &trace->runs[index];
    bool is_inside = end < run->at + run->bytes && run->bytes == run->source_bytes;
    *source_at = run->source_at + (is_inside ? end - run->at : run->source_bytes);
    return true;
}

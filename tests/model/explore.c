#include "explore.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

struct arrival {
    size_t from;
    const char *words;
};

struct explorer {
    const struct model *model;
    unsigned char *states; /* one after the other: the queue, and what was seen */
    struct arrival *arrivals;
    size_t count, most;
    size_t now;    /* the state whose steps are taken */
    size_t *table; /* number + 1 of a state; 0: free */
    size_t table_size;
};

static void *need(void *memory)
{
    if (!memory) {
        fputs("model: out of memory\n", stderr);
        exit(4);
    }
    return memory;
}

static const unsigned char *state_at(const struct explorer *explorer, size_t number)
{
    return explorer->states + number * explorer->model->state_bytes;
}

void explorer_reach(struct explorer *explorer, const void *state, const char *words)
{
    size_t bytes = explorer->model->state_bytes;
    size_t at = XXH3_64bits(state, bytes) & (explorer->table_size - 1);
    for (; explorer->table[at]; at = (at + 1) & (explorer->table_size - 1))
        if (memcmp(state_at(explorer, explorer->table[at] - 1), state, bytes) == 0)
            return;
    if (explorer->count == explorer->most) {
        fprintf(stderr, "model: %s has more than %zu states\n", explorer->model->name,
                explorer->most);
        exit(4);
    }
    memcpy(explorer->states + explorer->count * bytes, state, bytes);
    explorer->arrivals[explorer->count] = (struct arrival){ explorer->now, words };
    explorer->table[at] = ++explorer->count;
}

/* Filled from its end, since arrivals know where they came from. */
static void tell(const struct explorer *explorer, size_t last, struct outcome *outcome)
{
    for (size_t at = last; at; at = explorer->arrivals[at].from)
        outcome->steps++;
    outcome->story = need(calloc(outcome->steps + 1, sizeof *outcome->story));
    size_t i = outcome->steps;
    for (size_t at = last; at; at = explorer->arrivals[at].from)
        outcome->story[--i] = explorer->arrivals[at].words;
}

struct outcome explore(const struct model *model, size_t most)
{
    struct explorer explorer = { .model = model, .most = most, .table_size = 1024 };
    while (explorer.table_size < most * 2)
        explorer.table_size *= 2;
    explorer.states = need(malloc(most * model->state_bytes));
    explorer.arrivals = need(malloc(most * sizeof *explorer.arrivals));
    explorer.table = need(calloc(explorer.table_size, sizeof *explorer.table));
    explorer_reach(&explorer, model->start, "start");
    struct outcome outcome = { 0 };
    for (; explorer.now < explorer.count && !outcome.violation; explorer.now++) {
        outcome.violation = model->violation(state_at(&explorer, explorer.now));
        if (outcome.violation)
            tell(&explorer, explorer.now, &outcome);
        else
            model->steps(&explorer, state_at(&explorer, explorer.now));
    }
    outcome.states = explorer.count;
    free(explorer.states);
    free(explorer.arrivals);
    free(explorer.table);
    return outcome;
}

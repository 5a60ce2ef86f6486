/* Every state that a model can reach, each once, in the order of steps from its start. */
#ifndef PREGON_TESTS_MODEL_EXPLORE_H
#define PREGON_TESTS_MODEL_EXPLORE_H

#include <stddef.h>

struct explorer;

struct model {
    const char *name;
    size_t state_bytes; /* a state is so many bytes, all of them set: padding as zeroes */
    const void *start;
    /* Calls explorer_reach() for every state that one step leads to. */
    void (*steps)(struct explorer *, const void *state);
    /* What must never be, in this state; NULL: all is well. A string that outlives the model. */
    const char *(*violation)(const void *state);
};

struct outcome {
    const char *violation; /* the first, by the number of steps; NULL: none in any state */
    size_t states;         /* that were seen */
    size_t steps;          /* to the violation */
    const char **story;    /* the steps' words, in order; the caller frees it, not the words */
};

/* Ends the program where memory runs out, or where there are more than `most` states. */
struct outcome explore(const struct model *model, size_t most);

/* `words`: what happened; a string that outlives the model. */
void explorer_reach(struct explorer *explorer, const void *state, const char *words);

#endif

/* Losses: what a network can't show of a post, in sentences. */
#ifndef PREGON_RENDER_LOSSES_H
#define PREGON_RENDER_LOSSES_H

#include <stddef.h>

struct arena;
struct rendering;

struct losses {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

/* Adds one; the same sentence is not said twice. */
void losses_add(struct losses *losses, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds all that `rendering->account`'s network has no place for; its parts have their media. */
void losses_find(struct losses *losses, const struct rendering *rendering);

#endif

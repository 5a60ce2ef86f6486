/* Losses: what a network can't show of a post, in sentences. */
#ifndef PREGON_RENDER_LOSSES_H
#define PREGON_RENDER_LOSSES_H

#include <stddef.h>

#include "model/rendering.h"

struct arena;
struct network;

struct losses {
    struct arena *arena;
    struct loss *items;
    size_t count, capacity;
};

/* Adds one, with the key that asked for what is lost, or POST_KEY_COUNT; the same sentence is not
 * said twice. */
void losses_add(struct losses *losses, enum post_key key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The last one added means that the network would refuse the post. Not for an empty list. */
void losses_mark_refusal(struct losses *losses);

/* Adds those that the rendering has already. */
void losses_take_over(struct losses *losses, const struct rendering *rendering);
/* Adds what a network loses of any post that asks for it. */
void losses_of_network(struct losses *losses, const struct network *network);
/* Adds all that `rendering->account`'s network has no place for; its parts have their media. */
void losses_find(struct losses *losses, const struct rendering *rendering);

#endif

/* What `pregon networks` says of networks, for people and for machines. */
#ifndef PREGON_COMMANDS_NETWORKS_H
#define PREGON_COMMANDS_NETWORKS_H

#include <stdbool.h>
#include <stddef.h>

struct invocation;
struct network;

enum { MAX_NETWORKS = 64 };

struct network_list {
    const struct network *items[MAX_NETWORKS];
    size_t count;
};

/* Whether Pregon sends to it; else a person does, and Pregon measures and reminds. */
bool network_is_sent(const struct network *network);
/* Whether anything is known of what it takes; else nothing is held against a post. */
bool network_is_known(const struct network *network);
/* What a class means, in words. */
const char *network_class_words(char letter);

void networks_write_one(struct invocation *invocation, const struct network *network);
void networks_write_json(struct invocation *invocation, const struct network_list *list);

#endif

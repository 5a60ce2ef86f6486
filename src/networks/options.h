/* Options: the keys that belong to one network alone, in accounts.yml and in a post's `overrides`,
 * held against the network's table. */
#ifndef PREGON_NETWORKS_OPTIONS_H
#define PREGON_NETWORKS_OPTIONS_H

#include <stddef.h>

struct findings;
struct network_option;
struct yaml_node;

/* Whose keys they are, and what a finding says. */
struct option_place {
    const char *path;                     /* of the file */
    const char *rule;                     /* of its findings */
    const char *owner;                    /* "the account 'blog'" */
    const char *const *known;             /* keys that others read, NULL-terminated */
    const struct network_option *options; /* NULL: none */
};

/* Reports keys of `map` that nobody reads (with did-you-mean; `x-` is the user's own), and values
 * that are not of their option's kind. */
void options_check(struct findings *findings, const struct yaml_node *map,
                   const struct option_place *place);

/* The value's text, or NULL where the key is missing, null, or no scalar. */
const char *options_text(const struct yaml_node *map, const char *key);

#endif

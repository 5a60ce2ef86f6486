/* Options: the keys that belong to one network alone, in accounts.yml and in a post's `overrides`,
 * held against the network's table. */
#ifndef PREGON_NETWORKS_OPTIONS_H
#define PREGON_NETWORKS_OPTIONS_H

struct network_option;
struct reading;
struct yaml_node;

/* Complains of keys of `map` that nobody reads, and of values that are not of their option's kind.
 * `known` are keys that others read, NULL-terminated; `options` may be NULL. */
void options_check(struct reading *reading, const struct yaml_node *map, const char *const *known,
                   const struct network_option *options);

#endif

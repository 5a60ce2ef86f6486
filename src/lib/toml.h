/* TOML: the keys of the top table, as front matter and settings of other programs have them, in the
 * form of a YAML map (lib/yaml.h), so that who reads both asks one kind of node.
 *
 * Scalars and lists of scalars are taken. Tables, dotted keys and what is no TOML are passed over:
 * the texts are somebody else's, and only looked at. Nodes have no places. */
#ifndef PREGON_LIB_TOML_H
#define PREGON_LIB_TOML_H

#include <stddef.h>

struct arena;
struct yaml_node;

/* A map, without entries where there are none; all of it is in `arena`. */
struct yaml_node *toml_top(struct arena *arena, const char *text, size_t bytes);

#endif

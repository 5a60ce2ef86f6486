/* What lib/value.c and its neighbours share. */
#ifndef PREGON_LIB_VALUE_SCALAR_H
#define PREGON_LIB_VALUE_SCALAR_H

struct reading;
struct yaml_node;

/* Complains unless `node` is a scalar that says something. */
int value_scalar(struct reading *reading, const char *key, const struct yaml_node *node);

#endif

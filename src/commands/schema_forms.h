/* The files that people write, each with its form: for `schema`, and for whoever proposes keys. */
#ifndef PREGON_COMMANDS_SCHEMA_FORMS_H
#define PREGON_COMMANDS_SCHEMA_FORMS_H

#include <stddef.h>

struct arena;
struct form;

struct schema {
    const char *name;  /* as `pregon schema` takes it; never changes */
    const char *files; /* a pattern of paths below the workspace's root, as editors match them */
    const char *title; /* N_(…) */
    /* The form, whole: what several folders read of one file is joined. */
    const struct form *(*form)(struct arena *arena);
};

const struct schema *schemas_all(size_t *count);
/* NULL where there is none of that name. */
const struct schema *schemas_find(const char *name);

#endif

/* The schemas that `init` writes for editors, which are ours: where nobody has changed one, a later
 * pregon brings it up to date. A mark in its second line tells, by a digest of the rest. */
#ifndef PREGON_COMMANDS_INIT_SCHEMAS_H
#define PREGON_COMMANDS_INIT_SCHEMAS_H

#include <stdbool.h>

struct arena;
struct init_files;

/* Adds the schema of each file that an editor takes for YAML, in the workspace's language, whoever
 * runs `init`. The lines of .vscode/settings.json that name them. */
const char *init_schemas_make(struct init_files *files, struct arena *arena, const char *root,
                              bool is_spanish);

#endif

/* The files of a blog by Jekyll or Hugo, as far as `init` looks at them: settings, and posts with
 * their front matter. What can't be read is left out. */
#ifndef PREGON_COMMANDS_INIT_BLOG_FILES_H
#define PREGON_COMMANDS_INIT_BLOG_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct yaml_node;

struct blog_file {
    const char *folder; /* below that of all posts: "", "2026/" */
    const char *stem;   /* its name without the end: "pan"; that of its folder for a Hugo bundle */
    const struct yaml_node *keys; /* a map */
};

/* The posts in the folder and below, by their names, the last first; not more than 2000. */
size_t blog_files_find(struct blog_file **out, struct arena *arena, const char *root, bool is_hugo);
/* How many there are; for the largest of some folders. */
size_t blog_files_count(struct arena *arena, const char *root);

/* Settings, in YAML, TOML or JSON by the name's end: a map, and their whole text. */
bool blog_keys_read(const struct yaml_node **out, const char **text, struct arena *arena,
                    const char *path);

/* Names count whatever their case, as Hugo has it. NULL where there is none. */
const struct yaml_node *blog_key(const struct yaml_node *keys, const char *name);
/* A scalar's text; NULL for all else, and where it is empty. */
const char *blog_value(const struct yaml_node *keys, const char *name);
bool blog_is_true(const struct yaml_node *keys, const char *name);

#endif

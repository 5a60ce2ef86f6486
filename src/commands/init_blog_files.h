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
    const char *language;         /* of `pan.es.md`; NULL: the name has none */
    const char *category;         /* Jekyll's folder around `_posts`: "", "recipes/" */
    const struct yaml_node *keys; /* a map */
};

/* The posts below `root`, by their names, the last first; not more than 2000. For Hugo that is the
 * section's folder; names may tell a language where `has_languages`. For Jekyll it is the blog's
 * own, in which any folder may have its `_posts`. */
size_t blog_files_find_hugo(struct blog_file **out, struct arena *arena, const char *root,
                            bool has_languages);
size_t blog_files_find_jekyll(struct blog_file **out, struct arena *arena, const char *root);
/* Whether there is a `_posts` that Jekyll would find. */
bool blog_files_have_posts(struct arena *arena, const char *root);
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

/* Where somebody types, in YAML that need not be whole: by lines and indentation, since half of a
 * value is seldom YAML. */
#ifndef PREGON_LSP_CURSOR_H
#define PREGON_LSP_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct form;

enum { CURSOR_MOST_KEYS = 8 };

struct cursor {
    bool is_yaml;                        /* else it stands in a text, or behind a `#` */
    const char *above[CURSOR_MOST_KEYS]; /* the keys that it is below, the outermost first */
    size_t depth;
    const char *key;             /* whose value it stands in; NULL: where a key may stand */
    bool is_item;                /* in an entry of a list */
    bool is_flow;                /* in brackets or braces */
    size_t indentation;          /* of its line's key */
    size_t start;                /* of the word that it stands in */
    size_t yaml_start, yaml_end; /* of the YAML, in the file */
};

/* `path` says whether the whole file is YAML, or what stands at its top. */
struct cursor cursor_at(struct arena *arena, const char *path, const char *text, size_t bytes,
                        size_t byte);

/* The same of the whole word that stands at `byte`, of which `*word` is the text without quotes.
 * Where it is a key, `cursor.key` is NULL. */
struct cursor cursor_on(const char **word, struct arena *arena, const char *path, const char *text,
                        size_t bytes, size_t byte);

/* The form of what stands below the keys `above`, and of its key where there is one; NULL where the
 * root's form knows none. A list of maps is as one of them. */
const struct form *cursor_map(const struct cursor *cursor, const struct form *root);
const struct form *cursor_value(const struct cursor *cursor, const struct form *root);

/* Whether a key of that name stands beside the cursor's line already, in the same map. */
bool cursor_has_beside(const struct cursor *cursor, const char *text, size_t byte,
                       const char *name);

#endif

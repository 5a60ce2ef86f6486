/* Editing front matter: values and keys change, and everything else of the file stays as it is, to
 * the byte: comments, order, quotes, line ends, a mark of byte order, the body.
 *
 *     struct front_edit edit;
 *     if (front_edit_open(&edit, arena, path, text, bytes, err) != 0)
 *         return -1;
 *     front_edit_set(&edit, "date", "2026-11-24 09:30");
 *     if (front_edit_finish(&text, &bytes, &edit, err) != 0)
 *         return -1;
 *
 * Changes are noted, and made at the end; two of the same place are a mistake of the caller's. */
#ifndef PREGON_LIB_FRONT_EDIT_H
#define PREGON_LIB_FRONT_EDIT_H

#include <stddef.h>

struct arena;
struct err;
struct yaml_node;

/* The bytes [start, end) become `text`. */
struct front_change {
    size_t start, end;
    const char *text;
};

struct front_edit {
    struct arena *arena;
    const char *path, *text;
    size_t bytes;
    const struct yaml_node *root; /* a map; NULL: the front matter is empty */
    size_t yaml_start, yaml_end;
    const char *line_end; /* "\n" or "\r\n" */
    struct front_change *changes;
    size_t change_count, change_capacity;
};

/* The file as it is, which must outlive the edit. ERR_INPUT, with path and line, where its front
 * matter can't be read; what can't be read can't be edited either (anchors, duplicate keys). */
int front_edit_open(struct front_edit *out, struct arena *arena, const char *path, const char *text,
                    size_t bytes, struct err *err) __attribute__((warn_unused_result));

/* Another value at a node, which is a scalar: in the quotes that it has, or quoted where it must
 * be. */
void front_edit_replace(struct front_edit *edit, const struct yaml_node *node, const char *value);

/* The value of a key of the root: replaced, or put as the last line where the key is missing. */
void front_edit_set(struct front_edit *edit, const char *key, const char *value);
/* A key that is missing, with a value that is YAML (`[a, b]`): a line of its own behind the others,
 * or one more piece of `{…}`. */
void front_edit_add(struct front_edit *edit, const char *key, const char *yaml);
/* The key `old`, with its value, becomes `key` with `value`, in the same place. */
void front_edit_rename(struct front_edit *edit, const char *old, const char *key,
                       const char *value);
/* The key and its value go, with the line they stand in; comments of their own lines stay. */
void front_edit_remove(struct front_edit *edit, const char *key);

/* The file's new text, in the arena. ERR_INPUT where it would not be read as front matter again. */
int front_edit_finish(const char **text, size_t *bytes, struct front_edit *edit, struct err *err)
    __attribute__((warn_unused_result));

#endif

/* YAML: one document to a tree of nodes with positions, by libyaml's events.
 *
 * Hostile until parsed: at most LIMIT_YAML_BYTES, _DEPTH and _EVENTS; aliases, anchors, tags,
 * directives, merge keys, a second document, control characters, a byte order mark in the middle
 * and duplicate keys are refused.
 * Scalars stay text until the key that they stand at gives them a type: no Norway problem. */
#ifndef PREGON_LIB_YAML_H
#define PREGON_LIB_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/span.h"

struct arena;

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    bool is_plain;    /* a scalar without quotes; only these can be null, true or a number */
    const char *text; /* scalar: terminated, may hold no NUL */
    size_t text_bytes;
    struct span where;           /* quotes included; empty behind the `:` of an empty value */
    size_t start_byte, end_byte; /* the same in the whole file, for mends */
    const char *key;             /* in a map: the entry's key, and where it stands */
    struct span key_where;
    size_t key_start_byte, key_end_byte;
    /* What a `#` made a comment behind a plain scalar, to the end of its line; or NULL. Because of
     * it `tags: #Pan` is empty. A node of its own: text (with the `#`), place and bytes. */
    const struct yaml_node *comment;
    struct yaml_node *first, *next; /* entries of a list or map, in the file's order */
    size_t count;
};

/* A mend that is sure: the bytes [start, end) of the whole file become `text`. */
struct yaml_fix {
    size_t start_byte, end_byte;
    const char *text; /* NULL: no sure mend */
};

/* Why a text is no YAML that we take, in words for people who write YAML once a week. */
struct yaml_problem {
    struct span where;
    const char *message;
    struct yaml_fix fix;
};

/* The tree of `text`, whose root is a map or a list; `*out` is NULL for an empty document. Line
 * `first_line` and byte `first_byte` are where `text` begins in its file. -1 fills `problem`, whose
 * text is in `arena`. Lines end with LF, CRLF or CR. */
int yaml_parse(struct yaml_node **out, struct arena *arena, const char *text, size_t bytes,
               uint32_t first_line, size_t first_byte, struct yaml_problem *problem)
    __attribute__((warn_unused_result));

/* Whether a plain scalar, where a map was expected, is one entry that lacks the space behind its
 * `:` (`file:hogaza.jpg`); `out` then says so, with the mend. */
bool yaml_lacks_space(struct yaml_problem *out, struct arena *arena, const struct yaml_node *node);

/* A map without entries, which an empty file stands for. */
struct yaml_node *yaml_empty(struct arena *arena);

/* The entry of a map, or NULL. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* A plain scalar that is empty, `~` or `null`. */
bool yaml_is_null(const struct yaml_node *node);
/* A plain `true` or `false` (also in capitals); -1 where it is neither. Not yes, no, on, off. */
int yaml_bool(const struct yaml_node *node);

/* `text` as a YAML scalar: plain where that is safe, else double-quoted; for records and mends. */
const char *yaml_quote(struct arena *arena, const char *text);
/* The same inside `{…}` and `[…]`, where readers differ in what they take plain: only letters,
 * digits, `-`, `_` and `.` stay so. */
const char *yaml_quote_flow(struct arena *arena, const char *text);

#endif

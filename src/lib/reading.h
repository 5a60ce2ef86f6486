/* Reading: one file of a workspace, and what is wrong in it, said where it stands.
 *
 *     struct reading reading = { .arena = arena, .findings = findings, .path = path, … };
 *     if (value_bool(&fields->is_draft, &reading, "draft", node) == 0)
 *         …
 *
 * Complaints are findings of level error unless their name says otherwise. */
#ifndef PREGON_LIB_READING_H
#define PREGON_LIB_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/span.h"

struct arena;
struct findings;
struct yaml_node;

struct reading {
    struct arena *arena; /* where what is read lives */
    struct findings *findings;
    const char *path;
    const char *text; /* the whole file, terminated */
    size_t bytes;
};

/* Always -1, so that it can be returned. */
int reading_complain(struct reading *reading, const char *rule, struct span where,
                     const char *message, ...) __attribute__((format(printf, 4, 5)));
/* A warning. */
void reading_warn(struct reading *reading, const char *rule, struct span where, const char *message,
                  ...) __attribute__((format(printf, 4, 5)));
/* To the last complaint: a mend that is sure, and one that a person must choose. */
void reading_mend(struct reading *reading, size_t start_byte, size_t end_byte, const char *text);
void reading_suggest(struct reading *reading, const char *text);

/* Whether the file is text: UTF-8 without NUL. A mark of byte order at its start and Windows line
 * ends are complaints with a mend, and no reason to stop. -1 where the file can't be read on. */
int reading_check_text(struct reading *reading) __attribute__((warn_unused_result));

/* Complains of the control characters from `start_byte` on, which pasted text brings along and
 * networks refuse or show as boxes; of the first ones, where there are many. */
void reading_check_characters(struct reading *reading, size_t start_byte, uint32_t first_line);
/* The bytes of a mark of byte order at the start: 3 or 0. */
size_t reading_mark_bytes(const struct reading *reading);

/* The tree of the YAML [start, end) of the file, which begins at line `first_line`; `*out` is NULL
 * where it is empty or (-1, with a complaint) broken. */
int reading_parse(struct yaml_node **out, struct reading *reading, size_t start, size_t end,
                  unsigned first_line) __attribute__((warn_unused_result));

/* Complains of a key that nothing knows; `names` are those that stand here. Keys that begin with
 * `x-` are the user's own: they are passed over by the caller. */
void reading_unknown_key(struct reading *reading, const struct yaml_node *entry,
                         const char *const *names, size_t count);
bool reading_is_own_key(const char *key);

/* What is shown of a value in a message: one line, at most 40 characters. */
const char *reading_excerpt(struct reading *reading, const char *text);

#endif

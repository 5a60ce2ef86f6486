/* INI files, as Go's programs write them: sections, repeated keys, comments with `#` and `;`, a
 * backslash at a line's end that joins the next. */
#ifndef PREGON_LIB_INI_H
#define PREGON_LIB_INI_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct ini_entry {
    const char *section; /* "" before the first */
    const char *key, *value;
    uint32_t line;
    uint32_t column; /* of the value, in characters; 0 where it goes on over lines */
};

struct ini {
    struct ini_entry *items; /* in the file's order */
    size_t count, capacity;
};

/* 0, or the first line that is none of an INI file. */
uint32_t ini_parse(struct ini *out, struct arena *arena, const char *text, size_t bytes);

#endif

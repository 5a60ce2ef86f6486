/* The source of a YAML document, its places, and problems there; a part of lib/yaml.c. */
#ifndef PREGON_LIB_YAML_SOURCE_H
#define PREGON_LIB_YAML_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/yaml.h"

/* The text of one document, and where it begins in its file. */
struct yaml_source {
    const char *text;
    size_t bytes;
    uint32_t first_line;
    size_t first_byte;
};

static inline bool yaml_is_blank(char c) { return c == ' ' || c == '\t'; }
static inline bool yaml_is_break(char c) { return c == '\n' || c == '\r'; }

/* The character at `at`, or NUL behind the end. */
static inline char yaml_char(const struct yaml_source *source, size_t at)
{
    return at < source->bytes ? source->text[at] : '\0';
}

/* Moves line and column, which are those of byte `from`, to byte `to` behind it. */
void yaml_walk(const struct yaml_source *source, size_t from, size_t to, uint32_t *line,
               uint32_t *column);

/* The first byte from `at` on that is neither blank nor part of a comment. */
size_t yaml_skip_comments(const struct yaml_source *source, size_t at);

/* Fills `out` for the bytes [start, end), as far as they are in the source; always -1, so that it
 * can be returned. */
int yaml_refuse(struct yaml_problem *out, const struct yaml_source *source, size_t start,
                size_t end, const char *message);

/* Size, encoding, invisible characters and directives: what is refused before libyaml sees it. */
int yaml_check_source(struct yaml_problem *out, struct arena *arena,
                      const struct yaml_source *source);

#endif

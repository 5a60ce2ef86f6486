/* One line of YAML as people write it, `  - key: value`; a part of lib/yaml.c. It looks at the text
 * alone, so it also knows lines that are no YAML. All members are bytes of the source. */
#ifndef PREGON_LIB_YAML_LINE_H
#define PREGON_LIB_YAML_LINE_H

#include "lib/yaml_source.h"

struct yaml_line {
    size_t start, end; /* without its line break and the blanks before that */
    size_t content;    /* behind the indentation */
    size_t key;        /* behind dashes too */
    size_t key_end;    /* its `:`; only with has_key */
    size_t value;      /* behind `:` or, without a key, `key`; `end` where there is none */
    bool has_key;
};

/* The line around byte `at`. */
struct yaml_line yaml_line_at(const struct yaml_source *source, size_t at);

/* The nearest line above that is neither empty nor a comment; false where there is none. */
bool yaml_line_above(const struct yaml_source *source, const struct yaml_line *below,
                     struct yaml_line *above);

/* Whether what follows a line begins no deeper than its key: then its value ends with it. */
bool yaml_line_is_complete(const struct yaml_source *source, const struct yaml_line *line);

/* Whether a word ends before `c`, which may be the NUL behind the text. */
bool yaml_ends_word(char c);
size_t yaml_skip_blanks(const struct yaml_source *source, size_t at, size_t end);

/* The quote or bracket that closes the one at `open`, or `end`. */
size_t yaml_closing_quote(const struct yaml_source *source, size_t open, size_t end);
size_t yaml_closing_bracket(const struct yaml_source *source, size_t open, size_t end);

/* Whether a `#` in [start, end) begins a comment. */
bool yaml_holds_comment(const struct yaml_source *source, size_t start, size_t end);

#endif

/* Mistakes of people who write YAML once a week: judged by the text of a line alone, each with its
 * mend where that is sure; a part of lib/yaml.c.
 *
 * Functions that give int always give -1, with the problem filled; those that give bool may find
 * nothing, and then leave it alone. */
#ifndef PREGON_LIB_YAML_MISTAKE_H
#define PREGON_LIB_YAML_MISTAKE_H

#include "lib/yaml_line.h"

/* Where problems go, and what they are about. */
struct mistake {
    struct yaml_problem *out;
    struct arena *arena;
    const struct yaml_source *source;
};

int mistake_at(const struct mistake *mistake, size_t start, size_t end, const char *message);
/* With the mend that the bytes [fix_start, fix_end) become `fix`. */
int mistake_with_fix(const struct mistake *mistake, size_t start, size_t end, const char *message,
                     size_t fix_start, size_t fix_end, const char *fix);

/* The line's value, or the text of a flow list from `start` on, is to be quoted. */
int mistake_of_value(const struct mistake *mistake, const struct yaml_line *line,
                     const char *message);
int mistake_of_flow_text(const struct mistake *mistake, size_t start, const char *message);
/* "quote the value: it begins with `@`" */
const char *mistake_begins_with(const struct mistake *mistake, size_t at);

/* The line begins in a column that fits nothing above. */
int mistake_of_indentation(const struct mistake *mistake, const struct yaml_line *line);

/* The value begins with a sign that means something to YAML, or its quotes don't add up. */
bool mistake_in_value(const struct mistake *mistake, const struct yaml_line *line);
/* `key:value`, `-item`, a line without `:`, a quote that is not closed on its line. */
bool mistake_missing_space(const struct mistake *mistake, const struct yaml_line *line);
bool mistake_missing_dash_space(const struct mistake *mistake, const struct yaml_line *line);
bool mistake_missing_colon(const struct mistake *mistake, const struct yaml_line *line);
bool mistake_open_quote(const struct mistake *mistake, const struct yaml_line *line);

/* The line's key, for a message. */
const char *mistake_name(const struct mistake *mistake, const struct yaml_line *line);

/* An alias, anchor or tag at `at`: most who write `*Nuevo* pan` mean text. */
int mistake_of_sigil(const struct mistake *mistake, size_t at, bool is_in_flow);

/* Looks for a dash, in the plain scalar [start, end), that was meant to begin a list's item: it
 * lacks its space (`-Pan`) or stands in another column than the dash above. */
bool mistake_in_dashes(const struct mistake *mistake, size_t start, size_t end);

#endif

/* Problems of YAML text, in words for people who write YAML once a week; a part of lib/yaml.c.
 *
 * libyaml says "mapping values are not allowed in this context"; here the source at that place is
 * read again to find what its writer meant: "quote the value: it holds `: `". Functions fill `out`
 * and give -1. */
#ifndef PREGON_LIB_YAML_PROBLEM_H
#define PREGON_LIB_YAML_PROBLEM_H

#include <yaml.h>

#include "lib/yaml_source.h"

/* What libyaml's failure means. `bracket` is the byte at which the innermost open list or map in
 * brackets begins; the end of the source where there is none. */
int yaml_explain(struct yaml_problem *out, struct arena *arena, const struct yaml_source *source,
                 size_t bracket, const yaml_parser_t *parser);

/* An alias, anchor or tag at `at`: most who write `*Nuevo* pan` mean text. */
int yaml_refuse_sigil(struct yaml_problem *out, struct arena *arena,
                      const struct yaml_source *source, size_t at, bool is_in_flow);

/* Text at `at`, behind the end of the document. */
int yaml_refuse_rest(struct yaml_problem *out, struct arena *arena,
                     const struct yaml_source *source, size_t at);

/* Looks for a dash, in the plain scalar [start, end), that was meant to begin a list's item: it
 * lacks its space (`-Pan`) or stands in another column than the dash above. 0 where there is none.
 */
int yaml_check_dashes(struct yaml_problem *out, struct arena *arena,
                      const struct yaml_source *source, size_t start, size_t end);

#endif

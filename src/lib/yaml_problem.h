/* Problems of YAML text, in words for people who write YAML once a week; a part of lib/yaml.c.
 *
 * libyaml says "mapping values are not allowed in this context"; here the source at that place is
 * read again to find what its writer meant: "quote the value: it holds `: `". Always -1. */
#ifndef PREGON_LIB_YAML_PROBLEM_H
#define PREGON_LIB_YAML_PROBLEM_H

#include <yaml.h>

#include "lib/yaml_mistake.h"

/* What libyaml's failure means. `bracket` is the byte at which the innermost open list or map in
 * brackets begins; the end of the source where there is none. */
int yaml_explain(const struct mistake *mistake, size_t bracket, const yaml_parser_t *parser);

/* Text at `at`, behind the end of the document. */
int yaml_refuse_rest(const struct mistake *mistake, size_t at);

#endif

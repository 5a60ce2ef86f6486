/* Values: what a YAML node says, read as the type that its key asks for.
 *
 * Each reader gives 0 and the value, or -1 and a complaint that says what to write instead; `out`
 * then stays as it is. `key` is the name that people know the value by. A value that is missing
 * (`title:`) or null is a complaint, too: where null has a meaning, ask yaml_is_null() before. */
#ifndef PREGON_LIB_VALUE_H
#define PREGON_LIB_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/reading.h"
#include "model/account.h"
#include "model/moment.h"

struct yaml_node;
struct zone;

/* One line, or several; never empty, without control characters. */
int value_line(const char **out, struct reading *reading, const char *key,
               const struct yaml_node *node);
int value_text(const char **out, struct reading *reading, const char *key,
               const struct yaml_node *node);
int value_bool(bool *out, struct reading *reading, const char *key, const struct yaml_node *node);
/* Whether it is true, false, or what people write for them: `yes`, `sí`, `"true"`. */
bool value_means_bool(const struct yaml_node *node);
/* true, false, or words: `out` is whether, `text` the words (NULL for true and false). */
int value_bool_or_text(bool *out, const char **text, struct reading *reading, const char *key,
                       const struct yaml_node *node);
int value_number(int64_t *out, struct reading *reading, const char *key,
                 const struct yaml_node *node, int64_t min, int64_t max);
/* From 0 to 1, with a point. */
int value_fraction(double *out, struct reading *reading, const char *key,
                   const struct yaml_node *node);
/* `40%`, as 40. */
int value_percent(int64_t *out, struct reading *reading, const char *key,
                  const struct yaml_node *node);
int value_duration(int64_t *out_s, struct reading *reading, const char *key,
                   const struct yaml_node *node);
/* Which of `words`, "public|unlisted". */
int value_word(size_t *out, struct reading *reading, const char *key, const struct yaml_node *node,
               const char *words);
int value_slug(const char **out, struct reading *reading, const char *key,
               const struct yaml_node *node);
int value_slug_path(const char **out, struct reading *reading, const char *key,
                    const struct yaml_node *node);
/* Whether the key of an entry can be an id; complains where not. */
bool value_key_is_slug(struct reading *reading, const struct yaml_node *entry);
/* BCP 47. */
/* Whether it has the form of a language's code: `es`, `es-MX`. */
bool value_is_language(const char *text);
int value_language(const char **out, struct reading *reading, const char *key,
                   const struct yaml_node *node);
/* Three capital letters: `EUR`. A form's `judge`. */
int value_judge_currency(struct reading *reading, const char *key, const struct yaml_node *node);
/* http or https, with a host. */
int value_url(const char **out, struct reading *reading, const char *key,
              const struct yaml_node *node);
/* Complains of it, with a mend where that is sure; always -1. */
int value_complain_of_url(struct reading *reading, const char *key, const struct yaml_node *node,
                          const char *problem);
/* With `%20` for each space. */
const char *value_url_without_spaces(struct arena *arena, const char *url);
/* NULL, or what is wrong with it as an address for readers, in words. */
const char *value_url_problem(const char *url);

/* Texts, where one alone may stand without brackets. */
int value_names(struct names *out, struct reading *reading, const char *key,
                const struct yaml_node *node);
int value_slugs(struct names *out, struct reading *reading, const char *key,
                const struct yaml_node *node);
int value_languages(struct names *out, struct reading *reading, const char *key,
                    const struct yaml_node *node);
/* Hashtags without `#`. */
int value_tags(struct names *out, struct reading *reading, const char *key,
               const struct yaml_node *node);

/* A day, a local time, or an instant. */
int value_moment(struct moment *out, struct reading *reading, const char *key,
                 const struct yaml_node *node);
/* The instant of `moment` in `zone`: of a day its first second, or its last where `is_end`. A local
 * time that a clock change skips or repeats is a complaint at `where` that names both readings. */
int value_instant(int64_t *out_utc, struct reading *reading, struct span where,
                  const struct moment *moment, const struct zone *zone, bool is_end);

/* Complains where `node` is no map; `key` as above. */
int value_map(struct reading *reading, const char *key, const struct yaml_node *node);

#endif

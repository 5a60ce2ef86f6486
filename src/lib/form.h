/* Forms: the keys that a map of a YAML file may have, as a table; whatever else stands there is a
 * complaint with a did-you-mean.
 *
 *     static const struct form person_form[] = {
 *         { .name = "name", .kind = FORM_LINE, .is_required = true },
 *         { .name = "roles", .kind = FORM_SLUGS },
 *         { .name = NULL },
 *     };
 *
 * form_check() judges a whole map by its form; what it passed can be read without looking again. */
#ifndef PREGON_LIB_FORM_H
#define PREGON_LIB_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/reading.h"
#include "model/account.h"

struct form;
struct yaml_node;

/* The types of lib/value.h, and maps of them. */
enum form_kind {
    FORM_LINE,
    FORM_TEXT,
    FORM_BOOL,
    FORM_NUMBER, /* min, max */
    FORM_PERCENT,
    FORM_DURATION,
    FORM_MOMENT,
    FORM_WORD, /* words */
    FORM_SLUG,
    FORM_LANGUAGE,
    FORM_URL,
    FORM_NAMES,
    FORM_SLUGS,
    FORM_LANGUAGES,
    FORM_TAGS,
    FORM_MAP,   /* its keys are `inside` */
    FORM_MAPS,  /* a list of such maps */
    FORM_NAMED, /* names that the user gives, each with a value of the one form `inside` */
    FORM_OWN,   /* `judge` says; for editors it is `like` another */
};

struct form {
    const char *name; /* NULL ends a table */
    enum form_kind kind;
    const struct form *inside;
    const char *words; /* "public|unlisted" */
    int64_t min, max;
    bool is_required;
    const char *summary; /* N_(…): half a line, for editors */
    /* Of FORM_OWN, what comes nearest; with `inside`, names with values of that form may stand
     * there, too. */
    enum form_kind like;
    bool takes_null; /* for editors, too: whoever reads it gives null a meaning */
    /* 0, or -1 with a complaint. */
    int (*judge)(struct reading *reading, const char *key, const struct yaml_node *node);
};

/* 0 where `map` is one and all of it is right; `key` is the name that people know it by. */
int form_check(struct reading *reading, const struct form *keys, const char *key,
               const struct yaml_node *map);

/* The same for a value of any form. */
int form_check_value(struct reading *reading, const struct form *form, const char *key,
                     const struct yaml_node *node);

/* Complains of a key that is none of `keys`. */
void form_unknown_key(struct reading *reading, const struct form *keys,
                      const struct yaml_node *entry);

/* What passed, read: NULL, `fallback` or nothing where the key is not there. */
const char *form_line_of(const struct yaml_node *map, const char *key);
int64_t form_duration_of(const struct yaml_node *map, const char *key, int64_t fallback_s);
int64_t form_number_of(const struct yaml_node *map, const char *key, int64_t fallback);
struct names form_names_of(struct arena *arena, const struct yaml_node *map, const char *key);

#endif

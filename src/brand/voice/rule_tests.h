/* Tests of rules: what stands in `Rule.test.md` beside `Rule.yml`.
 *
 *     ## good
 *
 *     - A text in which the rule finds nothing.
 *
 *     ## bad
 *
 *     - A text in which it finds something,
 *       which may go on with lines that begin with two blanks. */
#ifndef PREGON_BRAND_VOICE_RULE_TESTS_H
#define PREGON_BRAND_VOICE_RULE_TESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct reading;
struct voice_rule;

struct voice_example {
    const char *text; /* terminated, without what makes it an entry of a list */
    size_t bytes;
    uint32_t line; /* where it begins; its text begins in column 3 */
    bool is_bad;
};

struct voice_examples {
    struct voice_example *items;
    size_t count, capacity;
    size_t bad;
};

/* `…/Rule.test.md` of a rule's own path, `…/Rule.yml`. */
const char *voice_test_path(struct arena *arena, const char *rule_path);

/* -1 with a complaint where something stands there that is no example. */
int voice_examples_read(struct voice_examples *out, struct reading *reading);

#endif

/* `brand test`: what the rules' own tests and the workspace's posts say of the rules. */
#ifndef PREGON_COMMANDS_BRAND_TEST_H
#define PREGON_COMMANDS_BRAND_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "brand/voice/rule_tests.h"
#include "brand/voice/shelf.h"
#include "model/finding.h"

struct invocation;

/* An example on which the rule does the wrong thing. */
struct brand_test_failure {
    const struct voice_shelf_rule *rule;
    const struct voice_example *example;
    const char *match; /* what it finds in a good one; NULL: nothing in a bad one */
};

/* Two rules that say something of the very same words. */
struct brand_test_pair {
    const char *first, *second;
    size_t times;
};

/* One rule that was tested. */
struct brand_test_rule {
    const struct voice_shelf_rule *rule;
    struct voice_examples examples;
    size_t failed;
    size_t alerts; /* on the workspace's posts */
};

struct brand_test {
    struct brand_test_rule *rules;
    size_t rule_count;
    struct brand_test_failure *failures;
    size_t failure_count, failure_capacity;
    struct brand_test_pair *pairs;
    size_t pair_count, pair_capacity;
    size_t posts, examples, untested;
    size_t alerts;            /* of the tested rules, on posts */
    struct findings findings; /* tests that can't be read */
};

void brand_test_write_text(struct invocation *invocation, const struct brand_test *test);
void brand_test_write_json(struct invocation *invocation, const struct brand_test *test);

#endif

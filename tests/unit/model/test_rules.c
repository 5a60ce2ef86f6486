#include "../test.h"

#include <string.h>

#include "model/rules.h"

TEST(every_rule_is_explained_with_a_remedy_and_examples)
{
    size_t count;
    const struct rule *rules = rules_all(&count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        assert_true(rules[i].summary && *rules[i].summary);
        assert_true(rules[i].remedy && *rules[i].remedy);
        assert_true(rules[i].bad && *rules[i].bad);
        assert_true(rules[i].good && *rules[i].good);
        assert_string_not_equal(rules[i].bad, rules[i].good);
    }
}

TEST(rules_stand_in_the_order_of_their_ids)
{
    size_t count;
    const struct rule *rules = rules_all(&count);
    for (size_t i = 1; i < count; i++)
        assert_true(strcmp(rules[i - 1].id, rules[i].id) < 0);
}

#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/formula.h"

static const char *const names[] = { "words", "sentences" };
static const double values[] = { 12, 3 };

static double value_of(const char *text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct formula *formula = formula_read(&arena, text, names, 2);
    return formula ? formula_value(formula, values) : -1;
}

TEST(formulas_bind_as_in_arithmetic)
{
    assert_float_equal(value_of("206.5 - 1.5 * (words / sentences)"), 200.5, 0);
    assert_float_equal(value_of("words - 2 - 3"), 7, 0);
    assert_float_equal(value_of("math.sqrt(words + 4) + math.pow(2, sentences)"), 12, 0);
    assert_float_equal(value_of("-words + 14 % 4"), -10, 0);
    assert_float_equal(value_of("words >= 12 && !(sentences > 3) || words == 1"), 1, 0);
}

TEST(what_is_no_formula_is_refused)
{
    static const char *const bad[] = { "",         "words +",     "word",           "(words",
                                       "words 12", "math.sin(1)", "math.pow(words)" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_float_equal(value_of(bad[i]), -1, 0);
    char deep[1000] = { 0 };
    memset(deep, '(', sizeof deep - 1);
    assert_float_equal(value_of(deep), -1, 0);
}

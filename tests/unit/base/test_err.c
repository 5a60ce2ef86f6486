#include "../test.h"

#include <string.h>

#include "base/err.h"

TEST(because_keeps_the_kind_and_adds_words_in_front)
{
    struct err err = { 0 };
    assert_int_equal(err_set(&err, ERR_INPUT, "line %d is odd", 3), -1);
    assert_int_equal(err_because(&err, "cannot read '%s'", "a.yml"), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.text, "cannot read 'a.yml': line 3 is odd");
}

TEST(text_that_is_too_long_is_cut_at_a_character)
{
    struct err err = { 0 };
    char long_text[3000];
    memset(long_text, 'a', sizeof long_text);
    for (size_t i = 0; i + 1 < sizeof long_text; i += 2)
        memcpy(long_text + i, "\xC3\xB1", 2);
    long_text[sizeof long_text - 1] = '\0';
    err_set(&err, ERR_SYSTEM, "x%s", long_text);
    size_t bytes = strlen(err.text);
    assert_true(bytes > 1000);
    assert_int_equal((bytes - 1) % 2, 0);
}

TEST(each_kind_has_the_exit_status_of_the_manual)
{
    assert_int_equal(err_exit_status(ERR_NONE), 0);
    assert_int_equal(err_exit_status(ERR_INPUT), 1);
    assert_int_equal(err_exit_status(ERR_USAGE), 2);
    assert_int_equal(err_exit_status(ERR_REFUSED), 3);
    assert_int_equal(err_exit_status(ERR_SYSTEM), 4);
    assert_int_equal(err_exit_status(ERR_RETRY), 4);
}

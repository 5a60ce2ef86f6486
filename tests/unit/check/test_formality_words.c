#include "../test.h"

#include <string.h>

#include "check/formality_words.h"

TEST(words_of_formality_are_in_the_order_in_which_they_are_looked_up)
{
    size_t count;
    const struct formality_word *words = formality_words(&count);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(words[i - 1].word, words[i].word) >= 0)
            fail_msg("%s", words[i].word);
    }
    assert_int_equal(formality_sign("tú"), TU);
    assert_int_equal(formality_sign("usted"), USTED);
    assert_int_equal(formality_sign("pan"), NO_SIGN);
}

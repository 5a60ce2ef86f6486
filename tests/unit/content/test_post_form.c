#include "../test.h"

#include "base/text.h"
#include "content/post_form.h"
#include "model/post.h"

TEST(every_key_of_a_post_has_its_form)
{
    for (enum post_key key = 0; key < POST_KEY_COUNT; key++) {
        assert_string_equal(post_form.inside[key].name, post_key_name(key));
        assert_non_null(post_form.inside[key].summary);
    }
    assert_null(post_form.inside[POST_KEY_COUNT].name);
}

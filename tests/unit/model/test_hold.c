#include "../test.h"

#include "model/hold.h"
#include "model/moment.h"

enum { NOW = 1795509000 };

static bool is_held(const struct hold *hold, const char *campaign)
{
    struct hold copy = *hold;
    const struct holds holds = { .items = &copy, .count = 1 };
    return holds_find(&holds, "a/post", "bluesky", campaign, NOW) != NULL;
}

TEST(an_exception_of_a_hold_may_be_a_post_an_account_or_a_campaign)
{
    static const char *const spared[] = { "a/post", "bluesky", "otono" };
    for (size_t i = 0; i < sizeof spared / sizeof *spared; i++) {
        struct name name = { .text = spared[i] };
        const struct hold hold = { .all = true, .except = { &name, 1 }, .until_utc = NO_TIME };
        assert_false(is_held(&hold, "otono"));
        assert_int_equal(is_held(&hold, NULL), i == 2);
    }
    struct name other = { .text = "x" };
    assert_true(is_held(
        &(struct hold){ .all = true, .except = { &other, 1 }, .until_utc = NO_TIME }, "otono"));
}

TEST(a_hold_ends_at_its_time)
{
    assert_true(is_held(&(struct hold){ .all = true, .until_utc = NOW + 1 }, NULL));
    assert_false(is_held(&(struct hold){ .all = true, .until_utc = NOW }, NULL));
}

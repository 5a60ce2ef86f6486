#include "../test.h"

#include <string.h>

#include "networks/tid.h"

TEST(a_tid_has_its_time_in_digits_that_sort)
{
    char tid[TID_BYTES + 1];
    char later[TID_BYTES + 1];
    tid_format(tid, 0, 0);
    assert_string_equal(tid, "2222222222222");
    tid_format(tid, 1, 1);
    assert_string_equal(tid, "2222222222323");
    tid_format(tid, UINT64_C(1764000000000000), 1023);
    tid_format(later, UINT64_C(1764000000000001), 0);
    assert_true(strcmp(tid, later) < 0);
    tid_format(tid, UINT64_MAX, UINT32_MAX);
    assert_true(tid_is_valid(tid));
}

TEST(what_is_no_tid_is_seen)
{
    assert_true(tid_is_valid("3k4duaz5vfs2b"));
    assert_false(tid_is_valid("3k4duaz5vfs2"));
    assert_false(tid_is_valid("3k4duaz5vfs2bb"));
    assert_false(tid_is_valid("zk4duaz5vfs2b")); /* the first digit holds 4 bits */
    assert_false(tid_is_valid("3k4duaz5vfs1b"));
    assert_false(tid_is_valid("../../../../x"));
    assert_false(tid_is_valid(""));
}

TEST(a_part_has_always_the_same_key_and_shares_it_with_no_other)
{
    char first[TID_BYTES + 1];
    char other[TID_BYTES + 1];
    tid_of_part(first, 1795509000, "2026/11/otono", "bluesky", 0);
    tid_of_part(other, 1795509000, "2026/11/otono", "bluesky", 0);
    assert_true(tid_is_valid(first));
    assert_string_equal(first, other);
    tid_of_part(other, 1795509000, "2026/11/otono", "bluesky-en", 0);
    assert_string_not_equal(first, other);
    tid_of_part(other, 1795509000, "2026/11/otoño", "bluesky", 0);
    assert_string_not_equal(first, other);
    tid_of_part(other, 1795509001, "2026/11/otono", "bluesky", 0);
    assert_true(strcmp(first, other) < 0);
}

TEST(the_keys_of_a_thread_sort_as_its_parts)
{
    char before[TID_BYTES + 1];
    char key[TID_BYTES + 1];
    tid_of_part(before, 1795509000, "hilo", "bluesky", 0);
    for (size_t part = 1; part < 100; part++) {
        tid_of_part(key, 1795509000, "hilo", "bluesky", part);
        assert_true(strcmp(before, key) < 0);
        memcpy(before, key, sizeof key);
    }
}

TEST(a_time_before_1970_still_makes_a_key)
{
    char key[TID_BYTES + 1];
    tid_of_part(key, INT64_MIN, "hilo", "bluesky", 0);
    assert_true(tid_is_valid(key));
}

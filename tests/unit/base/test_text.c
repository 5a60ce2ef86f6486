#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"

TEST(nearest_finds_what_was_meant_and_nothing_far_away)
{
    static const char *const words[] = { "accounts", "campaign", "date", "tags" };
    assert_string_equal(text_nearest("acounts", words, 4), "accounts");
    assert_string_equal(text_nearest("dtae", words, 4), "date");
    assert_string_equal(text_nearest("campaing", words, 4), "campaign");
    assert_string_equal(text_nearest("Accounts", words, 4), "accounts");
    assert_string_equal(text_nearest("DATE", words, 4), "date");
    assert_null(text_nearest("zebra", words, 4));
    assert_null(text_nearest("", words, 4));
}

TEST(a_buffer_stops_at_its_limit_and_says_so)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer buffer = text_buffer_in(&arena, 5);
    text_puts(&buffer, "pan");
    text_puts(&buffer, "abc");
    assert_true(buffer.is_full);
    assert_string_equal(text_end(&buffer), "pan");
    text_puts(&buffer, "a");
    assert_string_equal(text_end(&buffer), "pan");
}

TEST(a_buffer_keeps_what_printf_writes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer buffer = text_buffer_in(&arena, 10000);
    for (int i = 0; i < 500; i++)
        text_printf(&buffer, "%d,", i % 10);
    assert_int_equal(buffer.bytes, 1000);
    assert_false(buffer.is_full);
    assert_string_equal(text_end(&buffer) + 996, "8,9,");
}

TEST(number_takes_digits_alone)
{
    assert_int_equal(text_number("42", 2, 100), 42);
    assert_int_equal(text_number("101", 3, 100), -1);
    assert_int_equal(text_number("4a", 2, 100), -1);
    assert_int_equal(text_number("", 0, 100), -1);
    assert_int_equal(text_number("99999999999999999999", 20, 1000), -1);
}

TEST(integers_are_written_to_their_ends)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer buffer = text_buffer_in(&arena, 100);
    text_put_integer(&buffer, 0);
    text_putc(&buffer, ' ');
    text_put_integer(&buffer, INT64_MIN);
    text_putc(&buffer, ' ');
    text_put_integer(&buffer, INT64_MAX);
    assert_string_equal(text_end(&buffer), "0 -9223372036854775808 9223372036854775807");
}

TEST(what_is_looked_for_is_found_in_its_bytes_alone)
{
    static const char text[] = "a:b :/ ://x ://";
    const char *first = text_find(text, strlen(text), "://");
    assert_ptr_equal(first, text + 7);
    assert_ptr_equal(text_find(first + 1, strlen(first + 1), "://"), text + 12);
    assert_ptr_equal(text_find(text + 7, 3, "://"), text + 7);
    assert_null(text_find(text + 7, 2, "://"));
    assert_null(text_find(text + 8, 6, "://"));
    assert_null(text_find(text, 0, "://"));
    assert_null(text_find("\0://", 1, "://"));
    assert_ptr_equal(text_find(text, 1, "a"), text);
}

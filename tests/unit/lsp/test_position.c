#include "../test.h"

#include <stdbool.h>
#include <string.h>

#include "lsp/position.h"

/* `a` 1 byte, `ñ` 2, `€` 3, `😀` 4 and two units of UTF-16. */
static const char text[] = "añ€😀b\nzwei\r\ndrei\rvier";

static size_t byte_of(uint32_t line, uint32_t character, enum position_encoding encoding)
{
    return position_byte(text, strlen(text), (struct position){ line, character }, encoding);
}

static void is_at(size_t byte, enum position_encoding encoding, uint32_t line, uint32_t character)
{
    struct position position = position_of(text, strlen(text), byte, encoding);
    assert_int_equal(position.line, line);
    assert_int_equal(position.character, character);
}

TEST(a_character_has_a_byte_in_every_encoding)
{
    static const size_t starts[] = { 0, 1, 3, 6, 10, 11 };
    static const uint32_t utf16[] = { 0, 1, 2, 3, 5, 6 };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        assert_int_equal(byte_of(0, utf16[i], POSITION_UTF16), starts[i]);
        assert_int_equal(byte_of(0, (uint32_t)i, POSITION_UTF32), starts[i]);
        assert_int_equal(byte_of(0, (uint32_t)starts[i], POSITION_UTF8), starts[i]);
        is_at(starts[i], POSITION_UTF16, 0, utf16[i]);
        is_at(starts[i], POSITION_UTF32, 0, (uint32_t)i);
        is_at(starts[i], POSITION_UTF8, 0, (uint32_t)starts[i]);
    }
}

TEST(the_middle_of_a_character_is_its_beginning)
{
    assert_int_equal(byte_of(0, 4, POSITION_UTF16), 6); /* between two surrogates */
    assert_int_equal(byte_of(0, 2, POSITION_UTF8), 1);
    is_at(8, POSITION_UTF16, 0, 3);
}

TEST(what_lies_behind_an_end_is_that_end)
{
    assert_int_equal(byte_of(0, 99, POSITION_UTF16), 11);
    assert_int_equal(byte_of(1, 99, POSITION_UTF16), 16); /* before CR LF */
    assert_int_equal(byte_of(99, 0, POSITION_UTF16), strlen(text));
    is_at(99, POSITION_UTF16, 3, 4);
}

TEST(lines_end_in_three_ways)
{
    assert_int_equal(byte_of(1, 0, POSITION_UTF16), 12);
    assert_int_equal(byte_of(2, 0, POSITION_UTF16), 18);
    assert_int_equal(byte_of(3, 0, POSITION_UTF16), 23);
    is_at(18, POSITION_UTF16, 2, 0);
    is_at(17, POSITION_UTF16, 1, 4); /* between CR and LF */
    is_at(23, POSITION_UTF16, 3, 0);
}

TEST(every_byte_comes_back)
{
    for (int encoding = POSITION_UTF16; encoding <= POSITION_UTF32; encoding++)
        for (size_t byte = 0; byte <= strlen(text); byte++) {
            bool is_inside = ((unsigned char)text[byte] & 0xC0) == 0x80 || byte == 17;
            struct position position =
                position_of(text, strlen(text), byte, (enum position_encoding)encoding);
            size_t back =
                position_byte(text, strlen(text), position, (enum position_encoding)encoding);
            assert_true(is_inside ? back < byte : back == byte);
        }
}

TEST(a_finding_is_where_its_columns_say)
{
    struct byte_range range = position_span(text, strlen(text), &(struct span){ 1, 2, 1, 5 });
    assert_int_equal(range.start, 1);
    assert_int_equal(range.end, 10);
    range = position_span(text, strlen(text), &(struct span){ 2, 0, 0, 0 }); /* the line */
    assert_int_equal(range.start, 12);
    assert_int_equal(range.end, 16);
    range = position_span(text, strlen(text), &(struct span){ 0 });
    assert_int_equal(range.start, 0);
    assert_int_equal(range.end, 0);
    range = position_span(text, strlen(text), &(struct span){ 9, 9, 9, 9 });
    assert_int_equal(range.start, strlen(text));
    range = position_span(text, strlen(text), &(struct span){ 1, 99, 1, 2 });
    assert_true(range.start <= range.end);
}

#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/csv.h"
#include "lib/ics.h"
#include "lib/unicode.h"

static const char *put_text(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, 4096);
    ics_put_text(&out, "SUMMARY", text);
    return text_end(&out);
}

TEST(calendar_texts_are_escaped)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(put_text(&arena, "Pan, queso; y \\ vino\nhoy"),
                        "SUMMARY:Pan\\, queso\\; y \\\\ vino\\nhoy\r\n");
    assert_string_equal(put_text(&arena, "a\033[31mb\r\x7F\tc"), "SUMMARY:a[31mb\tc\r\n");
    assert_string_equal(put_text(&arena, ""), "SUMMARY:\r\n");
}

TEST(calendar_lines_have_at_most_75_bytes_and_whole_characters)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t lead = 0; lead < 8; lead++) {
        struct text_buffer text = text_buffer_in(&arena, 4096);
        struct text_buffer unfolded = text_buffer_in(&arena, 4096);
        for (size_t i = 0; i < lead; i++)
            text_putc(&text, 'x');
        for (int i = 0; i < 40; i++)
            text_puts(&text, "ñ🥖,");
        const char *at = put_text(&arena, text_end(&text));
        while (*at) {
            size_t bytes = strcspn(at, "\r");
            assert_true(bytes <= 75);
            assert_int_equal(utf8_valid_bytes(at, bytes), bytes);
            text_append(&unfolded, at, bytes);
            at += bytes + strlen("\r\n");
            if (*at)
                assert_int_equal(*at++, ' ');
        }
        assert_int_equal(strlen(text_end(&unfolded)), strlen("SUMMARY:") + lead + 40L * 8);
    }
}

TEST(calendar_lines_end_for_text_that_is_none)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char text[300];
    memset(text, '\x80', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (const char *at = put_text(&arena, text); *at; at += strcspn(at, "\n") + 1)
        assert_true(strcspn(at, "\r") <= 75);
}

TEST(calendar_lines_hold_nothing_that_a_ci_service_obeys)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(put_text(&arena, "::error:::x"),
                        "SUMMARY:\r\n :\r\n :error:\r\n :\r\n :x\r\n");
    assert_string_equal(put_text(&arena, "a ##[group]"), "SUMMARY:a #\r\n #[group]\r\n");
}

TEST(calendar_times_are_utc)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer out = text_buffer_in(&arena, 100);
    ics_put_utc(&out, "DTSTART", 1795509000);
    assert_string_equal(text_end(&out), "DTSTART:20261124T083000Z\r\n");
}

TEST(cells_are_quoted_and_formulas_defused)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer out = text_buffer_in(&arena, 4096);
    csv_put_row(&out, (const char *const[]){ "a", "b,c", "d\"e", NULL, "f\ng" }, 5);
    csv_put_row(&out, (const char *const[]){ "=1+1", "+1", "-1", "@a", "\tx", "=\"x\"", "a=b", "" },
                8);
    assert_string_equal(text_end(&out), "a,\"b,c\",\"d\"\"e\",,\"f\ng\"\r\n"
                                        "'=1+1,'+1,'-1,'@a,'\tx,\"'=\"\"x\"\"\",a=b,\r\n");
}

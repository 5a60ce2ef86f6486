#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/csv_read.h"

/* The rows as `line|cell|cell`, a line each; or what is wrong. */
static const char *rows(struct arena *arena, const char *text)
{
    struct csv_table table;
    struct err err = { 0 };
    struct text_buffer out = text_buffer_in(arena, 10000);
    if (csv_read(&table, arena, text, strlen(text), &err) != 0)
        return arena_strdup(arena, err.text);
    for (size_t i = 0; i < table.count; i++) {
        text_printf(&out, "%d", table.rows[i].line);
        for (size_t j = 0; j < table.rows[i].count; j++)
            text_printf(&out, "|%s", table.rows[i].cells[j]);
        text_puts(&out, "\n");
    }
    return text_end(&out);
}

TEST(csv_rows_are_read_as_spreadsheets_write_them)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const texts[][2] = {
        { "", "" },
        { "a,b\r\nc,d\r\n", "1|a|b\n2|c|d\n" },
        { "a,b", "1|a|b\n" },
        { "a,\n,b\n", "1|a|\n2||b\n" },
        { "\"a,b\",c\n", "1|a,b|c\n" },
        { "\"say \"\"hi\"\"\",c\n", "1|say \"hi\"|c\n" },
        { "\"a\r\nb\",c\nd,e\n", "1|a\nb|c\n3|d|e\n" },
        { "a\rb\r", "1|a\n2|b\n" },
        { "\xEF\xBB\xBF"
          "a,b\n",
          "1|a|b\n" },
        { "a;b,c;d\ne;f\n", "1|a|b,c|d\n2|e|f\n" },
        { "\"a;b;c\",d\n", "1|a;b;c|d\n" },
        { "a\tb\n", "1|a|b\n" },
        { "\n\n , \na,b\n", "4|a|b\n" },
        { "'=1+1,'it's,'-x\n", "1|=1+1|'it's|-x\n" },
        { "a\x01"
          "b,\x7F"
          "c\n",
          "1|ab|c\n" },
        { "\"a\"b,c\n", "1|ab|c\n" },
        { "a\nb,\"c\n", "line 2: a quote is opened and never closed" },
        { "a\nCaf\xE9\n", "line 2 is not in UTF-8: save the file as 'CSV UTF-8', not as 'CSV'" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(rows(&arena, texts[i][0]), texts[i][1]);
}

TEST(csv_rows_have_limits)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer wide = text_buffer_in(&arena, 10000);
    for (int i = 0; i <= CSV_CELLS; i++)
        text_puts(&wide, "a,");
    assert_non_null(strstr(rows(&arena, text_end(&wide)), "line 1 has more than 300 cells"));
    struct text_buffer tall = text_buffer_in(&arena, 100000);
    for (int i = 0; i <= CSV_ROWS; i++)
        text_puts(&tall, "a\n");
    assert_non_null(strstr(rows(&arena, text_end(&tall)), "more than 10000 rows"));
}

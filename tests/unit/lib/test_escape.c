/* Text for the inside of addresses, HTML and XML. */
#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/escape.h"

static void expect(void (*escape)(struct text_buffer *, const char *), const char *text,
                   const char *escaped)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer out = text_buffer_in(&arena, 1024);
    escape(&out, text);
    assert_string_equal(text_end(&out), escaped);
}

TEST(a_segment_of_an_address_holds_nothing_that_divides_one)
{
    expect(escape_segment, "otoño 26/a?b&c=d#e%", "oto%C3%B1o%2026%2Fa%3Fb%26c%3Dd%23e%25");
    expect(escape_segment, "a-Z_0.9~", "a-Z_0.9~");
    expect(escape_segment, "\x01\x7F", "%01%7F");
    expect(escape_path, "2026/11/otoño/", "2026/11/oto%C3%B1o/");
}

TEST(text_in_html_is_no_markup)
{
    expect(escape_html, "<a href=\"x\" b='y'>&amp;",
           "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
    expect(escape_html, "", "");
    expect(escape_html, "¡Ñandú! 👩‍👧", "¡Ñandú! 👩‍👧");
}

TEST(characters_that_no_page_may_hold_are_replaced)
{
    expect(escape_html, "a\x01z\x7F\tb\nc\xEF\xBF\xBE", "a\uFFFDz\uFFFD\tb\nc\uFFFD");
    expect(escape_html, "\xEF\xBF\xBF!", "\uFFFD!");
    expect(escape_html, "\xEF\xBF\xBD\uF000", "\uFFFD\uF000");
    expect(escape_html, "a\xC2\x85z\xC2\x80\xC2\x9F\u00A0", "a\uFFFDz\uFFFD\uFFFD\u00A0");
}

static void element(struct text_buffer *out, const char *text)
{
    escape_html_element(out, text, strlen(text));
}

TEST(quotes_stay_inside_an_element)
{
    expect(element, "{\"a\": 'b', <c>: &d}\x01\xC2\x85",
           "{\"a\": 'b', &lt;c&gt;: &amp;d}\uFFFD\uFFFD");
    expect(element, "\"0123456789abcdef\"<\"", "\"0123456789abcdef\"&lt;\"");
    expect(element, "", "");
}

TEST(a_whole_address_keeps_what_makes_it_one)
{
    expect(escape_html_address, "https://a.example/x?a=1&b=%20#c",
           "https://a.example/x?a=1&amp;b=%20#c");
    expect(escape_html_address, "/ñ \"'<>`{}|\\^", "/%C3%B1%20%22&#39;%3C%3E%60%7B%7D%7C%5C%5E");
    expect(escape_html_address, "java\nscript:", "java%0Ascript:");
}

/* Sixteen bytes are looked at together: each byte at each place among plain ones, and alone. */
TEST(a_byte_is_escaped_wherever_it_stands)
{
    static const char plain[] = "twenty plain letters and twenty of them";
    for (int byte = 0; byte < 256; byte++) {
        if (byte == 0xC2) /* is one with the byte behind it */
            continue;
        for (size_t at = 0; at < sizeof plain - 1; at++) {
            CLEANUP(arena_release) struct arena arena = { 0 };
            struct text_buffer out = text_buffer_in(&arena, 1024);
            struct text_buffer want = text_buffer_in(&arena, 1024);
            char text[sizeof plain];
            memcpy(text, plain, sizeof plain);
            text[at] = (char)byte;
            escape_html_bytes(&out, text, sizeof plain - 1);
            text_append(&want, plain, at);
            escape_html_bytes(&want, &text[at], 1);
            text_puts(&want, plain + at + 1);
            assert_int_equal(out.bytes, want.bytes);
            assert_memory_equal(text_end(&out), text_end(&want), want.bytes);
            bool is_itself = want.bytes == sizeof plain - 1;
            assert_true(is_itself == (byte == '\n' || byte == '\t' || byte > 0x7F ||
                                      (byte >= ' ' && byte != 0x7F && !strchr("\"&'<>", byte))));
        }
    }
}

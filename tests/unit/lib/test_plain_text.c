#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/plain_text.h"

TEST(plain_text_stays_what_it_is_in_markdown)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const texts[][2] = {
        { "", "" },
        { "Hola.", "Hola." },
        { "a\nb", "a\\\nb" },
        { "a\n\n\nb\n", "a\n\nb" },
        { "\n\n  a  \n", "a" },
        { "*a* _b_ c_d `e`", "\\*a\\* \\_b\\_ c_d \\`e\\`" },
        { "# a", "\\# a" },
        { "#a #b", "#a #b" },
        { "- a\n+ b\n> c", "\\- a\\\n\\+ b\\\n\\> c" },
        { "-1 grado", "-1 grado" },
        { "1. a\n2) b\n3 c", "1\\. a\\\n2\\) b\\\n3 c" },
        { "2026", "2026" },
        { "---", "\\---" },
        { "a\n===", "a\\\n\\===" },
        { "[a](b) <c>", "\\[a\\](b) \\<c>" },
        { "A&B &amp; &#39;", "A&B \\&amp; \\&#39;" },
        { "~~a~~", "\\~~a\\~~" },
        { "a\\b", "a\\\\b" },
        { "https://example.org/a_b?c=d&e=f", "https://example.org/a_b?c=d&e=f" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(plain_text_to_markdown(&arena, texts[i][0]), texts[i][1]);
}

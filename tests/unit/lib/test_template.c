#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/template.h"

static const char *made(struct arena *arena, const char *text)
{
    static const struct template_value items[] = {
        { "es", "" },      { "name", "Horno" },    { "secret", "PREGON_A" },
        { "secret", "B" }, { "github", "GitHub" },
    };
    const struct template_values values = { items, sizeof items / sizeof items[0] };
    struct text_buffer out = text_buffer_in(arena, 1000);
    template_write(&out, text, &values);
    return text_end(&out);
}

TEST(a_line_for_a_case_stands_in_that_case_alone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(made(&arena, "[es] uno\n[en] one\nx\n"), "uno\nx\n");
    assert_string_equal(made(&arena, "[es github]   a\n[es gitlab] b\n"), "  a\n");
    assert_string_equal(made(&arena, "[es] \n[en] \n"), "\n");
}

TEST(a_bracket_that_is_no_case_stays)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(made(&arena, "[a](b)\n[]\n[ x ] y\n[en"), "[a](b)\n[]\n[ x ] y\n[en\n");
}

TEST(a_place_is_filled_in)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(made(&arena, "name: @name@, @name@@github@\n"),
                        "name: Horno, HornoGitHub\n");
    assert_string_equal(made(&arena, "ana@horno.example @ORG/x a@b @[ana]\n"),
                        "ana@horno.example @ORG/x a@b @[ana]\n");
}

TEST(a_line_stands_once_for_each_text_of_a_value)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(made(&arena, "  @secret@: ${{ secrets.@secret@ }} @name@\nx\n"),
                        "  PREGON_A: ${{ secrets.PREGON_A }} Horno\n"
                        "  B: ${{ secrets.B }} Horno\nx\n");
    assert_string_equal(made(&arena, "a\n@missing@\nb\n"), "a\nb\n");
}

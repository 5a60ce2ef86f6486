#include "../test.h"

#include <string.h>

#include "lib/fold.h"
#include "lib/unicode.h"

static void check(const char *text, const char *folded, bool has_others)
{
    char out[200];
    size_t bytes = strlen(text);
    assert_int_equal(fold_in_place(out, text, bytes), has_others);
    assert_int_equal(strlen(folded), bytes);
    assert_memory_equal(out, folded, bytes);
}

TEST(fold_keeps_every_byte_in_its_place)
{
    check("", "", false);
    check("¡HOLA, Mundo! @[`{", "¡hola, mundo! @[`{", false);
    check("ÀÉÑÜÞ×÷ßÿ", "àéñüþ×÷ßÿ", false);
    check("ABCDEFGHIJKLMNOPQRSTUVWXYZ ÁRBOL abcdefghijklmnop",
          "abcdefghijklmnopqrstuvwxyz árbol "
          "abcdefghijklmnop",
          false);
    check("ΣΑΣ σας ЖУК", "σασ σασ жук", false);
    check("“Ñ” — 🎉 \xF0\x90\x90\x80", "“ñ” — 🎉 \xF0\x90\x90\xA8", false);
}

TEST(fold_tells_of_characters_that_take_other_bytes_when_folded)
{
    check("\xE2\x84\xAA m", "\xE2\x84\xAA m", true); /* the Kelvin sign */
    check("İ", "İ", true);
    check("ſ", "ſ", true);
    check("STRAẞE", "straẞe", true);
}

TEST(fold_works_in_the_text_itself)
{
    char text[] = "Él TOMÓ İ 8 cafés MÁS";
    assert_true(fold_in_place(text, text, sizeof text - 1));
    assert_string_equal(text, "él tomó İ 8 cafés más");
}

TEST(fold_of_a_folded_character_is_itself)
{
    for (uint32_t c = 1; c < 0x20000; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        assert_int_equal(fold_codepoint(fold_codepoint(c)), fold_codepoint(c));
    }
}

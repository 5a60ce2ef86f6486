#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/unicode.h"

static size_t valid(const char *text) { return utf8_valid_bytes(text, strlen(text)); }
static size_t graphemes(const char *text) { return unicode_graphemes(text, strlen(text)); }
static size_t columns(const char *text) { return unicode_columns(text, strlen(text)); }

TEST(valid_bytes_end_at_the_first_bad_byte)
{
    assert_int_equal(valid("Otoño en el horno 🍞"), strlen("Otoño en el horno 🍞"));
    assert_int_equal(valid("pan\xFF"), 3);
    assert_int_equal(valid("abcdefghijkl\xC3"), 12);        /* cut short */
    assert_int_equal(valid("\xC0\x80"), 0);                 /* overlong NUL */
    assert_int_equal(valid("a\xE0\x80\x80"), 1);            /* overlong */
    assert_int_equal(valid("a\xF0\x80\x80\x80"), 1);        /* overlong */
    assert_int_equal(valid("\xED\xA0\x80"), 0);             /* surrogate */
    assert_int_equal(valid("\xF4\x90\x80\x80"), 0);         /* above U+10FFFF */
    assert_int_equal(valid("\xF4\x8F\xBF\xBF"), 4);         /* U+10FFFF */
    assert_int_equal(valid("\x80"), 0);                     /* continuation alone */
    assert_int_equal(utf8_valid_bytes("abcdefg\0h", 9), 7); /* NUL within eight bytes */
    assert_int_equal(utf8_valid_bytes("", 0), 0);
}

TEST(next_and_put_are_each_others_inverse)
{
    static const uint32_t samples[] = {
        'a', 0xF1, 0x7FF, 0x800, 0x20AC, 0xFFFD, 0x1F35E, 0x10FFFF
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        char text[4];
        size_t bytes = utf8_put(text, samples[i]);
        const char *at = text;
        assert_int_equal(utf8_next(&at, text + bytes), samples[i]);
        assert_ptr_equal(at, text + bytes);
    }
}

TEST(a_post_has_several_lengths)
{
    const char *text = "ñ🍞e\u0301";
    size_t bytes = strlen(text);
    assert_int_equal(bytes, 2 + 4 + 1 + 2);
    assert_int_equal(unicode_codepoints(text, bytes), 4);
    assert_int_equal(unicode_utf16_units(text, bytes), 5);
    assert_int_equal(unicode_graphemes(text, bytes), 3);
}

TEST(code_points_count_alike_at_every_length)
{
    const char *text = "aña 🍞 é漢字 panadería de la Ribera ñññññññññ";
    size_t count = 0;
    for (size_t bytes = 0; bytes <= strlen(text); bytes++) {
        assert_int_equal(unicode_codepoints(text, bytes), count);
        count += (text[bytes] & 0xC0) != 0x80;
    }
}

TEST(what_a_person_sees_as_one_character_counts_one)
{
    assert_int_equal(graphemes(""), 0);
    assert_int_equal(graphemes("pan"), 3);
    assert_int_equal(graphemes("a\r\nb"), 3);
    assert_int_equal(graphemes("\n\r"), 2);
    assert_int_equal(graphemes("👩‍👩‍👧‍👦"), 1);
    assert_int_equal(graphemes("👍🏽👍🏽"), 2);
    assert_int_equal(graphemes("🇪🇸🇲🇽"), 2);
    assert_int_equal(graphemes("🇪🇸🇲"), 2);
    assert_int_equal(graphemes("a🇪🇸b🇲🇽"), 4);
    assert_int_equal(graphemes("❤️‍🔥"), 1);
    assert_int_equal(graphemes("1️⃣2"), 2);
    assert_int_equal(graphemes("Oton\u0303o"), 5);
    assert_int_equal(graphemes("한국"), 2);
    assert_int_equal(graphemes("\u1112\u1161\u11AB"), 1);
}

TEST(the_first_graphemes_end_between_characters)
{
    const char *text = "a👍🏽ñ";
    assert_int_equal(unicode_graphemes_end(text, strlen(text), 0), 0);
    assert_int_equal(unicode_graphemes_end(text, strlen(text), 1), 1);
    assert_int_equal(unicode_graphemes_end(text, strlen(text), 2), 9);
    assert_int_equal(unicode_graphemes_end(text, strlen(text), 3), 11);
    assert_int_equal(unicode_graphemes_end(text, strlen(text), 99), 11);
}

TEST(columns_are_those_of_a_terminal)
{
    assert_int_equal(columns("Otoño"), 5);
    assert_int_equal(columns("Oton\u0303o"), 5);
    assert_int_equal(columns("🍞"), 2);
    assert_int_equal(columns("漢字"), 4);
    assert_int_equal(columns("🇪🇸"), 2);
    assert_int_equal(columns("👩‍👩‍👧‍👦"), 2);
    assert_int_equal(columns("❤️"), 2);
}

TEST(classes_know_more_than_ascii)
{
    assert_true(unicode_is_letter('a') && unicode_is_letter(0xF1) && unicode_is_letter(0x301));
    assert_false(unicode_is_letter('1') || unicode_is_letter('_') || unicode_is_letter(0x1F35E));
    assert_true(unicode_is_digit('7') && unicode_is_digit(0x0667));
    assert_false(unicode_is_digit(0xBD));
    assert_true(unicode_is_space(' ') && unicode_is_space('\n') && unicode_is_space(0xA0));
    assert_true(unicode_is_space(0x2028) && unicode_is_space(0x3000));
    assert_false(unicode_is_space('a') || unicode_is_space(0x200B));
    assert_true(unicode_is_punctuation(0xBF) && unicode_is_punctuation('.'));
    assert_false(unicode_is_punctuation('$'));
}

TEST(fold_makes_equal_what_people_take_for_equal)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(unicode_fold(&arena, "OTOÑO"), "otoño");
    assert_string_equal(unicode_fold(&arena, "Oton\u0303o"), "otoño");
    assert_string_equal(unicode_fold(&arena, "ÀÞ×ÿ÷"), "àþ×ÿ÷");
    assert_string_equal(unicode_fold(&arena, "Straße"), "strasse");
    assert_string_equal(unicode_fold(&arena, "ΆΓ"), "άγ");
    assert_string_equal(unicode_fold(&arena, "a\u0301"), "á"); /* ASCII before a mark */
    assert_string_equal(unicode_fold(&arena, "A\xFF"), "A\xFF");
}

TEST(nfc_composes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *apart = "n\u0303 e\u0301";
    assert_string_equal(unicode_nfc(&arena, apart, strlen(apart)), "ñ é");
    assert_string_equal(unicode_nfc(&arena, "ñ", 2), "ñ");
}

static const char *visible(struct arena *arena, const char *text)
{
    return unicode_visible(arena, text, strlen(text), false);
}

TEST(what_could_fool_a_reader_is_shown_as_an_escape)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(visible(&arena, "Otoño\t🍞"), "Otoño\t🍞");
    assert_string_equal(visible(&arena, "a\x1B[31m\x7F"), "a\\u{1B}[31m\\u{7F}");
    assert_string_equal(visible(&arena, "a\xC2\x85\xC2\x9B"), "a\\u{85}\\u{9B}");
    assert_string_equal(visible(&arena, "a\u202Eb\u2066c\u200Fd"),
                        "a\\u{202E}b\\u{2066}c\\u{200F}d");
    assert_string_equal(visible(&arena, "a\u200Bb\uFEFFc\u2060"), "a\\u{200B}b\\u{FEFF}c\\u{2060}");
    assert_string_equal(visible(&arena, "a\u2028b"), "a\\u{2028}b");
    assert_string_equal(visible(&arena, "a\xFFñ\xC3"), "a\\x{FF}ñ\\x{C3}");
    assert_string_equal(visible(&arena, "x\U000E0041"), "x\\u{E0041}");
    assert_string_equal(unicode_visible(&arena, "a\0b", 3, false), "a\\u{0}b");
}

TEST(joiners_stay_in_emoji_and_words_that_need_them)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(visible(&arena, "👩‍👧 ❤️‍🔥"), "👩‍👧 ❤️‍🔥");
    assert_string_equal(visible(&arena, "می\u200Cخواهم"), "می\u200Cخواهم");
    assert_string_equal(visible(&arena, "a\u200Db👩\u200D"), "a\\u{200D}b👩\\u{200D}");
}

TEST(lines_stay_lines_only_where_asked)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "a\r\nb\nc\rd";
    assert_string_equal(unicode_visible(&arena, text, strlen(text), true), "a\nb\nc\\u{D}d");
    assert_string_equal(visible(&arena, text), "a\\u{D}\\u{A}b\\u{A}c\\u{D}d");
}

TEST(a_text_is_cut_between_characters)
{
    assert_int_equal(utf8_cut("", 3), 0);
    assert_int_equal(utf8_cut("pan", 3), 3);
    assert_int_equal(utf8_cut("pan", 2), 2);
    assert_int_equal(utf8_cut("añ", 3), 3);
    assert_int_equal(utf8_cut("añ", 2), 1);
    assert_int_equal(utf8_cut("🥖pan", 3), 0);
    assert_int_equal(utf8_cut("🥖pan", 5), 5);
}

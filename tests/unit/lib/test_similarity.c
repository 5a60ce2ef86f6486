/* How much alike texts are. */
#include "lib/similarity.h"

#include "../test.h"
#include "base/arena.h"
#include "base/cleanup.h"

static int alike(const char *a, const char *b)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct shingles left = shingles_of(&arena, a);
    struct shingles right = shingles_of(&arena, b);
    int percent = shingles_alike(&left, &right, 0);
    assert_int_equal(shingles_alike(&right, &left, 0), percent);
    for (int least = 1; least <= 100; least++) {
        int found = shingles_alike(&left, &right, least);
        if (percent >= least)
            assert_int_equal(found, percent);
        else
            assert_true(found < least);
    }
    return percent;
}

static const char ten[] = "uno dos tres cuatro cinco seis siete ocho nueve diez";

TEST(the_same_words_are_wholly_alike_whatever_stands_between)
{
    assert_int_equal(alike(ten, ten), 100);
    assert_int_equal(alike("¡Mañana, PAN de Mollete!", "manana: pan, de **mollete**"), 100);
    assert_int_equal(alike("El pan de ayer", "El pan de ayer https://horno.example/pan?x=1"), 100);
    assert_int_equal(alike("pan de masa #PanDeAyer", "Pan de masa pandeayer"), 100);
    assert_int_equal(alike("cafe\u0301 con pan", "café con pan"), 100);
}

TEST(a_word_changed_takes_two_pairs_away)
{
    assert_int_equal(alike(ten, "uno dos tres cuatro otro seis siete ocho nueve diez"), 81);
    assert_int_equal(alike(ten, "uno dos tres cuatro cinco seis siete ocho nueve"), 85);
    assert_int_equal(alike(ten, "otra cosa muy distinta"), 0);
}

TEST(greetings_are_too_short_to_be_compared)
{
    assert_int_equal(alike("Buenos días", "Buenos días"), 0);
    assert_int_equal(alike("", ""), 0);
}

TEST(whoever_is_alike_shares_one_of_the_first)
{
    for (size_t count = 1; count < 200; count++)
        for (int percent = 1; percent <= 100; percent++) {
            size_t prefix = shingles_prefix(count, percent);
            size_t least =
                (count * (size_t)percent + 199 - (size_t)percent) / (200 - (size_t)percent);
            assert_true(prefix >= 1 && prefix <= count);
            assert_true(count - prefix < least);
        }
}

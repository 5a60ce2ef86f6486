#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/clitics.h"

TEST(pronouns_come_off_a_spanish_verb)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(clitics_strip(&arena, "cómpralo", 1), "compra");
    assert_string_equal(clitics_strip(&arena, "prepáralos", 1), "prepara");
    assert_string_equal(clitics_strip(&arena, "llévatelo", 2), "lleva");
    assert_string_equal(clitics_strip(&arena, "dínoslo", 2), "di");
    assert_string_equal(clitics_strip(&arena, "comprándoselo", 2), "comprando");
}

TEST(words_without_pronouns_have_no_verb)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const others[] = {
        "tomáte", "compralo", "panes", "lo", "", "pónlo", "médico"
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_null(clitics_strip(&arena, others[i], 1));
    assert_null(clitics_strip(&arena, "cómpralo", 2));
}

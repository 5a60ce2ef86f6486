#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/letter_case.h"
#include "vale_tables.h"

TEST(titles_have_capitals_but_for_small_words_within)
{
    static const struct {
        enum title_style style;
        const char *text;
        const char *expected;
    } table[] = {
        { TITLE_AP, "a bread for the night", "A Bread for the Night" },
        { TITLE_AP, "baking with rye", "Baking With Rye" },
        { TITLE_CHICAGO, "baking with rye", "Baking with Rye" },
        { TITLE_AP, "how to bake", "How To Bake" },
        { TITLE_AP, "listen to music", "Listen to Music" },
        { TITLE_AP, "what we live for", "What We Live For" },
        { TITLE_AP, "flour: the basics", "Flour: The Basics" },
        { TITLE_AP, "slow-baked and/or fresh", "Slow-Baked and/or Fresh" },
        { TITLE_AP, "élite bread from NASA", "Élite Bread From NASA" },
        { TITLE_AP, "", "" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct case_rules rules = { .style = table[i].style };
        assert_string_equal(title_case(&arena, &rules, table[i].text, strlen(table[i].text)),
                            table[i].expected);
    }
}

TEST(terms_and_a_prefix_keep_their_spelling)
{
    static const char *const terms[] = { "iOS", "Masa Madre", "[Pp]an" };
    static const char *const indicators[] = { ":" };
    static const char sentence[] = "a. Novedades De IOS: Pan Con MASA MADRE Y Éxito";
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(case_terms_close) struct case_terms built = { 0 };
    CLEANUP(regex_close) struct regex *prefix = NULL;
    struct err err = { 0 };
    size_t at;
    case_terms_build(&built, &arena, terms, 3);
    assert_int_equal(regex_compile(&prefix, &arena, "^[a-z]\\.\\s", 10, &at, &err), 0);
    struct case_rules rules = { .terms = &built, .prefix = prefix };
    assert_string_equal(sentence_case(&arena, &rules, sentence, sizeof sentence - 1),
                        "a. Novedades de iOS Pan con Masa Madre y éxito");
    rules.indicators = indicators;
    rules.indicator_count = 1;
    assert_string_equal(sentence_case(&arena, &rules, "Masa: Nuevo Horno", 17),
                        "Masa: Nuevo horno");
    assert_string_equal(title_case(&arena, &rules, "a. new ios for pan", 18), "a. New iOS for pan");
}

TEST(sentences_have_one_capital)
{
    static const char *const table[][2] = {
        { "Novedades De Otoño", "Novedades de otoño" },
        { "¿qué Hay De Nuevo?", "Qué hay de nuevo?" },
        { "1. Abre El Horno", "1. Abre el horno" },
        { "ÚLTIMA  HORA", "Última hora" },
        { "¡!", "" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct case_rules rules = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(sentence_case(&arena, &rules, table[i][0], strlen(table[i][0])),
                            table[i][1]);
}

TEST(simple_case_has_plain_words)
{
    static const char *const table[][2] = {
        { "camelCaseWord", "camel case word" },
        { "kebab-case_word", "kebab case word" },
        { "  Dos  Panes ", "dos panes" },
        { "ÚltimaHora", "última hora" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(simple_case(&arena, table[i][0], strlen(table[i][0])), table[i][1]);
}

TEST(titles_are_those_of_vales_tables)
{
    static const struct {
        const char *name;
        enum title_style style;
        size_t may_fail;
    } tables[] = {
        { "AP.json", TITLE_AP, 0 },
        { "Chicago.json", TITLE_CHICAGO, 0 },
        /* Older than AP.json: two infinitives have a small `to` here. */
        { "title.json", TITLE_AP, 2 },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        const struct json *rows = vale_table(&arena, tables[i].name);
        if (!rows)
            skip();
        struct case_rules rules = { .style = tables[i].style };
        size_t right = 0;
        for (const struct json *row = rows->first; row; row = row->next) {
            const char *text = json_get_string(row, "input");
            right += text_equal(title_case(&arena, &rules, text, strlen(text)),
                                json_get_string(row, "expect"));
        }
        assert_true(right + tables[i].may_fail >= rows->count);
    }
}

#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/json.h"
#include "lib/syllables.h"
#include "vale_tables.h"

TEST(syllables_of_spanish_words_follow_its_spelling)
{
    static const struct {
        const char *word;
        unsigned count;
    } table[] = {
        { "", 0 },
        { "y", 1 },
        { "pan", 1 },
        { "que", 1 },
        { "quien", 1 },
        { "guerra", 2 },
        { "guion", 1 },
        { "pingüino", 3 },
        { "cigüeña", 3 },
        { "muy", 1 },
        { "rey", 1 },
        { "leyes", 2 },
        { "Uruguay", 3 },
        { "buey", 1 },
        { "averiguáis", 4 },
        { "construía", 3 },
        { "cuídate", 3 },
        { "país", 2 },
        { "oíais", 3 },
        { "aéreo", 4 },
        { "caoba", 3 },
        { "leer", 2 },
        { "chiita", 3 },
        { "alcohol", 3 },
        { "búho", 2 },
        { "prohibir", 2 },
        { "prohíbe", 3 },
        { "ahumar", 2 },
        { "ahuecar", 3 },
        { "vehículo", 4 },
        { "desahucio", 3 },
        { "rehúye", 3 },
        { "paranoia", 4 },
        { "ÉXITO", 3 },
        { "2026", 1 },
        { "PDF", 1 },
        { "pai\xcc\x81s", 2 },
        { "pingu\xcc\x88ino", 3 },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (syllables_es(table[i].word, strlen(table[i].word)) != table[i].count)
            fail_msg("%s", table[i].word);
}

TEST(syllables_of_english_words_are_guessed_as_vale_guesses)
{
    static const struct {
        const char *word;
        unsigned count;
    } table[] = {
        { "", 0 },          { "a", 1 },         { "I'm", 1 },
        { "bread", 1 },     { "baked", 1 },     { "bakery", 3 },
        { "recipe", 3 },    { "carefully", 3 }, { "underground", 3 },
        { "biology", 4 },   { "special", 2 },   { "nation", 2 },
        { "Beautiful", 3 }, { "rhythm", 2 },    { "2026", 1 },
        { "ñandú", 1 },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (syllables_as_vale(table[i].word, strlen(table[i].word)) != table[i].count)
            fail_msg("%s: %u", table[i].word,
                     syllables_as_vale(table[i].word, strlen(table[i].word)));
}

TEST(syllables_of_a_word_without_end_are_counted_too)
{
    char word[1000];
    memset(word, 'a', sizeof word);
    assert_true(syllables_as_vale(word, sizeof word) > 0);
    assert_int_equal(syllables_es(word, sizeof word), sizeof word);
}

TEST(syllables_are_those_of_vales_table)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct json *rows = vale_table(&arena, "syllables.json");
    if (!rows)
        skip();
    for (const struct json *row = rows->first; row; row = row->next)
        if (syllables_as_vale(row->key, strlen(row->key)) != (unsigned)row->integer)
            fail_msg("%s", row->key);
}

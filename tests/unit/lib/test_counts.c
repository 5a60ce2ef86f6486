#include "../test.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/counts.h"
#include "lib/json.h"
#include "lib/readability.h"
#include "vale_tables.h"

static struct counts as_vale(const char *text) { return counts_as_vale(text, strlen(text), NULL); }

TEST(words_sentences_and_paragraphs_are_counted_as_vale_counts)
{
    struct counts counts =
        as_vale("The bakery doesn't open in the U.S. today.\n\nBread, 2 loaves.");
    assert_int_equal(counts.words, 11);
    assert_int_equal(counts.sentences, 2);
    assert_int_equal(counts.paragraphs, 2);
    assert_int_equal(counts.characters, 43);
    assert_int_equal(counts.long_words, 1);
    assert_int_equal(counts.polysyllabic_words, 1);
}

TEST(blanks_behind_a_paragraph_are_one_more_sentence_as_in_vale)
{
    assert_int_equal(as_vale("One. Two. \n").sentences, 3);
    assert_int_equal(as_vale("One. Two.\n\n").sentences, 2);
    assert_int_equal(as_vale("").words, 0);
    assert_int_equal(as_vale("").paragraphs, 1);
}

TEST(spanish_text_is_counted_by_spanish_rules)
{
    static const char text[] = "El Dr. Gil abre en EE. UU. a las 8.\n\nVen, ¿vale? ¡Ya!";
    struct counts counts = counts_es(text, sizeof text - 1);
    assert_int_equal(counts.words, 12);
    assert_int_equal(counts.sentences, 3);
    assert_int_equal(counts.paragraphs, 2);
    assert_int_equal(counts.letters, 30);
    assert_int_equal(counts.syllables, 16);
}

TEST(spanish_readability_is_as_published)
{
    struct counts counts = { .words = 100, .sentences = 10, .syllables = 200, .letters = 500 };
    assert_true(fabs(readability_fernandez_huerta(&counts) - 76.64) < 0.001);
    assert_true(fabs(readability_szigriszt(&counts) - 72.235) < 0.001);
    assert_true(fabs(readability_gutierrez(&counts) - 43.2) < 0.001);
}

static void assert_near(const struct json *row, const char *name, double value)
{
    const struct json *expected = json_get(row, name);
    double wanted = expected->kind == JSON_REAL ? expected->real : (double)expected->integer;
    if (fabs(value - wanted) > 0.0051)
        fail_msg("%s: %f, not %f", name, value, wanted);
}

TEST(counts_and_grades_are_those_of_vales_table)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct json *rows = vale_table(&arena, "summarize.json");
    if (!rows)
        skip();
    for (const struct json *row = rows->first; row; row = row->next) {
        struct counts counts = as_vale(json_get_string(row, "text"));
        assert_near(row, "words", (double)counts.words);
        assert_near(row, "sentences", (double)counts.sentences);
        assert_near(row, "characters", (double)counts.characters);
        assert_near(row, "AutomatedReadability", readability_automated(&counts));
        assert_near(row, "ColemanLiau", readability_coleman_liau(&counts));
        assert_near(row, "FleschKincaid", readability_flesch_kincaid(&counts));
        assert_near(row, "Gunningfog", readability_gunning_fog(&counts));
        assert_near(row, "SMOG", readability_smog(&counts));
        assert_near(row, "ReadingEase", readability_flesch_ease(&counts));
    }
}

#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/sentences.h"
#include "lib/sentences_vale.h"
#include "lib/sentences_words.h"
#include "vale_tables.h"

/* The sentences of a text with `|` between them. */
static const char *split(struct arena *arena, enum sentence_rules rules, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, 64 * 1024);
    struct sentences all = sentences_of(text, strlen(text), rules);
    struct sentence one;
    for (unsigned i = 0; sentences_next(&all, &one); i++) {
        if (i)
            text_putc(&out, '|');
        text_append(&out, text + one.start, one.end - one.start);
    }
    return text_end(&out);
}

/* A case is the expected result; the text is the same with a blank in place of each `|`. */
static void assert_splits(enum sentence_rules rules, const char *const *cases, size_t count)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < count; i++) {
        char *text = arena_strdup(&arena, cases[i]);
        for (char *at = text; (at = strchr(at, '|')); at++)
            *at = ' ';
        assert_string_equal(split(&arena, rules, text), cases[i]);
    }
}

#define ASSERT_SPLITS(rules, cases) assert_splits(rules, cases, sizeof(cases) / sizeof(cases)[0])

TEST(spanish_sentences_end_where_a_reader_would_say)
{
    static const char *const cases[] = {
        "¡Hola! Mundo",
        "¿Vienes?|Te esperamos.",
        "Hoy hay pan.|¿Quieres?|¡Ven!",
        "La Sra. Pérez y el Dr. Gil abren a las 8 a. m. cada día.",
        "Viaja a EE. UU. con nosotros.",
        "Viaja a EE. UU.|El vuelo sale hoy.",
        "Pan, queso, etc.|Todo es nuestro.",
        "Véase la pág. 12 y el art. 3 del núm. 4.",
        "Cuesta 1.250,50 euros.|Es caro.",
        "Escribe a hola@pan.example.com o mira https://pan.example/a.b?c=d.|Gracias.",
        "«No quiero pan.», dijo ella.",
        "«No quiero pan.»|Ella salió.",
        "(Cerramos los lunes.)|Abrimos el martes.",
        "Dijo: \"Ya está.\" y se fue.",
        "Esperaba... y llegó.",
        "Esperaba…|Llegó tarde.",
        "J. L. Borges nació en 1899.|Murió en 1986.",
        "El siglo IV a. C. fue largo.",
        "2 y 2 son 4.|Es así.",
        "Hay oferta.|#pan #masa",
        "Nos vemos en el mar. 🌊",
        "¿¡Cómo!?|No puede ser.",
        "Reserva ya.|✨ Quedan tres plazas.",
        "sin mayúsculas.|pero con punto.",
        "Núm. de tel.: 600 000 000.|Llama.",
    };
    static const char *const first[] = { "¡Hola!|Mundo" };
    ASSERT_SPLITS(SENTENCES_ES, first);
    assert_splits(SENTENCES_ES, cases + 1, sizeof cases / sizeof cases[0] - 1);
}

TEST(english_and_french_sentences_too)
{
    static const char *const english[] = {
        "We bake.|You eat.",
        "Mr. Smith met Dr. Who at 5 p.m. on Main St. today.",
        "She works for Bread Co.|It opened in 1990.",
        "It is in the U.S. Senate.|She left the U.K.|There is bread.",
        "\"Fresh!\" she said.|He left.",
        "We stay, you and I.|Is that fine?",
        "Version 2.0 is out.|Get it!",
        "Wait . . . what?|Yes.",
        "See No. 4 and fig. 2.",
        "Say no.|Then go.",
    };
    static const char *const french[] = {
        "M. Dupont est là.|Il attend Mme Gil.", "« C'est bon. »|Elle sort.",
        "Voir p. 12, etc.|Merci !|À demain.",   "Le pain coûte 2,50 €.|Il est frais.",
        "Vers 50 av. J.-C. en Gaule.",
    };
    ASSERT_SPLITS(SENTENCES_EN, english);
    ASSERT_SPLITS(SENTENCES_FR, french);
}

TEST(paragraphs_and_items_of_a_list_end_sentences)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(split(&arena, SENTENCES_ES, "Sin punto\n\nOtro\nsigue"),
                        "Sin punto|Otro\nsigue");
    assert_string_equal(split(&arena, SENTENCES_ES, "Traed:\n- pan\n- vino\n1. sal\n• ajo"),
                        "Traed:|- pan|- vino|1. sal|• ajo");
    assert_string_equal(split(&arena, SENTENCES_ES, "Del mundo.Hoy hay pan."),
                        "Del mundo.|Hoy hay pan.");
    assert_string_equal(split(&arena, SENTENCES_ES, " \n "), "");
    assert_string_equal(split(&arena, SENTENCES_ES, "..."), "...");
}

TEST(as_vale_splits_as_punkt_does)
{
    static const char *const cases[] = {
        "Bread, etc.|and more.",
        "Mr. Jones came.|He left at 5 p.m. on Monday.",
        "I live in the E.U. How about you?",
        "I live in the U.S. Government building.",
        "Visit example.com. Hogaza opens.",
        "Visit example.com.|Shipping is free.",
        "She said \"Hello.\"|She left.",
        "It said 'Yes.' to all.",
        "J. Smith wrote it.|The end.",
        "Wait...|What?",
        "Wait... a moment.",
        "At version 2. then more.",
        "El Sr. Gil y la Dra.|Paz.",
    };
    ASSERT_SPLITS(SENTENCES_AS_VALE, cases);
}

TEST(as_vale_counts_blanks_behind_the_last_stop)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(split(&arena, SENTENCES_AS_VALE, "One. Two. \n"), "One.|Two.|");
    assert_string_equal(split(&arena, SENTENCES_AS_VALE, "\n"), "");
    assert_string_equal(split(&arena, SENTENCES_AS_VALE, ""), "");
    struct sentences blank = sentences_of("\n", 1, SENTENCES_AS_VALE);
    struct sentence one;
    assert_true(sentences_next(&blank, &one));
    assert_false(sentences_next(&blank, &one));
}

TEST(the_tables_of_the_splitter_are_sorted)
{
    assert_true(sentences_words_are_sorted());
    assert_true(word_list_is_sorted(&sentences_vale_abbreviations));
    assert_true(word_list_is_sorted(&sentences_vale_starters));
    assert_true(word_list_is_sorted(&sentences_vale_plain_words));
    assert_true(word_list_is_sorted(&sentences_vale_title_words));
}

static size_t count_right(struct arena *arena, const struct json *rows, enum sentence_rules rules)
{
    size_t right = 0;
    for (const struct json *row = rows->first; row; row = row->next) {
        struct text_buffer expected = text_buffer_in(arena, 64 * 1024);
        for (const struct json *at = json_get(row, "output")->first; at; at = at->next)
            text_printf(&expected, "%s%s", expected.bytes ? "|" : "", at->string);
        const char *made = split(arena, rules, json_get_string(row, "input"));
        right += text_equal(made, text_end(&expected));
    }
    return right;
}

TEST(golden_rules_of_sentences_hold)
{
    static const struct {
        const char *name;
        enum sentence_rules rules;
        size_t may_fail; /* where Vale itself differs from the rules */
    } tables[] = {
        { "golden_rules_en.json", SENTENCES_AS_VALE, 5 },
        { "golden_rules_en.json", SENTENCES_EN, 0 },
        { "golden_rules_es.json", SENTENCES_ES, 0 },
        { "golden_rules_fr.json", SENTENCES_FR, 0 },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        const struct json *rows = vale_table(&arena, tables[i].name);
        if (!rows)
            skip();
        assert_true(count_right(&arena, rows, tables[i].rules) + tables[i].may_fail >= rows->count);
    }
}

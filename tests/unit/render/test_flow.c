/* Markdown as the running text of social networks. */
#include "../test.h"

#include <string.h>

#include "base/cleanup.h"
#include "scene.h"

static void expect_plain(const char *markdown, const char *text)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_plain, markdown);
    assert_string_equal(scene_text(&scene), text);
}

static void expect_facets(const char *markdown, const char *text, const char *facets)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, markdown);
    assert_string_equal(scene_text(&scene), text);
    assert_string_equal(scene_facets_of(&scene, 0), facets);
}

TEST(paragraphs_are_a_blank_line_apart_and_breaks_as_typed)
{
    expect_plain("", "");
    expect_plain("Uno\ndos\n\n\ntres", "Uno\ndos\n\ntres");
    expect_plain("Uno  \ndos\\\ntres", "Uno\ndos\ntres");
    expect_plain("# Título\n\nTexto\n\n## Otro *más*", "Título\n\nTexto\n\nOtro más");
}

TEST(emphasis_is_dropped_and_never_shown_as_asterisks)
{
    expect_plain("**Solo** hasta el *domingo*, ***de verdad***.",
                 "Solo hasta el domingo, de verdad.");
    expect_plain("2 \\* 3 * 4 y \\_así\\_", "2 * 3 * 4 y _así_");
    expect_plain("pan&nbsp;&amp; mant&eacute;quilla", "pan\u00A0& mantéquilla");
}

TEST(the_pieces_of_a_text_end_where_it_ends)
{
    static const char *const bodies[] = { "Pan <b>", "&#60;x> &#0; </p>",
                                          "Pan <b>\n\n> uno <i>\n>\n> dos", "``pan  `` <b>",
                                          "[pan](https://horno.example/) <b>" };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        CLEANUP(scene_end) struct scene scene;
        scene_begin(&scene, &scene_facets, bodies[i]);
        scene.account_post.wants_pieces = true;
        scene_render(&scene);
        const struct rendered_part *part = &scene.rendering.parts[0];
        assert_true(part->piece_count > 0);
        for (size_t j = 0; j < part->piece_count; j++) {
            size_t next = j + 1 < part->piece_count ? part->pieces[j + 1].at : part->text_bytes;
            assert_true(part->pieces[j].at + part->pieces[j].bytes <= next);
        }
    }
}

TEST(lists_have_bullets_and_nest_by_two_spaces)
{
    expect_plain("- uno\n- dos\n- tres", "• uno\n• dos\n• tres");
    expect_plain("1. uno\n2. dos", "1. uno\n2. dos");
    expect_plain("7. siete\n8. ocho", "7. siete\n8. ocho");
    expect_plain("- uno\n  - dentro\n    - más\n- dos", "• uno\n  • dentro\n    • más\n• dos");
    expect_plain("Hay:\n\n- uno\n  sigue\n- dos\n\nFin", "Hay:\n\n• uno\n  sigue\n• dos\n\nFin");
    expect_plain("- uno\n\n  más\n\n- dos", "• uno\n\n  más\n\n• dos");
    expect_plain("- \n- dos", "• dos");
    expect_plain("- - dos", "• • dos");
}

TEST(each_line_of_a_quote_has_its_sign)
{
    expect_plain("> Uno\n> dos\n>\n> tres", "> Uno\n> dos\n>\n> tres");
    expect_plain("Dijo:\n\n> Pan\n\nY se fue.", "Dijo:\n\n> Pan\n\nY se fue.");
    expect_plain("> > hondo", "> > hondo");
    expect_plain("> - uno\n> - dos", "> • uno\n> • dos");
    expect_plain("- > cita\n  > larga", "• > cita\n  > larga");
    expect_plain("> uno\n\n---x", "> uno\n\n---x");
}

TEST(code_is_its_text)
{
    expect_plain("usa `**harina**` ya", "usa **harina** ya");
    expect_plain("```c\nint a;\n\n  b();\n```", "int a;\n\n  b();");
    expect_plain("- uno\n\n      a\n      b", "• uno\n\n  a\n  b");
}

TEST(comments_leave_nothing_not_even_a_blank_line)
{
    expect_plain("Uno\n\n<!-- nota -->\n\ndos", "Uno\n\ndos");
    expect_plain("<!-- nota -->\n\nUno", "Uno");
    expect_plain("Uno\n\n<!-- nota -->", "Uno");
    expect_plain("Uno <!-- nota --> dos", "Uno dos");
    expect_plain("Uno <!-- nota -->\ndos", "Uno\ndos");
    expect_plain("Uno\ndos <!-- nota -->", "Uno\ndos");
    expect_plain("uno<!-- nota -->dos", "unodos");
    expect_plain("<!-- nota -->", "");
}

TEST(pictures_are_no_text)
{
    expect_plain("Uno\n\n![una hogaza](hogaza.jpg)\n\ndos", "Uno\n\ndos");
    expect_plain("Uno ![una hogaza](hogaza.jpg) dos", "Uno dos");
    expect_plain("![una hogaza](hogaza.jpg)\nUno", "Uno");
    expect_plain("- ![una hogaza](hogaza.jpg) Uno\n- dos", "• Uno\n• dos");
}

TEST(a_link_shows_its_address_where_it_says_something_else)
{
    expect_plain("[la carta](https://horno.example/carta)",
                 "la carta (https://horno.example/carta)");
    expect_plain("Mira [**la** carta](https://horno.example/carta).",
                 "Mira la carta (https://horno.example/carta).");
    expect_plain("<https://horno.example/carta>", "https://horno.example/carta");
    expect_plain("[https://horno.example/a](https://horno.example/a)", "https://horno.example/a");
    expect_plain("https://horno.example/a_b_c", "https://horno.example/a_b_c");
    expect_plain("[](https://horno.example/a)", "https://horno.example/a");
    expect_plain("[![pan](pan.jpg)](https://horno.example/a)", "https://horno.example/a");
    expect_plain("[Pan](https://es.wikipedia.org/wiki/Pan_(alimento))",
                 "Pan (https://es.wikipedia.org/wiki/Pan_(alimento))");
    expect_plain("# La [carta](https://horno.example/carta)\n\nHoy",
                 "La carta (https://horno.example/carta)\n\nHoy");
    expect_plain("<ana@horno.example>", "ana@horno.example");
    expect_plain("[escribe](mailto:ana@horno.example)", "escribe (ana@horno.example)");
}

TEST(an_address_that_can_not_be_linked_leaves_its_text)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_plain, "[pulsa](javascript:alert(1)) y [carta](/carta)");
    assert_string_equal(scene_text(&scene), "pulsa y carta");
    assert_int_equal(scene.rendering.loss_count, 2);
}

TEST(a_mention_is_a_handle_where_there_is_one)
{
    expect_plain("Con @[luis] y @[ana].", "Con @luis@mastodon.social y Ana Ruiz.");
    expect_plain("**@[luis]**", "@luis@mastodon.social");
    expect_facets("Con @[luis] y @[ana].", "Con @luis.example y Ana Ruiz.",
                  "mention[4,17)@luis.example=luis.example\n");
    expect_facets("*ñ @[luis]*", "ñ @luis.example", "mention[3,16)@luis.example=luis.example\n");
}

TEST(facets_count_bytes_not_characters)
{
    expect_facets(
        "¡Ñandú! 👩‍👩‍👧‍👦 [carta](https://horno.example/c) 🇪🇸 #Otoño",
        "¡Ñandú! 👩‍👩‍👧‍👦 carta 🇪🇸 #Otoño",
        "link[37,42)carta=https://horno.example/c\n"
        "tag[52,59)#Otoño=Otoño\n");
    expect_facets("n\u0303 <https://horno.example/ñ>", "n\u0303 https://horno.example/ñ",
                  "link[4,28)https://horno.example/ñ=https://horno.example/ñ\n");
}

TEST(facets_are_found_in_plain_words)
{
    expect_facets("mira https://horno.example/a_b, #Pan y @ana.bsky.social.",
                  "mira https://horno.example/a_b, #Pan y @ana.bsky.social.",
                  "link[5,30)https://horno.example/a_b=https://horno.example/a_b\n"
                  "tag[32,36)#Pan=Pan\n"
                  "mention[39,55)@ana.bsky.social=ana.bsky.social\n");
    expect_facets("- uno #Uno\n- dos", "• uno #Uno\n• dos", "tag[8,12)#Uno=Uno\n");
}

TEST(code_has_no_facets)
{
    expect_facets("`#Pan` y #Miga", "#Pan y #Miga", "tag[7,12)#Miga=Miga\n");
    expect_facets("    https://horno.example #Pan", "https://horno.example #Pan", "");
}

TEST(a_facet_of_the_tree_goes_before_what_the_words_look_like)
{
    expect_facets("[#Pan y https://a.example](https://horno.example)", "#Pan y https://a.example",
                  "link[0,24)#Pan y https://a.example=https://horno.example\n");
    expect_facets("[@[luis]](https://horno.example)", "@luis.example",
                  "link[0,13)@luis.example=https://horno.example\n");
    expect_facets("#[Pan](https://horno.example) #Miga", "#Pan #Miga",
                  "link[1,4)Pan=https://horno.example\ntag[5,10)#Miga=Miga\n");
}

TEST(a_link_over_two_lines_is_one_facet)
{
    expect_facets("> [uno\n> dos](https://horno.example)", "> uno\n> dos",
                  "link[2,11)uno\n> dos=https://horno.example\n");
}

TEST(a_facet_ends_before_a_space)
{
    expect_facets("[uno ![x](y.jpg)](https://horno.example) dos", "uno dos",
                  "link[0,3)uno=https://horno.example\n");
}

TEST(a_mail_address_is_no_facet_but_stays_readable)
{
    expect_facets("[escribe](mailto:ana@horno.example)", "escribe (ana@horno.example)", "");
}

/* --- tags --- */

static void expect_tags(const char *markdown, const char *tags, const char *text)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_plain, markdown);
    scene_tags(&scene, tags);
    assert_string_equal(scene_text(&scene), text);
}

TEST(tags_are_a_last_paragraph)
{
    expect_tags("Hola", "Pan Otoño", "Hola\n\n#Pan #Otoño");
    expect_tags("", "Pan", "#Pan");
    expect_tags("- uno", "Pan", "• uno\n\n#Pan");
}

TEST(tags_that_stand_in_the_text_are_not_added)
{
    expect_tags("Hoy #pan", "Pan Otoño", "Hoy #pan\n\n#Otoño");
    expect_tags("Hoy #OTOÑO", "otoño", "Hoy #OTOÑO");
    expect_tags("Hoy #oton\u0303o", "Otoño", "Hoy #oton\u0303o");
    expect_tags("Hoy #Otono", "Otoño", "Hoy #Otono\n\n#Otoño");
    expect_tags("Hoy #PanDeAyer", "Pan", "Hoy #PanDeAyer\n\n#Pan");
    expect_tags("https://a.example/x#Pan", "Pan", "https://a.example/x#Pan\n\n#Pan");
    expect_tags("**#Pan**", "Pan", "#Pan");
    expect_tags("Hoy", "Pan pan PAN", "Hoy\n\n#Pan");
}

TEST(tags_belong_to_the_first_part_and_may_stand_in_any)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, "Uno #Pan\n\n---\n\nDos #Otoño\n\n---\n\n`#Miga`");
    scene_tags(&scene, "Pan Otoño Miga");
    assert_string_equal(scene_facets_of(&scene, 0), "tag[4,8)#Pan=Pan\ntag[10,15)#Miga=Miga\n");
    assert_int_equal(scene.rendering.part_count, 3);
    assert_string_equal(scene.rendering.parts[0].text, "Uno #Pan\n\n#Miga");
    assert_string_equal(scene.rendering.parts[1].text, "Dos #Otoño");
    assert_string_equal(scene_facets_of(&scene, 1), "tag[4,11)#Otoño=Otoño\n");
}

TEST(a_text_without_end_is_cut_and_counts_as_too_long)
{
    CLEANUP(scene_end) struct scene scene;
    enum { LINES = 300, DEPTH = 90 };
    static char markdown[LINES * (2 * DEPTH + 3) + 1];
    size_t used = 0;
    for (int i = 0; i < LINES; i++) {
        for (int j = 0; j < DEPTH; j++) {
            markdown[used++] = '>';
            markdown[used++] = ' ';
        }
        markdown[used++] = 'a';
        markdown[used++] = '\n';
    }
    markdown[used] = '\0';
    scene_begin(&scene, &scene_plain, markdown);
    scene_render(&scene);
    assert_true(scene.rendering.parts[0].used > scene.rendering.parts[0].limit);
}

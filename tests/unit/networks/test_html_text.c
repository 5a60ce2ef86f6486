#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "networks/html_text.h"

static void assert_text(const char *html, const char *text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(html_text(&arena, html), text);
}

static enum likeness likeness(const char *html, const char *sent)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    return html_text_likeness(&arena, html_text(&arena, html), sent);
}

TEST(html_text_keeps_words_and_drops_tags)
{
    assert_text("<p>Hola <b>pan</b></p><p>y sal</p>", "Hola pan y sal");
    assert_text("uno<br>dos<br />tres", "uno dos tres");
    assert_text("  a \n\t b  ", "a b");
    assert_text("pa<span class=\"x\">n</span>", "pan");
    assert_text("", "");
}

TEST(html_text_resolves_references)
{
    assert_text("&lt;b&gt; &amp; &quot;x&quot; &#39;y&#x27;", "<b> & \"x\" 'y'");
    assert_text("a&nbsp;b &#241; &#xF1;", "a b ñ ñ");
    assert_text("R&D; &nothing; & &", "R&D; &nothing; & &");
}

TEST(html_text_survives_hostile_html)
{
    assert_text("a<b", "a");
    assert_text("<", "");
    assert_text("&#0;&#x110000;&#xD800;&#99999999;x", "&#99999999;x");
    assert_text("&#;&#x;", "");
    assert_text("&#xZZ;", "&#xZZ;");
}

TEST(the_same_text_is_found_again_in_a_servers_html)
{
    assert_int_equal(likeness("<p>Vuelve la hogaza.<br>Ya</p>", "Vuelve la hogaza.\nYa"),
                     LIKENESS_SAME);
    assert_int_equal(
        likeness("<p>Mira <a href=\"https://horno.example/otono\"><span class=\"invisible\">"
                 "https://</span>horno.example/otono</a></p>",
                 "Mira https://horno.example/otono"),
        LIKENESS_SAME);
    assert_int_equal(likeness("<p>Con <a href=\"x\">@ana</a> y <a>#pan</a></p>",
                              "Con @ana@mastodon.social y #pan"),
                     LIKENESS_SAME);
    assert_int_equal(likeness("", ""), LIKENESS_SAME);
}

TEST(a_text_that_only_begins_alike_is_not_decided)
{
    assert_int_equal(likeness("<p>Vuelve la hogaza de calabaza, hasta el do…</p>",
                              "Vuelve la hogaza de calabaza, hasta el domingo y no más"),
                     LIKENESS_UNSURE);
    assert_int_equal(likeness("<p>Hola</p>", "Hola a todos"), LIKENESS_UNSURE);
    assert_int_equal(likeness("<p>Hola</p>", "Adiós"), LIKENESS_DIFFERENT);
    assert_int_equal(likeness("<p>Vuelve la hogaza.</p>", "Otra cosa"), LIKENESS_DIFFERENT);
    assert_int_equal(likeness("<p>Hola</p>", ""), LIKENESS_DIFFERENT);
}

static bool is_cut(const char *html, const char *sent)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    return html_text_is_cut(&arena, html_text(&arena, html), sent);
}

TEST(a_text_is_cut_where_a_server_shows_its_beginning_alone)
{
    assert_true(is_cut("<p>Vuelve la hogaza de calabaza, hasta el do…</p>",
                       "Vuelve la hogaza de calabaza, hasta el domingo"));
    assert_true(is_cut("<p>Hola</p>", "Hola a todos"));
    assert_false(is_cut("<p>Hola a <b>todos</b></p>", "Hola a todos"));
    assert_false(is_cut("<p>Hola a todos RE: @ana</p>", "Hola a todos"));
    assert_false(is_cut("<p>Mira horno.example/otono</p>", "Mira https://horno.example/otono"));
    assert_false(is_cut("<p>Con <a>@ana</a></p>", "Con @ana@mastodon.social"));
    assert_false(is_cut("<p>Adios</p>", "Adi\u00f3s a todos"));
    assert_false(is_cut("", "Hola"));
    assert_false(is_cut("<p>👩‍🍳</p>", "👩‍🍳 Hola"));
}

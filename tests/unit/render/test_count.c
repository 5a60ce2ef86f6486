/* How long a text is by each network's rule. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "render/count.h"

static size_t mastodon(const char *text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    return count_mastodon(&arena, NULL, text, strlen(text));
}

static size_t graphemes(const char *text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    return count_graphemes(&arena, NULL, text, strlen(text));
}

TEST(what_readers_see_as_one_character_counts_one)
{
    assert_int_equal(graphemes(""), 0);
    assert_int_equal(graphemes("ñ"), 1);
    assert_int_equal(graphemes("n\u0303"), 1);
    assert_int_equal(graphemes("👩‍👩‍👧‍👦"), 1);
    assert_int_equal(graphemes("🇪🇸🇲🇽"), 2);
    assert_int_equal(graphemes("👍🏽"), 1);
    assert_int_equal(graphemes("1️⃣"), 1);
    assert_int_equal(graphemes("¡Hola, Peñaloba!"), 16);
}

TEST(a_cluster_counts_one_wherever_it_stands_in_a_long_text)
{
    static const char *const clusters[] = { "\r\n",    "ñ",
                                            "n\u0303", "👩‍👩‍👧‍👦",
                                            "🇪🇸",      "#️⃣" };
    for (size_t i = 0; i < sizeof clusters / sizeof clusters[0]; i++) {
        for (int before = 0; before < 20; before++) {
            char text[128];
            int bytes = snprintf(text, sizeof text, "%.*s%s%s", before, "aaaaaaaaaaaaaaaaaaaa",
                                 clusters[i], "bbbbbbbbbb");
            assert_true(bytes > 0);
            assert_int_equal(graphemes(text), before + 11);
        }
    }
}

TEST(mastodon_counts_an_address_as_23_however_long_it_is)
{
    assert_int_equal(mastodon("https://horno.example"), 23);
    assert_int_equal(mastodon("http://horno.example/"), 23);
    assert_int_equal(mastodon("HTTPS://horno.example/a/b/c?d=e&f=g#h"), 23);
    assert_int_equal(mastodon("mira https://horno.example/otono?utm_source=x ahora"), 5 + 23 + 6);
    assert_int_equal(mastodon("https://a.example https://b.example"), 23 + 1 + 23);
    assert_int_equal(mastodon("https://horno.example:8080/x"), 23);
    assert_int_equal(mastodon("https://peñaloba.example/otoño"), 23);
    assert_int_equal(mastodon("https://xn--fiqs8s/"), strlen("https://xn--fiqs8s/"));
    assert_int_equal(mastodon("https://www.xn--fiqs8s.xn--fiqs8s/"), 23);
}

TEST(mastodon_counts_an_address_without_its_scheme_in_full)
{
    assert_int_equal(mastodon("horno.example"), strlen("horno.example"));
    assert_int_equal(mastodon("www.horno.example/x"), strlen("www.horno.example/x"));
    assert_int_equal(mastodon("ftp://horno.example"), strlen("ftp://horno.example"));
    assert_int_equal(mastodon("mailto:ana@horno.example"), strlen("mailto:ana@horno.example"));
}

TEST(mastodon_knows_no_address_without_a_public_host)
{
    assert_int_equal(mastodon("http://localhost/x"), strlen("http://localhost/x"));
    assert_int_equal(mastodon("http://127.0.0.1/x"), strlen("http://127.0.0.1/x"));
    assert_int_equal(mastodon("https://"), strlen("https://"));
    assert_int_equal(mastodon("https://ana:pan@horno.example"),
                     strlen("https://ana:pan@horno.example"));
    assert_int_equal(mastodon("https://ana.ruiz@horno.example"),
                     strlen("https://ana.ruiz@horno.example"));
}

TEST(punctuation_after_an_address_is_not_of_it)
{
    assert_int_equal(mastodon("https://horno.example/otono."), 24);
    assert_int_equal(mastodon("https://horno.example."), 24);
    assert_int_equal(mastodon("https://horno.example/otono, y"), 23 + 3);
    assert_int_equal(mastodon("(https://horno.example/otono)"), 25);
    assert_int_equal(mastodon("¿https://horno.example/otono?"), 25);
    assert_int_equal(mastodon("«https://horno.example»"), 25);
    assert_int_equal(mastodon("https://horno.example/otono!!"), 25);
    assert_int_equal(mastodon("\"https://horno.example/x\""), 25);
    assert_int_equal(mastodon("<https://horno.example/x>"), 25);
    assert_int_equal(mastodon("https://horno.example?"), 24);
    assert_int_equal(mastodon("https://horno.example?a=b."), 24);
}

TEST(balanced_parentheses_belong_to_an_address)
{
    assert_int_equal(mastodon("https://es.wikipedia.org/wiki/Pan_(alimento)"), 23);
    assert_int_equal(mastodon("(https://es.wikipedia.org/wiki/Pan_(alimento))"), 25);
    assert_int_equal(mastodon("https://a.example/b(c(d)e)f"), 23);
    assert_int_equal(mastodon("https://a.example/b)c"), 23 + 2);
    assert_int_equal(mastodon("https://a.example/b()"), 23 + 2);
}

TEST(mastodon_finds_no_address_glued_to_a_word)
{
    assert_int_equal(mastodon("#https://horno.example"), strlen("#https://horno.example"));
    assert_int_equal(mastodon("@https://horno.example"), strlen("@https://horno.example"));
    assert_int_equal(mastodon("xhttps://horno.example"), strlen("xhttps://horno.example"));
    assert_int_equal(mastodon("1https://horno.example"), strlen("1https://horno.example"));
    assert_int_equal(mastodon("-https://horno.example"), 24);
    assert_int_equal(mastodon("ñhttps://horno.example"), 24);
}

TEST(mastodon_counts_a_mention_without_its_host)
{
    assert_int_equal(mastodon("@ana@mastodon.social"), 4);
    assert_int_equal(mastodon("Con @ana@mastodon.social."), 4 + 4 + 1);
    assert_int_equal(mastodon("@ana.ruiz@mastodon.social hola"), 9 + 5);
    assert_int_equal(mastodon("@ana"), 4);
    assert_int_equal(mastodon("@ana_ruiz-2@mastodon.social"), 11);
    assert_int_equal(mastodon("(@ana@mastodon.social)"), 6);
    assert_int_equal(mastodon("@ana@mastodon.social@otro"), strlen("@ana@mastodon.social@otro"));
    assert_int_equal(mastodon("@ana@sitio://x"), strlen("@ana@sitio://x"));
}

TEST(mastodon_takes_no_mail_address_for_a_mention)
{
    assert_int_equal(mastodon("ana@horno.example"), strlen("ana@horno.example"));
    assert_int_equal(mastodon("a@b@c.example"), strlen("a@b@c.example"));
    assert_int_equal(mastodon("/@ana@mastodon.social"), strlen("/@ana@mastodon.social"));
    assert_int_equal(mastodon("https://mastodon.social/@ana@otro.example"), 23);
}

TEST(mastodon_counts_the_warning_as_it_stands)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char text[] = "mira https://horno.example/otono";
    assert_int_equal(count_mastodon(&arena, "frutos secos", text, strlen(text)), 12 + 5 + 23);
    assert_int_equal(count_mastodon(&arena, "https://horno.example", "", 0), 21);
    assert_int_equal(count_mastodon(&arena, "", text, strlen(text)), 5 + 23);
}

TEST(a_cluster_may_begin_in_the_warning_and_end_in_the_text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_int_equal(count_mastodon(&arena, "n", "\u0303andu", 6), 5);
}

TEST(gotosocial_counts_code_points_and_forgives_nothing)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char text[] = "👩‍👧 https://horno.example";
    assert_int_equal(count_codepoints(&arena, NULL, text, strlen(text)), 4 + 21);
    assert_int_equal(count_codepoints(&arena, "ñu", text, strlen(text)), 2 + 4 + 21);
}

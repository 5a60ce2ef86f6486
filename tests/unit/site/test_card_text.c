/* Texts that are cut in a card: between graphemes, with their links on both sides. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "model/account.h"
#include "model/network.h"
#include "model/rendering.h"
#include "render/count.h"
#include "site/cards/media.h"
#include "site/cards/templates.h"
#include "site/cards/text.h"

static size_t fold(const char *text, size_t lines, size_t characters)
{
    const struct network_fold how = { .lines = lines, .characters = characters, .more = "more" };
    return card_fold(text, strlen(text), &how);
}

TEST(a_text_folds_at_the_line_or_the_character_that_comes_first)
{
    assert_int_equal(fold("uno\ndos\ntres", 2, 0), 7);
    assert_int_equal(fold("uno\ndos\ntres", 2, 5), 5);
    assert_int_equal(fold("uno\ndos\ntres", 2, 100), 7);
    assert_int_equal(fold("\n\nuno", 1, 0), 0);
    assert_int_equal(fold("uno\ndos", 2, 0), 7);
    assert_int_equal(fold("", 1, 1), 0);
}

TEST(what_is_folded_is_never_nothing)
{
    assert_int_equal(fold("uno\ndos\n\n", 2, 0), 9);
    assert_int_equal(fold("doce", 0, 4), 4);
    assert_int_equal(fold("doce ", 0, 4), 5);
    const struct network_fold none = { .lines = 1 };
    assert_int_equal(card_fold("a\nb", 3, &none), 3);
}

TEST(a_fold_is_between_graphemes)
{
    /* A family of four is one, and so is a letter with its accent behind it. */
    const char *family = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466";
    char text[64];
    snprintf(text, sizeof text, "ab%se\u0301x", family);
    assert_int_equal(fold(text, 0, 3), 2 + strlen(family));
    assert_int_equal(fold(text, 0, 4), 2 + strlen(family) + 3);
}

static const char *stretch(struct arena *arena, const struct rendered_part *part, size_t from,
                           size_t to, size_t kept)
{
    struct text_buffer out = text_buffer_in(arena, 4096);
    card_put_stretch(&out, part, from, to, kept);
    return text_end(&out);
}

static struct facet link_facet = { 2, 8, FACET_LINK, "https://horno.example/?a=1&b=2" };
static const struct rendered_part with_link = {
    .text = "a <link> b", .text_bytes = 10, .facets = &link_facet, .facet_count = 1
};

#define LINK "<a rel=\"nofollow\" href=\"https://horno.example/?a=1&amp;b=2\">"

TEST(a_link_that_is_cut_is_a_link_on_both_sides)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(stretch(&arena, &with_link, 0, 10, 10), "a " LINK "&lt;link&gt;</a> b");
    assert_string_equal(stretch(&arena, &with_link, 0, 5, 10), "a " LINK "&lt;li</a>");
    assert_string_equal(stretch(&arena, &with_link, 5, 10, 10), LINK "nk&gt;</a> b");
    assert_string_equal(stretch(&arena, &with_link, 0, 2, 10), "a ");
    assert_string_equal(stretch(&arena, &with_link, 8, 10, 10), " b");
}

#define TOO_MUCH "<mark><span class=\"unseen\">(too much from here) </span>"

TEST(what_is_too_much_is_marked_in_words)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(stretch(&arena, &with_link, 0, 10, 5),
                        "a " LINK "&lt;li</a>" TOO_MUCH LINK "nk&gt;</a> b</mark>");
    assert_string_equal(stretch(&arena, &with_link, 8, 10, 5), TOO_MUCH " b</mark>");
}

TEST(an_address_that_could_run_something_is_no_link)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct facet evil = { 0, 1, FACET_LINK, "javascript:alert(1)" };
    const struct rendered_part part = {
        .text = "a", .text_bytes = 1, .facets = &evil, .facet_count = 1
    };
    assert_string_equal(stretch(&arena, &part, 0, 1, 1), "<span class=\"facet\">a</span>");
}

static const struct network counting = { .name = "mastodon",
                                         .shows = 1ULL << POST_SENSITIVE,
                                         .count = count_mastodon };
static const struct account counted = { .id = "m", .network = &counting };

static size_t kept(struct rendered_part *part, const char *warning)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct rendering rendering = {
        .account = &counted, .parts = part, .part_count = 1, .warning = warning
    };
    part->used_bytes = part->text_bytes = strlen(part->text);
    part->used = count_mastodon(&arena, warning, part->text, part->text_bytes);
    return card_kept(&arena, &rendering, 0);
}

TEST(what_is_kept_is_counted_as_the_network_does)
{
    const char *address = "https://horno.example/un/camino/muy/muy/muy/largo";
    char text[128];
    snprintf(text, sizeof text, "%s abc", address);
    assert_int_equal(kept(&(struct rendered_part){ .text = text, .limit = 27 }, NULL),
                     strlen(text));
    assert_int_equal(kept(&(struct rendered_part){ .text = text, .limit = 25 }, NULL),
                     strlen(address) + 2);
    assert_int_equal(kept(&(struct rendered_part){ .text = text, .limit = 27 }, "ay"),
                     strlen(address) + 2);
    assert_int_equal(kept(&(struct rendered_part){ .text = "aéb", .limit_bytes = 2 }, NULL), 1);
    assert_int_equal(kept(&(struct rendered_part){ .text = "abc" }, NULL), 3);
}

TEST(a_plain_text_gets_the_links_that_its_network_finds)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "https://horno.example y horno.example #pan";
    struct rendered_part part = { .text = text, .text_bytes = strlen(text) };
    struct network network = { .name = "x" };
    const struct account account = { .network = &network };
    const struct rendering rendering = { .account = &account, .parts = &part, .part_count = 1 };
    struct rendered_part linked = card_part_linked(&arena, &rendering, 0);
    assert_int_equal(linked.facet_count, 2);
    assert_int_equal(linked.facets[0].kind, FACET_LINK);
    assert_int_equal(linked.facets[0].start_byte, 0);
    assert_int_equal(linked.facets[1].kind, FACET_TAG);
    network.look.has_no_links = true;
    assert_int_equal(card_part_linked(&arena, &rendering, 0).facet_count, 1);
    network.markup = MARKUP_FACETS;
    assert_int_equal(card_part_linked(&arena, &rendering, 0).facet_count, 0);
}

TEST(a_crop_is_the_nearest_ratio_of_the_style_sheet)
{
    assert_string_equal(card_ratio_class((struct ratio){ 4, 5 }), "r4-5");
    assert_string_equal(card_ratio_class((struct ratio){ 1080, 1349 }), "r4-5");
    assert_string_equal(card_ratio_class((struct ratio){ 1, 1000 }), "r1-2");
    assert_string_equal(card_ratio_class((struct ratio){ 100, 1 }), "r3-1");
}

TEST(a_network_without_a_template_takes_the_default)
{
    assert_string_equal(card_template_find("mastodon")->network, "mastodon");
    assert_string_equal(card_template_find("hoja-parroquial")->network, "default");
    assert_non_null(strstr(card_template_find("default")->text, "<!-- part -->\n"));
    for (const struct card_template *one = card_templates; one->network; one++) {

        assert_null(strstr(one->text, "style"));
        assert_null(strstr(one->text, "<script"));
    }
}

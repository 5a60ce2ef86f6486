/* A post for an account: parts, media, links, losses. */
#include "../test.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "model/account_set.h"
#include "render/address.h"
#include "render/count.h"
#include "render/render.h"
#include "scene.h"

static const struct media front = {
    .file = "pan.jpg", .path = "content/media/pan.jpg", .part = 1, .kind = MEDIA_JPEG, .alt = "Pan"
};

TEST(every_part_of_a_thread_is_counted_by_itself)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, "¡Uno!\n\n---\n\nDos 👩‍👧");
    scene_render(&scene);
    assert_int_equal(scene.rendering.part_count, 2);
    assert_int_equal(scene.rendering.parts[0].used, 5);
    assert_int_equal(scene.rendering.parts[0].limit, 300);
    assert_int_equal(scene.rendering.parts[0].used_bytes, 6);
    assert_int_equal(scene.rendering.parts[0].limit_bytes, 3000);
    assert_int_equal(scene.rendering.parts[1].used, 5);
    assert_int_equal(scene.rendering.parts[1].line, 5);
}

TEST(a_network_without_threads_joins_the_parts_as_paragraphs)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_plain, "Uno\n\n---\n\nDos");
    scene.accounts[0].limits.parts = 1;
    scene_tags(&scene, "Pan");
    assert_string_equal(scene_text(&scene), "Uno\n\nDos\n\n#Pan");
    assert_int_equal(scene.rendering.part_count, 1);
    assert_int_equal(scene.rendering.loss_count, 1);
}

TEST(the_warning_counts_in_the_part_where_it_is_shown)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_plain, "Uno\n\n---\n\nDos");
    scene.account_post.fields.warning = "frutos secos";
    scene_render(&scene);
    assert_true(scene.rendering.is_sensitive);
    assert_int_equal(scene.rendering.parts[0].used, 15);
    assert_int_equal(scene.rendering.parts[1].used, 3);
    assert_int_equal(scene.rendering.loss_count, 0);
}

TEST(what_a_network_does_not_show_is_a_loss)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, "Uno");
    struct name option = { .text = "sí" };
    scene.account_post.fields.warning = "frutos secos";
    scene.account_post.fields.visibility = VISIBILITY_FOLLOWERS;
    scene.account_post.fields.poll.options = (struct names){ .items = &option, .count = 1 };
    scene.account_post.fields.quote = "https://bsky.app/x";
    scene_render(&scene);
    assert_int_equal(scene.rendering.loss_count, 3);
    assert_int_equal(scene.rendering.parts[0].used, 3);
}

TEST(a_server_may_count_otherwise)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_plain, "https://horno.example/");
    scene_render(&scene);
    assert_int_equal(scene.rendering.parts[0].used, 23);
    render_measure(&scene.rendering, &scene.arena, count_codepoints);
    assert_int_equal(scene.rendering.parts[0].used, 22);
}

/* --- media --- */

TEST(media_of_the_front_matter_come_before_those_of_the_text)
{
    CLEANUP(scene_end) struct scene scene;
    struct media media[] = {
        { .file = "b.jpg", .is_inline = true, .part = 1 },
        { .file = "c.jpg", .is_inline = true, .part = 2 },
        { .file = "a.jpg", .part = 1 },
        { .file = "d.jpg", .part = 2 },
        { .file = "e.jpg", .part = 9 },
        { .file = "f.jpg" },
    };
    scene_begin(&scene, &scene_plain, "Uno\n\n---\n\nDos");
    scene_media(&scene, media, 6);
    scene_render(&scene);
    const struct rendered_part *parts = scene.rendering.parts;
    assert_int_equal(parts[0].media_count, 3);
    assert_string_equal(parts[0].media[0]->file, "a.jpg");
    assert_string_equal(parts[0].media[1]->file, "f.jpg");
    assert_string_equal(parts[0].media[2]->file, "b.jpg");
    assert_int_equal(parts[1].media_count, 3);
    assert_string_equal(parts[1].media[0]->file, "d.jpg");
    assert_string_equal(parts[1].media[1]->file, "e.jpg");
    assert_string_equal(parts[1].media[2]->file, "c.jpg");
}

TEST(too_many_media_and_too_long_words_for_them_are_losses)
{
    CLEANUP(scene_end) struct scene scene;
    static char alt[1502];
    memset(alt, 'a', 1501);
    struct media media[] = { front, front, front, front, front };
    media[0].alt = alt;
    scene_begin(&scene, &scene_plain, "Uno");
    scene_media(&scene, media, 5);
    scene_render(&scene);
    assert_int_equal(scene.rendering.loss_count, 2);
    assert_int_equal(scene.rendering.parts[0].media_count, 5);
}

/* --- link --- */

static void expect_link(const struct network *network, const char *markdown, const char *link,
                        const char *text, const char *card)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, network, markdown);
    scene.account_post.fields.link = link;
    scene_tags(&scene, "Pan");
    assert_string_equal(scene_text(&scene), text);
    assert_true(text_equal(scene.rendering.parts[0].card, card));
}

TEST(a_link_is_a_card_or_a_paragraph_before_the_tags)
{
    const char *link = "https://horno.example/otono";
    expect_link(&scene_facets, "Hola", link, "Hola\n\n#Pan", link);
    expect_link(&scene_plain, "Hola", link, "Hola\n\nhttps://horno.example/otono\n\n#Pan", NULL);
    expect_link(&scene_plain, "", link, "https://horno.example/otono\n\n#Pan", NULL);
}

TEST(a_link_that_the_text_holds_is_not_added)
{
    const char *link = "https://horno.example/otono";
    expect_link(&scene_plain, "Mira https://horno.example/otono.", link,
                "Mira https://horno.example/otono.\n\n#Pan", NULL);
    expect_link(&scene_plain, "[Mira](https://horno.example/otono)", link,
                "Mira (https://horno.example/otono)\n\n#Pan", NULL);
    expect_link(&scene_plain, "Mira https://horno.example/otono/2", link,
                "Mira https://horno.example/otono/2\n\nhttps://horno.example/otono\n\n#Pan", NULL);
}

TEST(media_win_over_a_card)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, "Hola");
    scene_media(&scene, &front, 1);
    scene.account_post.fields.link = "https://horno.example/otono";
    assert_string_equal(scene_facets_of(&scene, 0),
                        "link[6,33)https://horno.example/otono=https://horno.example/otono\n");
    assert_string_equal(scene.rendering.parts[0].text, "Hola\n\nhttps://horno.example/otono");
    assert_null(scene.rendering.parts[0].card);
}

TEST(a_rich_link_to_the_same_place_is_enough)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, "[Mira](https://horno.example/otono)");
    scene_media(&scene, &front, 1);
    scene.account_post.fields.link = "https://horno.example/otono";
    assert_string_equal(scene_text(&scene), "Mira");
}

TEST(link_blog_is_the_address_that_the_post_has_there)
{
    expect_link(&scene_facets, "Hola", "blog", "Hola\n\n#Pan",
                "https://horno.example/diario/2026/11/otono/");
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, "Hola");
    scene.account_post.fields.link = "blog";
    /* The blog's own slug counts, as a variant may give it. */
    scene.account_post.fields.slug = "otra-cosa";
    scene.post.fields.slug = "hogaza-de-calabaza";
    scene.post.fields.set = 1ULL << POST_SLUG;
    scene_render(&scene);
    assert_string_equal(scene.rendering.parts[0].card,
                        "https://horno.example/diario/2026/11/hogaza-de-calabaza/");
    scene.post.fields.slug = "../../x";
    scene_render(&scene);
    assert_string_equal(scene.rendering.parts[0].card,
                        "https://horno.example/diario/2026/11/otono/");
}

TEST(link_blog_without_a_blog_is_a_loss)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, "Hola");
    account_set_remove(scene.post.accounts, 1);
    scene.account_post.fields.link = "blog";
    scene_render(&scene);
    assert_null(scene.rendering.parts[0].card);
    assert_int_equal(scene.rendering.loss_count, 1);
}

TEST(a_link_to_another_delivery_is_stood_for_until_that_is_sent)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_facets, "Hola");
    scene.account_post.fields.link = "2026/11/molino/mastodon";
    scene_render(&scene);
    assert_string_equal(scene.rendering.parts[0].card,
                        "https://not-sent-yet.invalid/2026/11/molino/mastodon");
    assert_int_equal(scene.rendering.loss_count, 1);
}

/* --- UTM --- */

static void expect_utm(const char *link, const char *campaign, const char *card)
{
    CLEANUP(scene_end) struct scene scene;
    struct campaign campaigns[] = { { .id = "navidad" },
                                    { .id = "otono-2026", .utm = { .campaign = "otoño 26" } } };
    scene_begin(&scene, &scene_facets, "Hola");
    scene.workspace.brand.has_utm = true;
    scene.workspace.brand.utm = (struct utm){ "{network}", "social", "{campaign}" };
    scene.workspace.campaigns = campaigns;
    scene.workspace.campaign_count = 2;
    scene.account_post.fields.link = link;
    scene.account_post.fields.campaign = campaign;
    scene_render(&scene);
    assert_string_equal(scene.rendering.parts[0].card, card);
}

TEST(utm_parameters_are_added_to_the_link)
{
    expect_utm("https://a.example/x", NULL,
               "https://a.example/x?utm_source=bluesky&utm_medium=social");
    expect_utm("https://a.example/x", "navidad",
               "https://a.example/x?utm_source=bluesky&utm_medium=social&utm_campaign=navidad");
    expect_utm(
        "https://a.example/x", "otono-2026",
        "https://a.example/x?utm_source=bluesky&utm_medium=social&utm_campaign=oto%C3%B1o%2026");
}

TEST(utm_parameters_respect_what_the_address_has)
{
    expect_utm("https://a.example/?p=1#fin", NULL,
               "https://a.example/?p=1&utm_source=bluesky&utm_medium=social#fin");
    expect_utm("https://a.example/?utm_source=carta", NULL,
               "https://a.example/?utm_source=carta&utm_medium=social");
    expect_utm("https://a.example?", NULL,
               "https://a.example?utm_source=bluesky&utm_medium=social");
    expect_utm("https://a.example/?x_utm_source=1", NULL,
               "https://a.example/?x_utm_source=1&utm_source=bluesky&utm_medium=social");
}

TEST(a_link_with_utm_is_the_same_link_in_the_text)
{
    CLEANUP(scene_end) struct scene scene;
    scene_begin(&scene, &scene_plain, "Mira https://a.example/x");
    scene.workspace.brand.has_utm = true;
    scene.workspace.brand.utm = (struct utm){ "{network}", NULL, NULL };
    scene.account_post.fields.link = "https://a.example/x";
    assert_string_equal(scene_text(&scene), "Mira https://a.example/x");
    scene.account_post.fields.link = "https://a.example/y";
    assert_string_equal(scene_text(&scene),
                        "Mira https://a.example/x\n\nhttps://a.example/y?utm_source=mastodon");
}

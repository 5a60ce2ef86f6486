/* Scenes. */
#include "scene.h"

#include <string.h>

#include "../test.h"
#include "base/text.h"
#include "lib/markdown.h"
#include "model/account_set.h"
#include "render/count.h"
#include "render/render.h"

const struct network scene_plain = {
    .name = "mastodon",
    .title = "Mastodon",
    .markup = MARKUP_PLAIN,
    .limits = { .text = 500, .parts = 100, .media = 4, .alt_codepoints = 1500 },
    .shows = 1ULL << POST_SENSITIVE | 1ULL << POST_VISIBILITY | 1ULL << POST_POLL,
    .render = render_plain,
    .count = count_mastodon,
};

const struct network scene_facets = {
    .name = "bluesky",
    .title = "Bluesky",
    .markup = MARKUP_FACETS,
    .limits = { .text = 300, .text_bytes = 3000, .parts = 100, .media = 4, .has_cards = true },
    .shows = 1ULL << POST_QUOTE,
    .render = render_facets,
    .count = count_graphemes,
};

const struct network scene_html = {
    .name = "blog",
    .title = "Blog",
    .markup = MARKUP_HTML,
    .limits = { .parts = 1, .media = 100 },
    .shows = 1ULL << POST_SENSITIVE,
    .render = render_html,
};

static struct name languages[] = { { .text = "es" } };

static struct mention_handle luis_handles[] = {
    { "mastodon", "luis@mastodon.social" },
    { "bluesky", "@luis.example" },
};

void scene_begin(struct scene *scene, const struct network *network, const char *markdown)
{
    *scene = (struct scene){ 0 };
    scene->mentions[0] = (struct mention){ .id = "ana", .name = "Ana Ruiz" };
    scene->mentions[1] = (struct mention){
        .id = "luis", .name = "Luis Prieto", .handles = luis_handles, .handle_count = 2
    };
    scene->accounts[0] = (struct account){ .id = network->name,
                                           .network = network,
                                           .network_name = network->name,
                                           .limits = network->limits,
                                           .url = "https://horno.example/" };
    scene->accounts[1] = (struct account){ .id = "blog",
                                           .network = &scene_html,
                                           .network_name = "blog",
                                           .limits = scene_html.limits,
                                           .url = "https://horno.example/diario/",
                                           .index = 1 };
    scene->workspace =
        (struct workspace){ .brand = { .name = "El Horno de Ana", .languages = { languages, 1 } },
                            .accounts = scene->accounts,
                            .account_count = 2,
                            .mentions = scene->mentions,
                            .mention_count = 2 };
    scene->post.id = "2026/11/otono";
    scene->post.accounts = &scene->goes_to;
    account_set_add(scene->post.accounts, 0);
    account_set_add(scene->post.accounts, 1);
    scene->body.text = markdown;
    scene->body.bytes = strlen(markdown);
    markdown_parse(&scene->body.document, &scene->arena, markdown, scene->body.bytes, 1);
    scene->account_post = (struct account_post){
        .post = &scene->post, .account = &scene->accounts[0], .body = &scene->body, .language = "es"
    };
}

void scene_end(struct scene *scene) { arena_release(&scene->arena); }

void scene_tags(struct scene *scene, const char *tags)
{
    struct names *names = &scene->account_post.fields.tags;
    names->items = arena_alloc_array(&scene->arena, strlen(tags) + 1, sizeof *names->items);
    while (*tags) {
        size_t bytes = strcspn(tags, " ");
        names->items[names->count++].text = arena_strndup(&scene->arena, tags, bytes);
        tags += bytes + (tags[bytes] == ' ');
    }
}

void scene_media(struct scene *scene, const struct media *media, size_t count)
{
    scene->account_post.fields.media = arena_copy(&scene->arena, media, count * sizeof *media);
    scene->account_post.fields.media_count = count;
}

void scene_render(struct scene *scene)
{
    const struct network *network = scene->accounts[0].network;
    network->render(&scene->rendering, &scene->arena, &scene->account_post, &scene->workspace);
}

const char *scene_text(struct scene *scene)
{
    scene_render(scene);
    const struct rendered_part *part = &scene->rendering.parts[0];
    assert_int_equal(part->text_bytes, strlen(part->text));
    return part->text;
}

const char *scene_facets_of(struct scene *scene, size_t index)
{
    static const char *const kinds[] = { "link", "mention", "tag" };
    struct text_buffer out = text_buffer_in(&scene->arena, 64 * 1024);
    scene_render(scene);
    const struct rendered_part *part = &scene->rendering.parts[index];
    size_t at = 0;
    for (size_t i = 0; i < part->facet_count; i++) {
        const struct facet *facet = &part->facets[i];
        /* What every reader of facets may rely on. */
        assert_true(facet->start_byte >= at);
        assert_true(facet->end_byte > facet->start_byte);
        assert_true(facet->end_byte <= part->text_bytes);
        at = facet->end_byte;
        text_printf(&out, "%s[%zu,%zu)%.*s=%s\n", kinds[facet->kind], facet->start_byte,
                    facet->end_byte, (int)(facet->end_byte - facet->start_byte),
                    part->text + facet->start_byte, facet->target);
    }
    return text_end(&out);
}

const char *scene_html_of(struct scene *scene)
{
    scene_render(scene);
    return scene->rendering.parts[0].html;
}

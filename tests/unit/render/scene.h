/* A scene: one post for one account, with a body given as Markdown.
 *
 *     CLEANUP(scene_end) struct scene scene = { 0 };
 *     scene_begin(&scene, &network, "Vuelve la **hogaza**.");
 *     assert_string_equal(scene_text(&scene), "Vuelve la hogaza."); */
#ifndef PREGON_TESTS_UNIT_RENDER_SCENE_H
#define PREGON_TESTS_UNIT_RENDER_SCENE_H

#include "base/arena.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"

struct scene {
    struct arena arena;
    struct workspace workspace;
    struct account accounts[2]; /* the post's, and a blog called `blog` */
    struct mention mentions[2];
    struct post post;
    uint64_t goes_to;
    struct body body;
    struct account_post account_post;
    struct rendering rendering;
};

/* As Mastodon, Bluesky and the blog have them. */
extern const struct network scene_plain, scene_facets, scene_html;

void scene_begin(struct scene *scene, const struct network *network, const char *markdown);
void scene_end(struct scene *scene);

/* Sets `tags` (separated by spaces), and media for all pictures of the body. */
void scene_tags(struct scene *scene, const char *tags);
void scene_media(struct scene *scene, const struct media *media, size_t count);

void scene_render(struct scene *scene);
/* Renders, and gives a part's text; its facets as "kind[start,end)target" lines; its HTML. */
const char *scene_text(struct scene *scene);
const char *scene_facets_of(struct scene *scene, size_t part);
const char *scene_html_of(struct scene *scene);

#endif

/* Rendering: a post for one account -> text, spans, parts, media. What check measures, show prints
 * and publish sends is this one thing. Pure: the same input gives the same bytes.
 *
 * One function a markup family, each fit for `network.render`:
 *
 *     const struct network network_mastodon = { .name = "mastodon", .markup = MARKUP_PLAIN,
 *                                               .render = render_plain, .count = count_mastodon };
 *
 * They read the account's limits, and the network's `count` and `shows`. Where
 * `fields.link`, `reply_to` or `quote` hold `id/account`, the rendering stands for what it will be,
 * and says so in `losses`: what is to be sent has addresses there (commands/join.h). */
#ifndef PREGON_RENDER_RENDER_H
#define PREGON_RENDER_RENDER_H

#include <stddef.h>

#include "model/rendering.h"

struct arena;
struct text_buffer;
struct workspace;

/* Plain text; a link becomes `text (address)`. */
void render_plain(struct rendering *out, struct arena *arena, const struct account_post *post,
                  const struct workspace *workspace);
/* Plain text with facets for links, mentions and hashtags; `link` is a card where it can be. */
void render_facets(struct rendering *out, struct arena *arena, const struct account_post *post,
                   const struct workspace *workspace);
/* HTML in `parts[0].html`, with whole addresses; `text` is the same in plain text. */
void render_html(struct rendering *out, struct arena *arena, const struct account_post *post,
                 const struct workspace *workspace);

/* Counts each part anew by `count`: for a server whose manners only its login tells. */
void render_measure(struct rendering *rendering, struct arena *scratch,
                    size_t (*count)(struct arena *scratch, const char *warning, const char *text,
                                    size_t bytes));

#endif

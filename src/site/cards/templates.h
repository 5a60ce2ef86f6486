/* How each network's cards look: a file <network>.html in this folder, bundled into the program by
 * templates.sh. A network without one is drawn by default.html.
 *
 *     <style>
 *     .card.mastodon { --accent: #5638cc; }
 *     </style>
 *     <article class="card mastodon" aria-label="@network@">
 *     @part@
 *     </article>
 *     <!-- part -->
 *     <div class="part">@text@</div>
 *
 * The style goes into the site's own sheet (assets.sh); the rest are two templates
 * (lib/template.h), of the card and of each part of its thread; who has no `<!-- part -->` has
 * default.html's. Every value is markup that
 * html_put() made, so it is escaped already; what a card does not have is no value, and `[quote] …`
 * is then left out.
 *
 * The card:  network, name, letter (for a picture of the sender), handle, lang, reply, repost,
 *            title, description, note (who sees it, who pays), part, comment
 * The part:  number (of a thread's), lang, title, warning (the rest is behind it, in `<details>`),
 *            text, html (a page's, in place of text and media), media, poll, quote, link, meter
 *
 * What nobody reads out, such as the buttons below, is `aria-hidden`. A card draws with text, and
 * with nobody's trademark. */
#ifndef PREGON_SITE_CARDS_TEMPLATES_H
#define PREGON_SITE_CARDS_TEMPLATES_H

struct card_template {
    const char *network;
    const char *text;
};

extern const struct card_template card_templates[]; /* ends with a NULL network */

/* Never NULL. */
const struct card_template *card_template_find(const char *network);

#endif

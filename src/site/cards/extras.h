/* What stands around a part's text and pictures: polls, quotes, cards of links, notes, how much of
 * the limit is taken. Each gives markup, or NULL where the account's readers get none. */
#ifndef PREGON_SITE_CARDS_EXTRAS_H
#define PREGON_SITE_CARDS_EXTRAS_H

#include <stdbool.h>

#include "model/post.h"

struct page;
struct rendered_part;
struct rendering;

/* Whether readers get what the post says under that key: the network has it, nothing is lost. */
bool card_shows(const struct rendering *rendering, enum post_key key);

const char *card_poll(const struct page *page, const struct rendering *rendering);
/* A small box that stands for another post. */
const char *card_box(const struct page *page, const char *word, const char *address);
const char *card_first_comment(const struct page *page, const struct rendering *rendering);
const char *card_link(const struct page *page, const struct rendering *rendering,
                      const struct rendered_part *part);
/* Who sees it, and who pays for it. */
const char *card_note(const struct page *page, const struct rendering *rendering);
const char *card_meter(const struct page *page, const struct rendered_part *part);

#endif

/* A post as a network shows it to readers: its text with what is a link there, its pictures as they
 * are cropped, its card, and how much of the limit it takes. */
#ifndef PREGON_SITE_CARD_H
#define PREGON_SITE_CARD_H

struct page;
struct rendering;

void card_put(struct page *page, const struct rendering *rendering);

#endif
